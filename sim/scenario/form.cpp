#include "scenario/form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenario/fields_pathways.hpp"
#include "scenario/known_names.hpp"
#include "scenario/overlay.hpp"

namespace qonys {

namespace {

constexpr std::size_t most_programmes = 50, most_arrivals = 500, most_stages = 50, most_centres = 200, most_published = 200;

// Fields of settlement that a scenario of programmes has as well.
constexpr std::array shared_run_paths = {"question", "run.first_month", "run.last_month", "run.replicates_per_draw",
                                         "run.seed", "run.replicates"};
constexpr const char* exchange_rate_path = "money.usd_per_kzt";

void note_sections(ScenarioForm& form, const std::string& path) {
    for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1))
        form.sections.insert(path.substr(0, dot));
}

bool can_be_name(const std::string& key) {
    return !key.empty() && key.size() <= 32 && !is_provenance_key(key) && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    });
}

class FormBuilder {
public:
    FormBuilder(const Tree& tree, Problems& problems) : tree_(tree), problems_(problems) {}

    FormOfScenario build() {
        form_->pathways = true;
        for (const char* path : shared_run_paths) add({*find_field(*settlement_form(), path), false}, nullptr);
        add({time_step_field(), false}, nullptr);
        add({*find_field(*settlement_form(), exchange_rate_path), false}, nullptr);

        for (const char* section : {"programmes", "centres", "published"}) form_->sections.insert(section);
        for (const TreeEntry* entry : named("programmes", "", most_programmes)) add_programme(*entry);
        for (const TreeEntry* entry : named("centres", "", most_centres)) {
            form_->outline.centres.push_back({entry->key, "", 0});
            add_all(centre_fields("centres." + entry->key, form_->outline.centres.size() - 1), entry->tree);
        }
        for (const TreeEntry* entry : named("published", "", most_published)) {
            PublishedTotal total;
            total.name = entry->key;
            form_->outline.published.push_back(std::move(total));
            add_all(published_fields("published." + entry->key, form_->outline.published.size() - 1), entry->tree);
        }
        return form_;
    }

private:
    // The entries of a section whose keys are names of the file's own.
    std::vector<const TreeEntry*> named(const std::string& section, const std::string& prefix, std::size_t most) {
        std::vector<const TreeEntry*> entries;
        const std::string path = prefix + section;
        form_->sections.insert(path);
        const Found found = find_field(tree_, path);
        if (found.presence != Presence::present) return entries;
        if (!found.tree->is_map()) return entries;  // refused with the unknown names
        if (found.tree->entries.size() > most) {
            problems_.add(found.where, path, fmt::format("{} entries, at most {} are possible", found.tree->entries.size(), most),
                          "split them between scenarios");
            form_->refused.insert(path);
            return entries;
        }
        for (const TreeEntry& entry : found.tree->entries) {
            form_->sections.insert(path + "." + entry.key);
            if (can_be_name(entry.key)) {
                entries.push_back(&entry);
            } else {
                refuse_name(entry, path);
                form_->refused.insert(path + "." + entry.key);
            }
        }
        return entries;
    }

    void refuse_name(const TreeEntry& entry, const std::string& path) {
        problems_.add(
            entry.mark, path, fmt::format("{} cannot be a name here", shown(entry.key)),
            "use up to 32 letters, digits, _ and -, and none of the words value, unit, date, source, status, range, note, "
            "per");
    }

    void add(PathwayField row, const Tree* section) {
        form_->known.push_back(row.field.path);
        const std::string last = row.field.path.substr(row.field.path.rfind('.') + 1);
        if (row.optional && (section == nullptr || section->find(last) == nullptr)) return;
        note_sections(*form_, row.field.path);
        form_->fields.push_back(std::move(row.field));
    }
    void add_all(std::vector<PathwayField> rows, const Tree& section) {
        for (PathwayField& row : rows) add(std::move(row), &section);
    }

    void note_services(const Tree& stage, const std::string& path, const std::string& axis) {
        std::vector<std::string>& services = form_->labels[axis];
        const TreeEntry* staff = stage.find("staff");
        if (staff == nullptr) return;
        const TreeEntry* value = staff->tree.find("value");
        for (const TreeEntry& entry : (value == nullptr ? staff->tree : value->tree).entries) {
            if (!can_be_name(entry.key)) refuse_name(entry, path + ".staff");
            services.push_back(entry.key);
        }
    }

    // {women: {…}, men: {…}} rather than {centre: 1}.
    static bool by_party(const Tree& stage) {
        const TreeEntry* next = stage.find("next");
        if (next == nullptr) return false;
        const TreeEntry* value = next->tree.find("value");
        const Tree& node = value == nullptr ? next->tree : value->tree;
        return std::any_of(node.entries.begin(), node.entries.end(), [](const TreeEntry& e) {
            return e.tree.is_map() && std::find(party_words.begin(), party_words.end(), e.key) != party_words.end();
        });
    }

    void add_programme(const TreeEntry& programme) {
        const std::string path = "programmes." + programme.key, inside = path + ".";
        const std::string exit_axis = "exit_of_" + programme.key, step_axis = "stage_or_exit_of_" + programme.key;
        const std::size_t p = form_->outline.programmes.size();
        form_->outline.programmes.push_back({programme.key, "", {}, {}, {}});
        add_all(programme_fields(path, p, exit_axis), programme.tree);
        std::vector<ManifestRow>& arrivals = form_->outline.programmes[p].arrivals;
        for (const TreeEntry* entry : named("arrivals", inside, most_arrivals)) {
            ManifestRow arrival;
            arrival.name = entry->key;
            arrivals.push_back(std::move(arrival));
            add_all(arrival_fields(inside + "arrivals." + entry->key, p, arrivals.size() - 1), entry->tree);
        }
        std::vector<std::string>&steps = form_->labels[step_axis], &exits = form_->labels[exit_axis];
        std::vector<Stage>& stages = form_->outline.programmes[p].stages;
        for (const TreeEntry* entry : named("stages", inside, most_stages)) {
            Stage stage;
            stage.name = stage.title = entry->key;
            steps.push_back(entry->key);
            stages.push_back(std::move(stage));
            const std::string service_axis = "service_of_" + programme.key + "_" + entry->key;
            note_services(entry->tree, inside + "stages." + entry->key, service_axis);
            std::vector<std::string> axes =
                by_party(entry->tree) ? std::vector<std::string>{"party", step_axis} : std::vector<std::string>{step_axis};
            add_all(stage_fields(inside + "stages." + entry->key, p, stages.size() - 1, std::move(axes), exit_axis, service_axis),
                    entry->tree);
        }
        const Found found = find_field(tree_, inside + "exits");
        if (found.presence == Presence::present) {
            const TreeEntry* value = found.tree->find("value");
            for (const TreeEntry& exit : (value == nullptr ? *found.tree : value->tree).entries) exits.push_back(exit.key);
        }
        steps.insert(steps.end(), exits.begin(), exits.end());
    }

    const Tree& tree_;
    Problems& problems_;
    std::shared_ptr<ScenarioForm> form_ = std::make_shared<ScenarioForm>();
};

}  // namespace

const FormOfScenario& settlement_form() {
    static const FormOfScenario form = [] {
        auto made = std::make_shared<ScenarioForm>();
        made->fields = fields();
        for (const Field& field : made->fields) {
            made->known.push_back(field.path);
            note_sections(*made, field.path);
        }
        return made;
    }();
    return form;
}

FormOfScenario form_of(const Tree& tree, Problems& problems) {
    if (tree.find("programmes") == nullptr) return settlement_form();
    return FormBuilder(tree, problems).build();
}

std::vector<Field> pathway_fields_of_any_name() {
    std::vector<Field> all{time_step_field()};
    const auto add = [&](std::vector<PathwayField> rows) {
        for (PathwayField& row : rows) all.push_back(std::move(row.field));
    };
    add(programme_fields("programmes.*", 0, "exit"));
    add(arrival_fields("programmes.*.arrivals.*", 0, 0));
    add(stage_fields("programmes.*.stages.*", 0, 0, {"step"}, "exit", "service"));
    add(centre_fields("centres.*", 0));
    add(published_fields("published.*", 0));
    return all;
}

Scenario scenario_of_any_name() {
    Scenario scenario;
    Programme& programme = scenario.pathways.programmes.emplace_back();
    programme.arrivals.emplace_back();
    programme.stages.emplace_back();
    scenario.pathways.centres.emplace_back();
    scenario.pathways.published.emplace_back();
    return scenario;
}

const Field* find_field(const ScenarioForm& form, const std::string& path) {
    const auto found = std::find_if(form.fields.begin(), form.fields.end(), [&](const Field& f) { return f.path == path; });
    return found == form.fields.end() ? nullptr : &*found;
}

}  // namespace qonys
