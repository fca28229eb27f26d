#include "report/life_machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/life_words.hpp"

namespace qonys {

namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string csv_rows(const LifeUnder& side) {
    std::string text;
    for (const LifeEvent& event : side.life.events) {
        std::string rules;
        for (const LifeRule& rule : event.rules)
            if (!rule.idle) rules += (rules.empty() ? "" : "; ") + rule.path + " = " + rule.value;
        text += fmt::format("{},{},{},{},{},{},{},{}\n", csv_field(side.policy), life_month(side.life, event.month),
                            process_name(event.process), event.kind, csv_field(event.what),
                            event.amount ? std::to_string(*event.amount) : "", csv_field(event.because), csv_field(rules));
    }
    return text;
}

Json event_json(const Life& life, const LifeEvent& event) {
    Json row{{"month", life_month(life, event.month)},
             {"process", process_name(event.process)},
             {"kind", event.kind},
             {"what", event.what},
             {"because", event.because}};
    if (event.amount) row["kzt"] = *event.amount;
    row["rules"] = Json::array();
    for (const LifeRule& rule : event.rules)
        row["rules"].push_back({{"path", rule.path}, {"in_force", rule.value}, {"idle", rule.idle}});
    return row;
}

Json life_json(const LifeUnder& side) {
    const Life& life = side.life;
    Json json{{"policy", side.policy}, {"found", life.found}};
    if (!life.found) return json;
    json["row"] = life.row;
    json["origin"] = life.origin;
    json["inflow"] = life.inflow;
    json["members"] = Json::array();
    for (const LifeMember& member : life.arrived)
        json["members"].push_back({{"number", member.number},
                                   {"sex", member.sex},
                                   {"education", member.education},
                                   {"born", life_month(life, member.born)}});
    json["events"] = Json::array();
    for (const LifeEvent& event : life.events) json["events"].push_back(event_json(life, event));
    json["end"] = end_text(life);
    constexpr const char* names[] = {"relocation", "rent", "certificate", "employer", "business"};
    for (std::size_t i = 0; i < instrument_count; ++i) json["paid_kzt"][names[i]] = life.paid[i];
    json["paid_to_family_kzt"] = life.paid_to_family();
    json["repayment_kzt"] = {
        {"due", life.due}, {"received", life.received}, {"written_off", life.written_off}, {"open", life.owed()}};
    return json;
}

Json cause_json(const LifeReport& report) {
    constexpr const char* causes[] = {"own_rule", "unlisted", "together"};
    const PartingCause& cause = *report.cause;
    Json json{{"kind", causes[static_cast<int>(cause.cause)]}, {"tested", cause.tested}, {"rules", Json::array()}};
    for (const RuleDifference& rule : cause.rules)
        json["rules"].push_back({{"path", rule.path},
                                 {"changes", rule.changes},
                                 {"differs_from", to_string(rule.from)},
                                 {"tested", rule.tested},
                                 {"possible", rule.possible},
                                 {"parts_alone", rule.alone},
                                 {"event_rests_on_it", rule.own},
                                 {"needed", rule.needed}});
    json["text"] = cause_sentences(report);
    return json;
}

Json sources_json(const LifeReport& report) {
    Json json = Json::object();
    for (const ValueNote& note : report.first.loaded->notes) {
        const bool cited = std::any_of(report.first.life.events.begin(), report.first.life.events.end(), [&](const LifeEvent& e) {
            return std::any_of(e.rules.begin(), e.rules.end(), [&](const LifeRule& rule) { return rule.path == note.path; });
        });
        if (cited) json[note.path] = {{"status", note.status}, {"source", note.source}, {"unit", note.unit}};
    }
    return json;
}

Json kinds_json(const std::vector<FamilyKind>& kinds) {
    Json json = Json::array();
    for (const FamilyKind& kind : kinds) {
        Json row{{"kind", kind.title}, {"families", kind.families}, {"examples", Json::array()}};
        for (const FamilyLine& line : kind.lines) row["examples"].push_back({{"family", line.row}, {"text", line.text}});
        json.push_back(std::move(row));
    }
    return json;
}

}  // namespace

std::string life_as_csv(const LifeReport& report) {
    std::string text = "policy,month,process,kind,what,kzt,because,rules\n" + csv_rows(report.first);
    return report.twin ? text + csv_rows(*report.twin) : text;
}

std::string life_as_json(const LifeReport& report) {
    Json json{{"family", report.family}, {"replicate", report.replicate}, {"notes", report.notes}};
    json["life"] = life_json(report.first);
    json["rules"] = sources_json(report);
    if (report.twin) {
        json["twin"] = life_json(*report.twin);
        Json parting{{"parts", report.parted.parts}};
        if (report.parted.parts) {
            parting["month"] = life_month(report.first.life, report.parted.month);
            parting["event"] = report.parted.at;
            parting["first"] = event_sentence(report.first, report.parted.at);
            parting["second"] = event_sentence(*report.twin, report.parted.at);
            if (report.cause) parting["cause"] = cause_json(report);
            if (!report.absence.empty()) parting["absence"] = report.absence;
        }
        json["parting"] = std::move(parting);
    }
    return dumped(json);
}

std::string families_as_csv(const FamilyList& list) {
    std::string text = "list,kind,families,family,text\n";
    const auto add = [&](const char* name, const std::vector<FamilyKind>& kinds) {
        for (const FamilyKind& kind : kinds)
            for (const FamilyLine& line : kind.lines)
                text +=
                    fmt::format("{},{},{},{},{}\n", name, csv_field(kind.title), kind.families, line.row, csv_field(line.text));
    };
    add("worth_a_look", list.kinds);
    add("differs", list.differing);
    return text;
}

std::string families_as_json(const FamilyList& list) {
    Json json{{"policy", list.policy}, {"replicate", list.replicate}, {"notes", list.notes}, {"kinds", kinds_json(list.kinds)}};
    if (!list.against.empty()) {
        json["against"] = list.against;
        json["differing"] = kinds_json(list.differing);
    }
    return dumped(json);
}

}  // namespace qonys
