// `qonys explain --benefits`: from the flags to a family, and what it is entitled to.
#include <fmt/format.h>

#include <algorithm>

#include "base/problems.hpp"
#include "report/benefits_table.hpp"
#include "verbs/shared.hpp"
#include "verbs/verbs.hpp"

namespace qonys {

namespace {

constexpr int most_members = 254;  // as a family of the simulation
constexpr Tenge most_money = 1'000'000'000'000'000;
constexpr int rules_ahead = 120;  // months: no rule pays rent support longer

void refuse(Problems& problems, const char* flag, std::string what, std::string hint) {
    problems.add({flag, 0, 0}, "", std::move(what), std::move(hint));
}

void check_money(Problems& problems, const char* flag, const std::optional<std::int64_t>& amount) {
    if (amount && (*amount < 0 || *amount > most_money))
        refuse(problems, flag, fmt::format("{} KZT is not possible", *amount), "give whole tenge, 0 or more, up to 10^15");
}

// What can be told without the scenario.
EntitledFamily read_flags(const ExplainArguments& a, Problems& problems) {
    EntitledFamily family;
    if (!a.result.empty())
        refuse(problems, "RESULT", a.result + " is not read: --benefits asks what the rules say, not what happened in a run",
               "leave it out, or leave out --benefits");
    const auto of_lives = [&](bool given, const char* flag) {
        if (given)
            refuse(problems, flag, "is of a family in a result, not of --benefits", "leave it out, or leave out --benefits");
    };
    of_lives(a.family.has_value(), "--family");
    of_lives(a.against.has_value(), "--against");
    of_lives(a.arm.has_value(), "--arm");
    of_lives(a.replicate != 0, "--replicate");
    if (a.scenario.empty())
        refuse(problems, "--scenario", "missing", "name a scenario file, such as scenarios/baseline_2025.yaml");
    if (a.members < 1 || a.members > most_members)
        refuse(problems, "--members", a.members == 0 ? "missing" : fmt::format("{} is no number of members", a.members),
               fmt::format("give the size of the family, 1 to {}", most_members));
    family.members = std::clamp(a.members, 1, most_members);
    if (a.settlement.empty()) refuse(problems, "--settlement", "missing", "say city or village");
    family.settlement = a.settlement == "village" ? Settlement::village : Settlement::city;
    const std::optional<Month> month = parse_month(a.date);
    if (!month)
        refuse(problems, "--date", a.date.empty() ? "missing" : "\"" + a.date + "\" is no month", "write a month, 2025-05");
    family.month = month.value_or(make_month(2025, 1));
    check_money(problems, "--home-price", a.home_price);
    check_money(problems, "--rent", a.rent);
    family.home_price = a.home_price;
    family.rent = a.rent;
    if (a.hired < 0 || a.hired > family.members)
        refuse(problems, "--hired", fmt::format("{} of {} members cannot be hired", a.hired, a.members),
               "count members of the family");
    family.hired = a.hired;
    family.business = a.business;
    std::vector<std::string> labels;
    for (const StreamRow& row : streams) labels.emplace_back(row.label);
    const auto at = std::find(labels.begin(), labels.end(), a.stream.value_or(labels.front()));
    if (at == labels.end()) {
        const std::string near = nearest(*a.stream, labels);
        refuse(problems, "--stream", "\"" + *a.stream + "\" is no stream",
               near.empty() ? "say kandas_quota, kandas_free, internal or ata_zholy" : "did you mean " + near + "?");
    } else {
        family.stream = static_cast<Stream>(at - labels.begin());
    }
    return family;
}

std::optional<std::size_t> read_label(const Names& names, const char* flag, const std::optional<std::string>& label,
                                      Problems& problems) {
    if (!label) return std::nullopt;
    const auto found = names.axis.find(*label);
    if (found) return found;
    std::vector<std::string> candidates = names.axis.labels;
    candidates.insert(candidates.end(), names.texts.begin(), names.texts.end());
    const std::string near = nearest(*label, candidates);
    const auto name = std::find(names.texts.begin(), names.texts.end(), near);
    const std::string code =
        name == names.texts.end() ? near : names.axis.labels[static_cast<std::size_t>(name - names.texts.begin())];
    refuse(problems, flag, fmt::format("\"{}\" is no {} of the scenario", *label, names.axis.name),
           code.empty() ? fmt::format("write a code, such as {}", names.axis.labels.front())
                        : fmt::format("did you mean {}?", code));
    return std::nullopt;
}

void check_against(const Scenario& s, const ExplainArguments& a, EntitledFamily& family, Problems& problems) {
    family.region = read_label(s.places.name, "--region", a.region, problems);
    family.origin = read_label(s.origins.name, "--origin", a.origin, problems);
    if (family.origin && s.places.name.axis.find(*a.origin).has_value() != row_of(family.stream).from_regions)
        refuse(problems, "--origin", fmt::format("nobody of the stream {} comes from {}", row_of(family.stream).label, *a.origin),
               row_of(family.stream).from_regions ? "give the region that the family leaves, such as KZ-61"
                                                  : "give a country, such as MNG");
    if (!parse_month(a.date)) return;
    const Month first = first_month_with_rules(s), last = make_month(2199, 12) - rules_ahead;
    if (family.month < first || family.month > last)
        refuse(problems, "--date", fmt::format("no rules are known for {}", a.date),
               fmt::format("the rules of this scenario are known from {} on; at most {}", to_string(first), to_string(last)));
}

}  // namespace

void explain_benefits(const ExplainArguments& a) {
    Problems problems;
    EntitledFamily family = read_flags(a, problems);
    if (a.scenario.empty()) throw BadInput(std::move(problems));
    std::optional<LoadedScenario> loaded;
    try {
        loaded = load_scenario(a.scenario, a.sets);
        refuse_pathways(*loaded, a.scenario, "benefits are those of quotas and resettlement: name such a scenario");
        check_against(loaded->scenario, a, family, problems);
    } catch (BadInput& bad) {
        problems.list.insert(problems.list.end(), bad.problems.list.begin(), bad.problems.list.end());
    }
    if (!problems.empty()) throw BadInput(std::move(problems));
    print(print_benefits({*loaded, family, entitlements(loaded->scenario, family)}, *parse_format(a.format)));
}

}  // namespace qonys
