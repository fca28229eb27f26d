#include "report/benefits_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/figures.hpp"
#include "scenario/value_sources.hpp"

namespace qonys {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t page = 118;  // columns of a line of text

const char* word_of(PaidTo to) {
    return to == PaidTo::family     ? "family"
           : to == PaidTo::seller   ? "seller of the home"
           : to == PaidTo::employer ? "employer"
                                    : "";
}

std::string kzt(Tenge amount) {
    return with_separators(static_cast<double>(amount), 0) + " KZT";
}

double usd(const BenefitsReport& r, Tenge amount) {
    return static_cast<double>(amount) * r.loaded.scenario.money.usd_per_kzt;
}

std::string both(const BenefitsReport& r, Tenge amount) {
    return fmt::format("{} ({} USD)", kzt(amount), with_separators(usd(r, amount), 0));
}

// A rule with what stands behind its value.
struct SourcedRule {
    RuleUsed rule;
    CellSource source;
};

std::vector<std::vector<SourcedRule>> sourced(const BenefitsReport& r) {
    std::vector<CellName> cells;
    for (const Entitlement& line : r.all.lines)
        for (const RuleUsed& rule : line.rules) cells.push_back({rule.path, rule.cell});
    const std::vector<CellSource> sources = sources_of(r.loaded, cells);
    std::vector<std::vector<SourcedRule>> all;
    std::size_t next = 0;
    for (const Entitlement& line : r.all.lines) {
        auto& rules = all.emplace_back();
        for (const RuleUsed& rule : line.rules) rules.push_back({rule, sources[next++]});
    }
    return all;
}

// "2025-01-01.city.5+" -> since 2025-01-01
std::string since(const RuleUsed& rule) {
    return rule.cell.substr(0, rule.cell.find('.'));
}

// The first line begins with `head`, the others are set in below its text.
std::string wrapped(const std::string& head, const std::string& text) {
    std::string result = head, line;
    const std::string margin(width(head), ' ');
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t end = std::min(text.find(' ', start), text.size());
        const std::string word = text.substr(start, end - start);
        if (!line.empty() && width(head) + width(line) + 1 + width(word) > page) {
            result += line + "\n" + margin;
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
        start = end + 1;
    }
    return result + line + "\n";
}

std::string value_text(const SourcedRule& s) {
    const bool plain = s.source.unit.empty() || s.source.unit == "1 or 0" || s.source.unit == "word";
    return fmt::format("{}{} = {}{}{}", s.rule.path, s.rule.cell.empty() ? "" : "." + s.rule.cell, s.rule.value,
                       plain ? "" : " " + s.source.unit, s.rule.cell.empty() ? "" : ", in force since " + since(s.rule));
}

std::string source_text(const SourcedRule& s) {
    return s.source.status + ": " + (s.source.source.empty() ? "no source given" : s.source.source);
}

// Each rule once, in the order of the lines that apply.
std::string sources_text(const BenefitsReport& r, const std::vector<std::vector<SourcedRule>>& rules) {
    std::vector<std::string> told;
    std::string text;
    for (std::size_t i = 0; i < rules.size(); ++i)
        for (const SourcedRule& rule : rules[i]) {
            const std::string value = value_text(rule);
            if (!r.all.lines[i].applies() || std::find(told.begin(), told.end(), value) != told.end()) continue;
            told.push_back(value);
            text += value + "\n" + wrapped("    ", source_text(rule));
        }
    return text;
}

std::string line_text(const BenefitsReport& r, const Entitlement& line, const std::vector<SourcedRule>& rules) {
    std::string text = padded(line.benefit, 34);
    if (!line.applies()) return wrapped(text + "no: ", line.why_not);
    text += line.amount ? both(r, *line.amount) : line.to == PaidTo::nobody ? "a service" : "depends on what is not said";
    if (line.to == PaidTo::seller || line.to == PaidTo::employer) text += fmt::format(", to the {}", word_of(line.to));
    text += "\n" + wrapped("    how          ", line.how);
    for (const std::string& condition : line.conditions) text += wrapped("    if           ", condition);
    for (const std::string& obligation : line.obligations) text += wrapped("    then         ", obligation);
    for (const SourcedRule& rule : rules) text += wrapped("    rule         ", value_text(rule));
    return text;
}

std::string family_text(const BenefitsReport& r) {
    const Scenario& s = r.loaded.scenario;
    std::string text = fmt::format("A family of {} in a {}, {}, stream {}", r.family.members,
                                   r.family.settlement == Settlement::city ? "city" : "village", to_string(r.family.month),
                                   row_of(r.family.stream).label);
    if (r.family.region)
        text += fmt::format(", region {} {}", s.places.name.axis.labels[*r.family.region], s.places.name.texts[*r.family.region]);
    if (r.family.origin) text += ", from " + s.origins.name.texts[*r.family.origin];
    return text + "\n";
}

std::string benefits_table(const BenefitsReport& r) {
    const auto rules = sourced(r);
    std::string text = family_text(r) + "\n", refused;
    for (std::size_t i = 0; i < r.all.place.size(); ++i)
        text +=
            wrapped(i == 0 ? "All but the adaptation centre needs  " : "                                     ", r.all.place[i]);
    if (!r.all.place.empty()) text += "\n";
    for (std::size_t i = 0; i < r.all.lines.size(); ++i)
        if (r.all.lines[i].applies()) text += line_text(r, r.all.lines[i], rules[i]) + "\n";
    for (std::size_t i = 0; i < r.all.lines.size(); ++i)
        if (!r.all.lines[i].applies()) refused += line_text(r, r.all.lines[i], rules[i]);
    if (!refused.empty()) text += "Does not apply:\n" + refused + "\n";
    text += "To the family in cash  " + both(r, r.all.to_family) + "\n";
    text += "Certificate            " + both(r, r.all.certificate) + "\n";
    text += "To employers           " + both(r, r.all.to_employers) + "\n";
    for (const std::string& note : r.all.notes) text += wrapped("Note: ", note);
    text += "\nRules and their sources:\n" + sources_text(r, rules) + "\n";
    return text +
           wrapped("", fmt::format("1 KZT = {} USD. The amounts are what the rules of the scenario give; they bind no office. "
                                   "Values marked assumed have no source.",
                                   r.loaded.scenario.money.usd_per_kzt));
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : "; ") + text;
    return all;
}

std::string benefits_csv(const BenefitsReport& r) {
    const auto rules = sourced(r);
    std::string text = "benefit,to,applies,amount_kzt,amount_usd,how,why_not,conditions,obligations,rules\n";
    for (std::size_t i = 0; i < r.all.lines.size(); ++i) {
        const Entitlement& line = r.all.lines[i];
        const bool given = line.applies() && line.amount;
        std::vector<std::string> sources, conditions = line.conditions;
        if (line.to != PaidTo::nobody) conditions.insert(conditions.begin(), r.all.place.begin(), r.all.place.end());
        for (const SourcedRule& rule : rules[i]) sources.push_back(value_text(rule) + " (" + source_text(rule) + ")");
        text += csv_field(line.benefit) + "," + csv_field(word_of(line.to)) + "," + (line.applies() ? "1" : "0") + "," +
                (given ? std::to_string(*line.amount) : "") + "," + (given ? fmt::format("{:.2f}", usd(r, *line.amount)) : "");
        for (const std::string& field : {line.how, line.why_not, joined(conditions), joined(line.obligations), joined(sources)})
            text += "," + csv_field(field);
        text += "\n";
    }
    return text;
}

Json line_json(const BenefitsReport& r, const Entitlement& line, const std::vector<SourcedRule>& rules) {
    const bool given = line.applies() && line.amount;
    Json row{{"benefit", line.benefit},   {"to", word_of(line.to)},        {"applies", line.applies()},
             {"amount_kzt", nullptr},     {"amount_usd", nullptr},         {"how", line.how},
             {"why_not", line.why_not},   {"conditions", line.conditions}, {"obligations", line.obligations},
             {"payments", Json::array()}, {"rules", Json::array()}};
    if (given) {
        row["amount_kzt"] = *line.amount;
        row["amount_usd"] = std::round(usd(r, *line.amount) * 100) / 100;
    }
    if (line.applies())
        for (const MonthlyPayment& payment : line.payments)
            row["payments"].push_back({{"month", to_string(payment.month)}, {"amount_kzt", payment.amount}});
    for (const SourcedRule& s : rules)
        row["rules"].push_back({{"path", s.rule.path},
                                {"cell", s.rule.cell},
                                {"value", s.rule.value},
                                {"unit", s.source.unit},
                                {"since", since(s.rule)},
                                {"status", s.source.status},
                                {"source", s.source.source},
                                {"date", s.source.date}});
    return row;
}

std::string benefits_json(const BenefitsReport& r) {
    const auto rules = sourced(r);
    Json all{{"question", "what is the family entitled to?"},
             {"members", r.family.members},
             {"settlement", r.family.settlement == Settlement::city ? "city" : "village"},
             {"month", to_string(r.family.month)},
             {"stream", row_of(r.family.stream).label},
             {"region", nullptr},
             {"usd_per_kzt", r.loaded.scenario.money.usd_per_kzt},
             {"lines", Json::array()}};
    if (r.family.region) all["region"] = r.loaded.scenario.places.name.axis.labels[*r.family.region];
    for (std::size_t i = 0; i < r.all.lines.size(); ++i) all["lines"].push_back(line_json(r, r.all.lines[i], rules[i]));
    all["place"] = r.all.place;
    all["totals_kzt"] = {{"family", r.all.to_family}, {"certificate", r.all.certificate}, {"employers", r.all.to_employers}};
    all["notes"] = r.all.notes;
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string print_benefits(const BenefitsReport& report, Format format) {
    if (format == Format::csv) return benefits_csv(report);
    if (format == Format::json) return benefits_json(report);
    return benefits_table(report);
}

}  // namespace qonys
