#include "life/part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/problems.hpp"
#include "life/rule_in_force.hpp"
#include "policy/rules.hpp"
#include "scenario/cross_checks.hpp"
#include "scenario/differences.hpp"
#include "scenario/fields.hpp"

namespace qonys {

namespace {

const LifeEvent* event_at(const Life& life, std::size_t at) {
    return at < life.events.size() ? &life.events[at] : nullptr;
}

// The scenario with one field of another.
LoadedScenario with_field(const LoadedScenario& base, const LoadedScenario& other, std::size_t number) {
    LoadedScenario mixed = base;
    Scenario from = other.scenario;
    const Slot source = fields()[number].slot(from), target = fields()[number].slot(mixed.scenario);
    std::visit(
        [&](auto* to) {
            using Value = std::remove_pointer_t<decltype(to)>;
            *to = *std::get<Value*>(source);
        },
        target);
    std::erase_if(mixed.uncertain, [&](const UncertainValue& value) { return value.field == number; });
    for (const UncertainValue& value : other.uncertain)
        if (value.field == number) mixed.uncertain.push_back(value);
    return mixed;
}

std::size_t contradictions(const LoadedScenario& loaded) {
    FieldsRead read;
    for (const Field& field : fields()) read[field.path] = Mark{};
    Problems problems;
    cross_check(loaded.scenario, read, problems);
    return problems.list.size();
}

// A scenario with a field of another may contradict itself where neither does, and cannot be simulated then.
bool fits(const LoadedScenario& mixed, const LoadedScenario& base) {
    return contradictions(mixed) <= contradictions(base);
}

// Parts from `a` at the same place as `b` does, with the same event.
bool parts_likewise(const Life& mixed, const Life& a, const Life& b, const Parting& parted) {
    const Parting own = parting(a, mixed);
    if (!own.parts || own.at != parted.at || mixed.found != b.found) return false;
    const LifeEvent *here = event_at(mixed, parted.at), *there = event_at(b, parted.at);
    return here && there ? same_event(*here, *there) : here == there;
}

// When a process found something to tell.
std::pair<int, std::size_t> moment_of(const LifeEvent* event) {
    return event ? std::pair(event->month, event->process) : std::pair(std::numeric_limits<int>::max(), std::size_t{0});
}

// Whether an event rests on a value of the path that is not the same under both policies.
bool rests_on(const LifeEvent* event, const std::string& path, const Scenario& first, const Scenario& second, Month start) {
    const Month month = start + event->month;
    return std::any_of(event->rules.begin(), event->rules.end(), [&](const LifeRule& rule) {
        return rule.path == path &&
               rule_in_force(first, path, month, rule.labels).value != rule_in_force(second, path, month, rule.labels).value;
    });
}

struct Experiment {
    const LoadedScenario &first, &second;
    const Life &a, &b;
    const WorldOfScenario& world_of;
    DrawKey key;
    const std::atomic<bool>* stop;
    Parting parted;

    Life life(const LoadedScenario& scenario) const {
        return follow(*world_of(scenario), key, {std::nullopt, a.found ? a.agent : b.agent}, stop).life;
    }
};

struct FieldDifference {
    std::size_t number = 0;
    RuleDifference rule;
};

std::vector<FieldDifference> differing_fields(const LoadedScenario& first, const LoadedScenario& second) {
    std::vector<FieldDifference> list;
    for (const std::string& change : difference(first, second).changes) {
        std::size_t best = fields().size();
        for (std::size_t i = 0; i < fields().size(); ++i) {
            const std::string& path = fields()[i].path;
            const bool of_it = change.starts_with(path + ".") || change.starts_with(path + " ");
            if (of_it && (best == fields().size() || path.size() > fields()[best].path.size())) best = i;
        }
        if (best == fields().size()) continue;
        const auto known = std::find_if(list.begin(), list.end(), [&](const auto& f) { return f.number == best; });
        if (known != list.end()) {
            known->rule.changes.push_back(change);
            continue;
        }
        FieldDifference field;
        field.number = best;
        field.rule.path = fields()[best].path;
        field.rule.changes.push_back(change);
        field.rule.from = difference(first, with_field(first, second, best)).from;
        list.push_back(std::move(field));
    }
    std::stable_sort(list.begin(), list.end(), [](const auto& x, const auto& y) { return x.rule.from < y.rule.from; });
    return list;
}

void test_alone(const Experiment& experiment, FieldDifference& field) {
    const LoadedScenario mixed = with_field(experiment.first, experiment.second, field.number);
    field.rule.tested = true;
    field.rule.possible = fits(mixed, experiment.first);
    if (!field.rule.possible) return;
    field.rule.alone = parts_likewise(experiment.life(mixed), experiment.a, experiment.b, experiment.parted);
    const LifeEvent *here = event_at(experiment.a, experiment.parted.at), *there = event_at(experiment.b, experiment.parted.at);
    const auto moment = std::min(moment_of(here), moment_of(there));
    for (const LifeEvent* event : {here, there})  // a later one of the other life is another matter
        if (event && moment_of(event) == moment)
            field.rule.own = field.rule.own || rests_on(event, field.rule.path, experiment.first.scenario,
                                                        experiment.second.scenario, experiment.a.start);
}

void test_needed(const Experiment& experiment, FieldDifference& field) {
    const LoadedScenario without = with_field(experiment.second, experiment.first, field.number);
    if (!fits(without, experiment.second)) return;
    field.rule.needed = !parts_likewise(experiment.life(without), experiment.a, experiment.b, experiment.parted);
}

}  // namespace

Parting parting(const Life& a, const Life& b) {
    const std::size_t shorter = std::min(a.events.size(), b.events.size());
    for (std::size_t i = 0; i < shorter; ++i)
        if (!same_event(a.events[i], b.events[i])) return {true, i, std::min(a.events[i].month, b.events[i].month)};
    if (a.events.size() == b.events.size()) return {};
    const Life& longer = a.events.size() > shorter ? a : b;
    return {true, shorter, longer.events[shorter].month};
}

std::string why_absent(const LoadedScenario& first, const LoadedScenario& second, const Life& life, DrawKey key) {
    const Month month = life.start + life.first_month;
    const auto coming = [&](const Scenario& s) {  // as in the process `arrive`
        return std::min(most_response, std::pow(rules_in_force(s, month).money_offered, s.demand.arrivals_elasticity));
    };
    const Scenario &a = first.scenario, &b = second.scenario;
    if (life.inflow == "kandas" && a.demand.arrivals_elasticity > 0 && b.demand.arrivals_elasticity > 0) {
        const double here = coming(a), there = coming(b);
        const double own = uniform(key, life.agent, 0, Purpose::arrival_thinning) * most_response;
        if (own < here && own >= there)
            return fmt::format(
                "Kandas come by what is offered (demand.arrivals_elasticity): {:.3g} times those expected under "
                "this policy and {:.3g} times under the other, and this family comes from {:.3g} times on.",
                here, there, own);
    }
    return "Other numbers of families set out from " + life.origin + " in " + to_string(month) + ".";
}

PartingCause cause_of(const LoadedScenario& first, const LoadedScenario& second, const Life& a, const Life& b,
                      const WorldOfScenario& world_of, DrawKey key, const std::atomic<bool>* stop) {
    const Experiment experiment{first, second, a, b, world_of, key, stop, parting(a, b)};
    std::vector<FieldDifference> list = differing_fields(first, second);
    PartingCause cause;
    cause.tested = std::min(list.size(), most_rules_tested);
    bool any = false, own = false;
    for (std::size_t i = 0; i < cause.tested; ++i) {
        test_alone(experiment, list[i]);
        any = any || list[i].rule.alone;
        own = own || (list[i].rule.alone && list[i].rule.own);
    }
    if (!any)
        for (std::size_t i = 0; i < cause.tested; ++i) test_needed(experiment, list[i]);
    cause.cause = own ? Cause::own_rule : any ? Cause::unlisted : Cause::together;
    for (FieldDifference& field : list) cause.rules.push_back(std::move(field.rule));
    return cause;
}

}  // namespace qonys
