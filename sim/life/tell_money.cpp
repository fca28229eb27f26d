// Amounts that fall due, are paid, wait or are refused, and repayments. The home bought with the certificate.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "life/telling.hpp"
#include "month/month.hpp"

namespace qonys {

namespace {

struct Words {
    const char *kind, *name;
};
constexpr Words words[instrument_count] = {{"relocation", "relocation grant"},
                                           {"rent", "rent support"},
                                           {"certificate", "home certificate"},
                                           {"employer", "subsidy to the employer"},
                                           {"business", "business grant"}};
const Words& words_of(Instrument instrument) {
    return words[static_cast<std::size_t>(instrument)];
}

std::string mrp_text(const Telling& t) {
    return grouped(t.rules().mrp) + " KZT";
}

// "70 MRP" of a rule without labels.
std::string value_of(const Telling& t, const std::string& path) {
    return t.rule(path).value;
}

ClaimTold relocation(const Telling& t, const Claim& claim) {
    return {claim,
            fmt::format("{} x {} x {}", counted(t.now.size_when_placed, "member", "members"),
                        value_of(t, "benefits.relocation_mrp"), mrp_text(t)),
            t.rules_of({"benefits.relocation_mrp", "money.mrp"})};
}

ClaimTold rent(const Telling& t, const Claim& claim) {
    const std::string settlement = t.now.village ? "village" : "city";
    const Axis& classes = t.scenario().benefits.rent_mrp.axes[2];
    const std::string household = classes.labels[household_class(t.now.members)];
    const LifeRule rate = t.rule("benefits.rent_mrp", {settlement, household});
    const std::string in_mrp = rate.value.substr(rate.value.rfind(": ") + 2);
    return {claim,
            fmt::format("{} x {} for {} in a {}", in_mrp, mrp_text(t), counted(t.now.members, "member", "members"), settlement),
            {rate, t.rule("money.mrp")}};
}

ClaimTold certificate(const Telling& t, const Claim& claim) {
    const Tenge price = home_price(t.state, t.family);
    const bool mortgage = takes_mortgage(t.state, t.family);
    const bool capped = certificate_for(t.state, t.family, false) == t.rules().certificate_cap;
    std::vector<LifeRule> rules = t.rules_of({"benefits.certificate_share", "benefits.certificate_cap_mrp", "money.mrp"});
    std::string because =
        fmt::format("price {} KZT x {}{}", grouped(price), share_text(static_cast<double>(t.rules().certificate_share) / 10000),
                    capped ? fmt::format(", at most {} x {}", value_of(t, "benefits.certificate_cap_mrp"), mrp_text(t)) : "");
    if (mortgage) {
        because +=
            fmt::format("; with a mortgage no more than the down payment, {}", share_text(t.scenario().housing.down_payment));
        rules.push_back(t.rule("housing.down_payment"));
    }
    return {claim, because, rules};
}

ClaimTold for_work(const Telling& t, const Claim& claim) {
    const bool employer = claim.instrument == Instrument::employer;
    const std::string path = employer ? "employers.subsidy_mrp" : "employers.grant_mrp";
    return {claim,
            fmt::format("{} x {} for {} member {}", value_of(t, path), mrp_text(t), employer ? "hiring" : "the business of",
                        t.member_of(claim.person)),
            t.rules_of({path, "money.mrp", employer ? "employers.share" : "employers.grant_share"})};
}

ClaimTold told(const Telling& t, const Claim& claim) {
    switch (claim.instrument) {
        case Instrument::relocation:
            return relocation(t, claim);
        case Instrument::rent:
            return rent(t, claim);
        case Instrument::certificate:
            return certificate(t, claim);
        case Instrument::employer:
        case Instrument::business:
            break;
    }
    return for_work(t, claim);
}

bool same_claim(const Claim& a, const Claim& b) {
    return a.instrument == b.instrument && a.person == b.person && a.ordinal == b.ordinal && a.amount == b.amount;
}

// The oldest of equal claims are paid first.
void mark_kept(const Telling& t) {
    std::vector<Claim> waiting = t.now.claims_waiting;
    for (auto told_claim = t.claims.rbegin(); told_claim != t.claims.rend(); ++told_claim) {
        const auto at = std::find_if(waiting.begin(), waiting.end(),
                                     [&](const Claim& claim) { return same_claim(claim, told_claim->claim); });
        told_claim->kept = at != waiting.end();
        if (told_claim->kept) waiting.erase(at);
    }
}

std::vector<LifeRule> budget_rules(const Telling& t, const Claim& claim) {
    return {t.rule("budgets.caps", {words_of(claim.instrument).kind, t.code(claim.region)}), t.rule("budgets.when_exhausted")};
}

// A claim that stands behind an entry: of the instrument, not waiting, and of the job that the entry has subsidised.
std::vector<ClaimTold>::iterator claim_of(const Telling& t, const Entry& entry) {
    return std::find_if(t.claims.begin(), t.claims.end(), [&](const ClaimTold& c) {
        if (c.claim.instrument != entry.instrument || c.claim.amount < entry.amount || c.kept) return false;
        if (c.claim.instrument != Instrument::employer || t.rules().kept_months == 0) return true;
        return std::any_of(t.now.subsidised.begin(), t.now.subsidised.end(), [&](const SubsidisedJob& job) {
            return job.person == c.claim.person && job.ordinal == c.claim.ordinal;
        });
    });
}

void tell_paid(const Telling& t, const Entry& entry) {
    const std::size_t instrument = static_cast<std::size_t>(entry.instrument);
    t.life.paid[instrument] += entry.amount;
    const auto at = claim_of(t, entry);
    const Words& word = words_of(entry.instrument);
    if (at == t.claims.end()) {
        t.add(word.kind + std::string("_paid"), word.name + std::string(" paid"), "", {}, entry.amount);
        return;
    }
    ClaimTold paid = std::move(*at);
    t.claims.erase(at);
    std::string what = word.name + std::string(" paid");
    if (entry.instrument == Instrument::employer) what += fmt::format(" for member {}", t.member_of(paid.claim.person));
    if (entry.amount < paid.claim.amount) {
        what += ", cut to what the budget allows";
        paid.because += fmt::format("; of {} KZT", grouped(paid.claim.amount));
        for (LifeRule& rule : budget_rules(t, paid.claim)) paid.rules.push_back(std::move(rule));
    }
    t.add(word.kind + std::string("_paid"), std::move(what), std::move(paid.because), std::move(paid.rules), entry.amount);
}

// Claims that the process `pay` neither paid nor keeps.
void tell_unpaid(const Telling& t) {
    const bool left = t.now.status != FamilyStatus::settled || t.now.here_since != t.now.settled;
    std::vector<ClaimTold> kept;
    for (ClaimTold& claim : t.claims) {
        const Words& word = words_of(claim.claim.instrument);
        if (claim.kept) {
            if (!claim.waits)
                t.add(word.kind + std::string("_waits"), word.name + std::string(" waits: the year's budget is used up"),
                      claim.because, budget_rules(t, claim.claim), claim.claim.amount);
            claim.waits = true;
            kept.push_back(std::move(claim));
            continue;
        }
        bool job_ended = false;
        if (claim.claim.instrument == Instrument::employer) {
            const Persons& p = t.state.population.persons;
            job_ended =
                p.labour[claim.claim.person] != Labour::employed || p.work_ordinal[claim.claim.person] != claim.claim.ordinal;
        }
        const bool extinct = t.now.status == FamilyStatus::extinct;
        const char* why = extinct     ? "all members have died"
                          : left      ? "no longer lives in the region of its place"
                          : job_ended ? "the job has ended"
                                      : "the year's budget is used up";
        t.add(word.kind + std::string("_refused"), word.name + std::string(" not paid: ") + why, claim.because,
              left || job_ended ? claim.rules : budget_rules(t, claim.claim), claim.claim.amount);
    }
    t.claims = std::move(kept);
}

std::string due_text(const Telling& t, std::vector<LifeRule>& rules) {
    rules = t.rules_of({"clawback.rule", "clawback.detected"});
    const bool moved = t.now.region != t.before.region || t.now.status != t.before.status;
    if (!moved) return "the whole certificate: a home under the lock was given up";
    const bool obliged =
        t.before.obligation_end != no_month && t.before.here_since == t.before.settled && t.state.now < t.before.obligation_end;
    const bool locked = t.before.owner && t.before.lock_end != no_month && t.state.now < t.before.lock_end;
    std::string text;
    if (obliged) {
        const int months = t.before.obligation_end - t.before.settled, served = t.state.now - t.before.settled;
        rules.push_back(t.rule("benefits.obligation_months"));
        text = t.rules().clawback == ClawbackRule::full
                   ? "all that was paid to it"
                   : fmt::format("{} of {} months not served, of what was paid", months - served, months);
        if (locked && t.now.certificate > 0) text += ", and the whole certificate: the home was under the lock";
    } else {
        text = "the whole certificate: the home was under the lock";
    }
    return text;
}

// What is paid without a suit comes in `pretrial_months` after the breach, what a court awards `court_months` later.
bool by_court(const Telling& t) {
    const Clawback& c = t.scenario().clawback;
    const auto& entries = t.state.ledger.entries;
    return c.court_months > 0 && std::any_of(entries.begin(), entries.end(), [&](const Entry& e) {
               return e.family == t.family && e.kind == EntryKind::due && e.instrument != Instrument::employer &&
                      e.month + c.pretrial_months + c.court_months == t.state.now;
           });
}

void tell_receipt(const Telling& t, const Entry& entry) {
    const bool employer = entry.instrument == Instrument::employer, received = entry.kind == EntryKind::received;
    if (received) (employer ? t.life.employer_received : t.life.received) += entry.amount;
    if (!received && !employer) t.life.written_off += entry.amount;
    if (employer) {
        t.add(received ? "employer_received" : "employer_written_off",
              received ? "the employer pays back" : "the rest of the subsidy is written off",
              received ? "share recovered" : "not recovered", t.rules_of({"employers.recovered"}), entry.amount);
        return;
    }
    const bool court = by_court(t);
    const char* why =
        received ? (court ? "by a court" : "without a suit") : (court ? "not recovered by the court" : "not taken to court");
    std::vector<std::string> paths{"clawback.court_share"};
    if (court) paths = {"clawback.court_share", "clawback.court_recovered", "clawback.abroad_factor"};
    if (received && !court) paths = {"clawback.pretrial_recovered", "clawback.pretrial_months", "clawback.abroad_factor"};
    t.add(received ? "repayment_received" : "repayment_written_off", received ? "pays back" : "debt written off", why,
          t.rules_of(paths), entry.amount);
}

void tell_repayment(const Telling& t, const Entry& entry) {
    const bool employer = entry.instrument == Instrument::employer;
    if (entry.kind == EntryKind::due) {
        (employer ? t.life.employer_due : t.life.due) += entry.amount;
        std::vector<LifeRule> rules;
        const std::string because = employer ? "a subsidised job ended early" : due_text(t, rules);
        if (employer) rules = t.rules_of({"employers.kept_months"});
        t.add(employer ? "employer_due" : "repayment_due", employer ? "the employer owes the subsidy back" : "owes support back",
              because, std::move(rules), entry.amount);
    } else {
        tell_receipt(t, entry);
    }
}

void tell_bought(const Telling& t) {
    const bool mortgage = takes_mortgage(t.state, t.family);
    t.add("home_bought",
          fmt::format("buys a home for {} KZT with the certificate{}; under a lock until {}",
                      grouped(home_price(t.state, t.family)), mortgage ? " and a mortgage" : "", t.month_text(t.now.lock_end)),
          fmt::format("{} in work; a seller accepts", counted(t.now.in_work, "member", "members")),
          t.rules_of(
              {"housing.purchase_hazard", "benefits.certificate_share", "benefits.certificate_cap_mrp", "benefits.lock_months"}));
}

bool employer_paid(const Telling& t) {
    const auto& entries = t.state.ledger.entries;
    return std::any_of(entries.begin() + static_cast<std::ptrdiff_t>(t.before.entries), entries.end(), [&](const Entry& e) {
        return e.family == t.family && e.kind == EntryKind::paid && e.instrument == Instrument::employer;
    });
}

void tell_given_up(const Telling& t) {
    const bool transfer =
        t.draw(static_cast<std::uint32_t>(t.state.now), Purpose::breach_kind) < t.scenario().housing.transfer_share;
    const bool allowed = transfer && !t.rules().lock_on_transfer;
    t.add("home_given_up",
          fmt::format("{} the home{}", transfer ? "gives relatives" : "sells",
                      allowed ? ", as the rule allows" : " under the lock"),
          "before " + t.month_text(t.before.lock_end), t.rules_of({"benefits.lock_on_transfer", "housing.breach_hazard"}));
}

}  // namespace

void note_claims(const Telling& t) {
    if (t.now.claims.size() <= t.before.claims.size()) return;
    for (std::size_t i = t.before.claims.size(); i < t.now.claims.size(); ++i) t.claims.push_back(told(t, t.now.claims[i]));
}

void tell_ledger(const Telling& t) {
    bool paying = !t.before.claims.empty() || !t.before.claims_waiting.empty();
    paying = paying && t.now.claims.empty();  // `pay` empties them
    mark_kept(t);
    for (std::size_t i = t.before.entries; i < t.now.entries; ++i) {
        const Entry& entry = t.state.ledger.entries[i];
        if (entry.family != t.family) continue;
        if (entry.kind == EntryKind::paid)
            tell_paid(t, entry);
        else
            tell_repayment(t, entry);
    }
    if (paying && !t.claims.empty()) tell_unpaid(t);
}

void tell_home(const Telling& t) {
    if (!t.before.owner && t.now.owner) {
        tell_bought(t);
    } else if (t.before.owner && !t.now.owner) {
        tell_given_up(t);
    } else if (!t.now.owner && t.now.purchase_clock > t.before.purchase_clock) {
        t.add("certificate_refused", "home certificate refused: the year's budget is used up", "may try again",
              {t.rule("budgets.caps", {"certificate", t.code(t.now.region)}), t.rule("budgets.when_exhausted")});
    } else if (t.before.purchase_clock > 0 && t.now.purchase_clock <= 0 && !t.now.owner) {
        const bool capped = !t.rules().caps.empty();
        t.add("home_wanted", "wants to buy a home with the certificate and cannot yet",
              capped ? "no seller accepts it this month, or the budget is used up" : "no seller accepts it this month",
              {t.rule("housing.homes_for_sale", {t.code(t.now.region)})});
    }
}

void tell_rent_end(const Telling& t) {
    if (t.before.rent_payments_left == 0 || t.now.rent_payments_left > 0) return;
    // No claim need have been made: an amount of 0 is none.
    const bool used_up = t.before.rent_payments_left == 1 && month_order()[t.process].name == std::string_view("rent");
    std::string why = "it has left the region of its place";
    if (used_up)
        why = "all payments are used up";
    else if (t.now.status == FamilyStatus::extinct)
        why = "all members have died";
    else if (t.now.owner && !t.before.owner)
        why = "an owner has no rent to support";
    else if (employer_paid(t))
        why = "the employer who is subsidised gives a home";
    t.add("rent_ended", used_up ? "the last payment of rent support falls due" : "rent support ends", why,
          t.rules_of({"benefits.rent_months"}));
}

}  // namespace qonys
