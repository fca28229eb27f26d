#include "policy/entitlement.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/problems.hpp"
#include "policy/dated.hpp"

namespace qonys {

namespace {

// "1,376,200"
std::string grouped(Tenge amount) {
    std::string text = std::to_string(amount);
    for (std::size_t at = text.size(); at > 3 + (amount < 0 ? 1u : 0u); at -= 3) text.insert(at - 3, ",");
    return text;
}

std::string plural(int number, const char* one, const char* many) {
    return fmt::format("{} {}", number, number == 1 ? one : many);
}

bool is_known(const Scenario& scenario, Month month) {
    try {
        rules_in_force(scenario, month);
    } catch (const BrokenInvariant&) {
        return false;
    }
    return true;
}

// The row of a dated table in force; `rest`: the other labels of the cell, each with a dot before it.
RuleUsed used(const char* path, const Table& table, Month month, const std::string& rest = "", std::size_t cell = 0) {
    const std::size_t row = row_in_force(table, month);
    const std::size_t stride = table.cells.size() / table.axes[0].size();
    return {path, table.axes[0].labels[row] + rest, fmt::format("{}", table.at(row * stride + cell))};
}

template <std::size_t count>
RuleUsed used_word(const char* path, const Table& table, const std::array<const char*, count>& words, Month month) {
    RuleUsed rule = used(path, table, month);
    rule.value = words.at(word_in_force(table, month));
    return rule;
}

enum class Fund : std::size_t { relocation, rent, certificate, employer, business };  // as instrument_words

// What the lines share.
struct Case {
    const Scenario& scenario;
    const EntitledFamily& family;
    const Rules rules;

    const std::string& region() const { return scenario.places.name.axis.labels.at(*family.region); }
    RuleUsed mrp(Month month) const { return used("money.mrp", scenario.money.mrp, month); }
    std::string mrp_text() const { return grouped(rules.mrp) + " KZT"; }
};

// Of a place: "kandas", "internal migrants".
const char* settlers_of(const Case& c) {
    return row_of(c.family.stream).from_regions ? "internal migrants" : "kandas";
}

// Why the region gives the family no place; empty: it may.
std::string closed_region(const Case& c) {
    const std::size_t region = *c.family.region;
    const StreamRow& stream = row_of(c.family.stream);
    if (stream.from_regions && c.family.origin && c.scenario.origins.name.axis.labels[*c.family.origin] == c.region())
        return fmt::format("the family leaves {}: its place must be in another region", c.region());
    if (c.rules.quota[static_cast<std::size_t>(c.family.stream)].at(region) == 0 && c.rules.carry_over <= 0)
        return fmt::format("{} has no places under the quota for {} in {} (quotas.{})", c.region(), settlers_of(c),
                           c.family.month.year(), quota_words[stream.quota_at]);
    if (!c.rules.most_members.empty() && c.family.members > c.rules.most_members[region])
        return fmt::format("{} takes families of at most {} (allocation.most_members)", c.region(),
                           plural(c.rules.most_members[region], "member", "members"));
    const std::size_t origins = c.scenario.origins.name.axis.size();
    if (!c.rules.barred.empty() && c.family.origin && c.rules.barred[region * origins + *c.family.origin])
        return fmt::format("{} takes no families from {} (allocation.barred)", c.region(),
                           c.scenario.origins.name.axis.labels[*c.family.origin]);
    return "";
}

// Why nothing that hangs on a quota place applies; empty: it does.
std::string without_place(const Case& c) {
    if (!row_of(c.family.stream).programme)
        return c.family.stream == Stream::ata_zholy ? "holders of the Ata Zholy card settle without a quota place"
                                                    : "the family settles where it likes, without a quota place";
    return c.family.region ? closed_region(c) : "";
}

std::vector<std::string> place_conditions(const Case& c) {
    const StreamRow& stream = row_of(c.family.stream);
    const std::size_t s = static_cast<std::size_t>(c.family.stream);
    std::vector<std::string> all;
    std::string place = fmt::format("a place under the quota for {} given in {}", settlers_of(c), to_string(c.family.month));
    if (c.family.region)
        place += fmt::format(" in {} ({} places of {})", c.region(), grouped(c.rules.quota[s].at(*c.family.region)),
                             c.family.month.year());
    all.push_back(std::move(place));
    if (!c.rules.commissions_sit)
        all.push_back(fmt::format("the commissions do not sit in {}: a place comes in a later month", to_string(c.family.month)));
    if (stream.admission == Admission::eligibility && c.rules.job_seekers_only)
        all.push_back("the head is a registered job-seeker or unemployed");
    if (stream.admission == Admission::eligibility && c.rules.registration_months > 0)
        all.push_back(
            fmt::format("registered in the region of departure for {}", plural(c.rules.registration_months, "month", "months")));
    if (!c.family.region) {
        if (!c.rules.most_members.empty() || !c.rules.barred.empty())
            all.push_back("some regions take no families of some sizes or origins: say --region and --origin");
        return all;
    }
    if (stream.from_regions && !c.family.origin)
        all.push_back(fmt::format("the family leaves another region than {}: say --origin", c.region()));
    if (!c.rules.barred.empty() && !c.family.origin) all.push_back("not from an origin that the region bars: say --origin");
    for (std::size_t n = 0; n < need_words.size() && !c.rules.unserved.empty(); ++n)
        if (c.rules.unserved[*c.family.region * need_words.size() + n])
            all.push_back(
                fmt::format("no {} in the family: {} cannot serve them (allocation.unserved)", need_words[n], c.region()));
    return all;
}

void add_budget(const Case& c, Fund fund, Entitlement& line) {
    if (c.rules.caps.empty()) return;
    const char* word = instrument_words[static_cast<std::size_t>(fund)];
    if (!c.family.region) {
        line.conditions.push_back("within the yearly budget, which is capped in some regions: say --region");
        return;
    }
    const std::size_t regions = c.scenario.places.name.axis.size();
    const Tenge cap = c.rules.caps.at(static_cast<std::size_t>(fund) * regions + *c.family.region);
    if (cap < 0) return;
    const char* then = c.rules.when_exhausted == Exhausted::queue   ? "wait"
                       : c.rules.when_exhausted == Exhausted::lapse ? "lapse"
                                                                    : "are cut in one proportion";
    line.conditions.push_back(fmt::format("within the budget of {} for {} in {}, {} KZT; claims beyond it {}", c.region(), word,
                                          c.family.month.year(), grouped(cap), then));
    line.rules.push_back(used("budgets.caps", c.scenario.budgets.caps, c.family.month, fmt::format(".{}.{}", word, c.region()),
                              static_cast<std::size_t>(fund) * regions + *c.family.region));
    line.rules.push_back(used_word("budgets.when_exhausted", c.scenario.budgets.when_exhausted, exhausted_words, c.family.month));
}

// The obligation to stay, for what the family keeps or repays.
void add_obligation(const Case& c, Entitlement& line) {
    const int months = c.rules.obligation_months;
    if (months == 0) return;
    const char* repaid = c.rules.clawback == ClawbackRule::full       ? "all that the family was paid is repaid"
                         : c.rules.clawback == ClawbackRule::pro_rata ? "the share of the time not served is repaid"
                                                                      : "nothing is repaid";
    line.obligations.push_back(
        fmt::format("stay in the region for {} months ({:.3g} years); on leaving earlier {}", months, months / 12.0, repaid));
    line.rules.push_back(used("benefits.obligation_months", c.scenario.benefits.obligation_months, c.family.month));
    line.rules.push_back(used_word("clawback.rule", c.scenario.clawback.rule, clawback_words, c.family.month));
    if (c.rules.clawback == ClawbackRule::none || c.scenario.clawback.exempt_share <= 0) return;
    line.obligations.push_back("nothing is repaid when a member with an academic degree moves for research");
    line.rules.push_back({"clawback.exempt_share", "", fmt::format("{}", c.scenario.clawback.exempt_share)});
}

Entitlement relocation_line(const Case& c) {
    const Benefits& b = c.scenario.benefits;
    Entitlement line;
    line.benefit = "relocation grant";
    line.amount = relocation_grant(c.rules, c.family.members);
    line.how = fmt::format("{} x {} MRP x {}, once", plural(c.family.members, "member", "members"),
                           value_in_force(b.relocation_mrp, c.family.month), c.mrp_text());
    line.rules = {used("benefits.relocation_mrp", b.relocation_mrp, c.family.month), c.mrp(c.family.month)};
    add_budget(c, Fund::relocation, line);
    add_obligation(c, line);
    if (*line.amount == 0) line.why_not = "the rule pays nothing in this month";
    return line;
}

// "8 x 117,960 KZT (2025-05 to 2025-12), 4 x 129,750 KZT (2026-01 to 2026-04)"
std::string spans_text(const std::vector<MonthlyPayment>& payments) {
    std::string text;
    for (std::size_t first = 0; first < payments.size();) {
        std::size_t end = first;
        while (end < payments.size() && payments[end].amount == payments[first].amount) ++end;
        const std::string from = to_string(payments[first].month), until = to_string(payments[end - 1].month);
        text += fmt::format("{}{} x {} KZT ({})", text.empty() ? "" : ", ", end - first, grouped(payments[first].amount),
                            from == until ? from : from + " to " + until);
        first = end;
    }
    return text;
}

void add_once(std::vector<RuleUsed>& rules, RuleUsed rule) {
    if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(std::move(rule));
}

// "1 member", "2-4 members"
std::string household_text(const std::string& label) {
    return label + (label == "1" ? " member" : " members");
}

// Each payment follows the rules of its own month, as in the simulation; how many there are, those of the first month.
Entitlement rent_line(const Case& c) {
    const Benefits& b = c.scenario.benefits;
    const Month month = c.family.month;
    Entitlement line;
    line.benefit = "rent and utilities support";
    const Tenge now = rent_support(c.rules, c.family.settlement, c.family.members);
    line.promised = now * c.rules.rent_months;
    const std::size_t settlement = static_cast<std::size_t>(c.family.settlement), household = household_class(c.family.members);
    const std::string cell = "." + b.rent_mrp.axes[1].labels[settlement] + "." + b.rent_mrp.axes[2].labels[household];
    line.amount = 0;
    for (int i = 0; i < c.rules.rent_months; ++i) {
        const Tenge amount = rent_support(rules_in_force(c.scenario, month + i), c.family.settlement, c.family.members);
        line.payments.push_back({month + i, amount});
        *line.amount += amount;
        add_once(line.rules, used("benefits.rent_mrp", b.rent_mrp, month + i, cell, settlement * household_classes + household));
        add_once(line.rules, c.mrp(month + i));
    }
    line.rules.push_back(used("benefits.rent_months", b.rent_months, month));
    if (c.rules.rent_months == 0)
        line.why_not = fmt::format("no month is paid to those placed in {} (benefits.rent_months)", to_string(month));
    else if (*line.amount == 0)
        line.why_not = "the rule pays nothing from this month on (benefits.rent_mrp)";
    line.how = fmt::format("{} in a {}: {} MRP x {} = {} KZT a month in {}; {}",
                           household_text(b.rent_mrp.axes[2].labels[household]), b.rent_mrp.axes[1].labels[settlement],
                           b.rent_mrp.at(row_in_force(b.rent_mrp, month), settlement, household), c.mrp_text(), grouped(now),
                           to_string(month), line.payments.empty() ? "no payment" : spans_text(line.payments));
    if (*line.amount != line.promised)
        line.how += fmt::format("; promised when the place is given: {} x {} = {} KZT", c.rules.rent_months, grouped(now),
                                grouped(line.promised));
    line.conditions.push_back(fmt::format("at most {}, while the family lives in the region of its place",
                                          plural(c.rules.rent_months, "payment", "payments")));
    line.conditions.push_back(
        "ends after the month in which the family buys a home with the certificate, or an employer is paid "
        "the subsidy, which comes with a home");
    if (c.family.rent)
        line.conditions.push_back(*c.family.rent < now
                                      ? fmt::format("the rent of {} KZT is below the payment; no rule of the scenario cuts the "
                                                    "payment to the rent",
                                                    grouped(*c.family.rent))
                                      : fmt::format("of the rent of {} KZT the family pays {} KZT itself in {}",
                                                    grouped(*c.family.rent), grouped(*c.family.rent - now), to_string(month)));
    add_budget(c, Fund::rent, line);
    add_obligation(c, line);
    return line;
}

std::string certificate_how(const Case& c, Entitlement& line) {
    const double share = static_cast<double>(c.rules.certificate_share) / 100;
    const std::string cap =
        fmt::format("at most {} MRP x {} = {} KZT", value_in_force(c.scenario.benefits.certificate_cap_mrp, c.family.month),
                    c.mrp_text(), grouped(c.rules.certificate_cap));
    if (!c.family.home_price) return fmt::format("{:g} % of the price of the home, {}; say --home-price", share, cap);
    const Tenge price = *c.family.home_price, part = times(price, c.rules.certificate_share);
    line.amount = certificate_amount(c.rules, price);
    return fmt::format("{:g} % of {} KZT = {} KZT, {}: the {} binds; the family finds {} KZT itself", share, grouped(price),
                       grouped(part), cap, part < c.rules.certificate_cap ? "share" : "cap", grouped(price - *line.amount));
}

Entitlement certificate_line(const Case& c) {
    const Benefits& b = c.scenario.benefits;
    const Month month = c.family.month;
    Entitlement line;
    line.benefit = "certificate of economic mobility";
    line.to = PaidTo::seller;
    line.how = certificate_how(c, line);
    line.rules = {used("benefits.certificate_share", b.certificate_share, month),
                  used("benefits.certificate_cap_mrp", b.certificate_cap_mrp, month), c.mrp(month)};
    if (c.rules.certificate_cap <= 0 || c.rules.certificate_share <= 0)
        line.why_not = fmt::format("there is no certificate in {}", to_string(month));
    else if (line.amount && *line.amount == 0)
        line.why_not = "a home without a price";
    line.conditions = {
        fmt::format("the home is bought in {}, in the region of the place, from a seller who accepts it; once", to_string(month)),
        "a member of the family works or has a business",
        fmt::format("with a mortgage it pays no more than the down payment ({:g} % of the price: "
                    "housing.down_payment)",
                    c.scenario.housing.down_payment * 100)};
    add_budget(c, Fund::certificate, line);
    if (c.rules.lock_months > 0) {
        line.obligations.push_back(fmt::format(
            "the home is not sold{} for {} months ({:.3g} years); else {}",
            c.rules.lock_on_transfer ? ", nor given to close relatives," : "", c.rules.lock_months, c.rules.lock_months / 12.0,
            c.rules.clawback == ClawbackRule::none ? "nothing is repaid" : "the whole certificate is repaid"));
        line.rules.push_back(used("benefits.lock_months", b.lock_months, month));
        line.rules.push_back(used("benefits.lock_on_transfer", b.lock_on_transfer, month));
    }
    add_obligation(c, line);
    return line;
}

Entitlement employer_line(const Case& c) {
    const Employers& e = c.scenario.employers;
    Entitlement line;
    line.benefit = "subsidy to employers";
    line.to = PaidTo::employer;
    line.amount = c.rules.employer_subsidy * c.family.hired;
    line.how = fmt::format("{} x {} MRP x {}, to the employer", plural(c.family.hired, "hire", "hires"),
                           value_in_force(e.subsidy_mrp, c.family.month), c.mrp_text());
    line.rules = {used("employers.subsidy_mrp", e.subsidy_mrp, c.family.month), c.mrp(c.family.month),
                  used("employers.kept_months", e.kept_months, c.family.month)};
    line.conditions = {"hired in the region of the place, by an employer who gives the family a home"};
    add_budget(c, Fund::employer, line);
    if (c.rules.kept_months > 0)
        line.obligations.push_back(
            fmt::format("of the employer: the job lasts {} months, or the subsidy is repaid", c.rules.kept_months));
    if (c.rules.employer_subsidy == 0)
        line.why_not = fmt::format("there is no subsidy in {}", to_string(c.family.month));
    else if (c.family.hired == 0)
        line.why_not = fmt::format("nobody is hired; {} KZT for each hire: say --hired", grouped(c.rules.employer_subsidy));
    return line;
}

Entitlement business_line(const Case& c) {
    const Employers& e = c.scenario.employers;
    Entitlement line;
    line.benefit = "business grant";
    line.amount = c.rules.business_grant;
    line.how = fmt::format("{} MRP x {}", value_in_force(e.grant_mrp, c.family.month), c.mrp_text());
    line.rules = {used("employers.grant_mrp", e.grant_mrp, c.family.month), c.mrp(c.family.month)};
    line.conditions = {"a member starts a business in the region of the place and is granted it"};
    add_budget(c, Fund::business, line);
    add_obligation(c, line);
    if (c.rules.business_grant == 0)
        line.why_not = fmt::format("there is no grant in {}", to_string(c.family.month));
    else if (!c.family.business)
        line.why_not = fmt::format("no business is started; {} KZT for one: say --business", grouped(c.rules.business_grant));
    return line;
}

// A service, no money. It is for kandas without a quota place too.
Entitlement centre_line(const Case& c) {
    const Work& work = c.scenario.work;
    Entitlement line;
    line.benefit = "adaptation centre";
    line.to = PaidTo::nobody;
    const std::int64_t months = work.centre_months;
    line.how = fmt::format("a place for {} months, no money", months);
    line.rules = {{"work.centre_months", "", std::to_string(months)}};
    if (!row_of(c.family.stream).centres) {
        line.why_not = "holders of the Ata Zholy card are not served by the centres";
    } else if (months == 0) {
        line.why_not = "the centres keep nobody (work.centre_months)";
    } else if (!c.family.region) {
        const auto open = std::count_if(c.rules.centre_places.begin(), c.rules.centre_places.end(), [](auto n) { return n > 0; });
        line.conditions.push_back(fmt::format("a centre with free places in the region; {} of {} regions have one: say --region",
                                              open, c.rules.centre_places.size()));
    } else if (const std::int64_t places = c.rules.centre_places.at(*c.family.region); places == 0) {
        line.why_not = fmt::format("{} has no centre in {}", c.region(), to_string(c.family.month));
    } else {
        line.conditions.push_back(
            fmt::format("free places for all adults of the family in the centre of {}, which serves {} "
                        "persons at a time",
                        c.region(), places));
        line.rules.push_back(used("work.centre_places", work.centre_places, c.family.month, "." + c.region(), *c.family.region));
    }
    return line;
}

void add_notes(const Case& c, Entitlements& all) {
    const Month last = c.scenario.run.last_month;
    if (c.family.month > last)
        all.notes.push_back(fmt::format("{} is after {}, the last month of the scenario: its last rules are taken to stay",
                                        to_string(c.family.month), to_string(last)));
    if (!row_of(c.family.stream).programme) return;
    if (!c.family.region)
        all.notes.push_back("without --region it is not checked whether the region has places, takes the family and has budget");
    if (all.certificate > 0 && all.lines[1].applies())
        all.notes.push_back("rent support and certificate are not had in full together: it ends with the purchase");
    else if (all.to_employers > 0 && all.lines[1].applies())
        all.notes.push_back("rent support and a subsidised job are not had in full together: the employer gives a home");
}

}  // namespace

Month first_month_with_rules(const Scenario& scenario) {
    Month month = make_month(1900, 1);
    const Month end = make_month(2199, 12);
    while (month < end && !is_known(scenario, month)) month = month + 1;
    return month;
}

Entitlements entitlements(const Scenario& scenario, const EntitledFamily& family) {
    const Case c{scenario, family, rules_in_force(scenario, family.month)};
    Entitlements all;
    for (const auto& make : {relocation_line, rent_line, certificate_line, employer_line, business_line})
        all.lines.push_back(make(c));
    const std::string why_not = without_place(c);
    if (why_not.empty()) all.place = place_conditions(c);
    for (Entitlement& line : all.lines)
        if (!why_not.empty()) line.why_not = why_not;
    all.lines.push_back(centre_line(c));
    for (const Entitlement& line : all.lines) {
        if (!line.applies() || !line.amount) continue;
        Tenge& total = line.to == PaidTo::family ? all.to_family : line.to == PaidTo::seller ? all.certificate : all.to_employers;
        if (line.to != PaidTo::nobody) total += *line.amount;
    }
    add_notes(c, all);
    return all;
}

}  // namespace qonys
