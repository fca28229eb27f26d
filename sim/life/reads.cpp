// Rules that are read for several events, also where they are without effect.
#include <algorithm>
#include <string_view>

#include "life/telling.hpp"
#include "policy/quota.hpp"

namespace qonys {

namespace {

// "NO: none" and "NO: 0" hold nobody back.
void add_unless_none(const Telling& t, const std::string& path, const std::vector<std::string>& labels, LifeRules& rules) {
    LifeRule read = t.rule(path, labels);
    read.idle = read.value.ends_with("none") || read.value.ends_with(": 0") || read.value.ends_with(": 0 persons");
    rules.push_back(std::move(read));
}

void add_key(const Telling& t, const std::string& policy, const std::string& quota, const std::vector<std::uint8_t>& regions,
             LifeRules& rules) {
    if (policy == "table") return;
    if (policy == "weighted_key") rules.push_back(t.rule("quotas.key_weights"));
    add_unless_none(t, "quotas.total", {quota}, rules);
    for (const std::uint8_t r : regions) add_unless_none(t, "quotas.reception", {t.code(r)}, rules);
    for (const std::string& key : keys_of(t.scenario(), policy, t.state.month()))
        for (const std::string& path : key_inputs(key)) rules.push_back(t.rule_if(false, path));
}

}  // namespace

void add_region_choice(const Telling& t, const std::vector<std::uint8_t>& regions, LifeRules& rules) {
    const Choice& c = t.scenario().choice;
    const std::pair<const char*, double> weights[] = {{"choice.kin", c.kin},   {"choice.wage", c.wage},
                                                      {"choice.rent", c.rent}, {"choice.kazakh_share", c.kazakh_share},
                                                      {"choice.cold", c.cold}, {"choice.distance", c.distance},
                                                      {"choice.tie", c.tie}};
    for (const auto& [path, weight] : weights) rules.push_back(t.rule_if(weight != 0, path));
    for (const std::uint8_t r : regions)
        rules.push_back(t.rule_if(c.region_constant.at(r) != 0, "choice.region_constant", {t.code(r)}));
}

void add_places(const Telling& t, Stream stream, const std::vector<std::uint8_t>& regions, LifeRules& rules) {
    const bool internal = stream == Stream::internal;
    const std::string quota = internal ? "quotas.internal" : "quotas.kandas", path = quota + "_policy";
    const std::string name = t.scenario().quotas.total.axes[1].labels[streams[static_cast<std::size_t>(stream)].quota_at];
    rules.push_back(t.rule(path));
    for (const std::uint8_t r : regions) rules.push_back(t.rule(quota, {t.code(r)}));
    add_key(t, t.rule(path).value, name, regions, rules);
    rules.push_back(t.rule_if(false, "quotas.rounding"));
    for (const std::uint8_t r : regions)
        for (const char* bound : {"quotas.floors", "quotas.ceilings"}) add_unless_none(t, bound, {name, t.code(r)}, rules);
    rules.push_back(t.rule_if(t.rules().carry_over > 0, "quotas.carry_over"));
}

void add_sitting(const Telling& t, LifeRules& rules) {
    const std::string mechanism = mechanism_words[t.rules().mechanism];
    rules.push_back(t.rule("quotas.mechanism"));
    const Axis& months = t.scenario().quotas.sittings.axes[1];
    const auto month = static_cast<std::size_t>(t.state.month().month_of_year());
    rules.push_back(t.rule_if(false, "quotas.sittings", {months.labels[month]}));
    rules.push_back(t.rule_if(t.rules().release != 0, "quotas.release"));
    if (reads_scores(mechanism))
        for (const char* path : {"allocation.score", "allocation.aggregator", "allocation.horizon"})
            rules.push_back(t.rule(path));
    if (mechanism == "serial_dictatorship") rules.push_back(t.rule("allocation.priority"));
    if (mechanism == "balanced") rules.push_back(t.rule("allocation.load_weight"));
    if (mechanism == "deferred_acceptance") rules.push_back(t.rule("allocation.minimum_fill"));
}

void add_closures(const Telling& t, const std::vector<std::uint8_t>& regions, LifeRules& rules) {
    for (const std::uint8_t r : regions) {
        add_unless_none(t, "allocation.most_members", {t.code(r)}, rules);
        add_unless_none(t, "allocation.barred", {t.code(r), t.origin_code()}, rules);
        for (const char* need : need_words) add_unless_none(t, "allocation.unserved", {t.code(r), need}, rules);
    }
}

}  // namespace qonys
