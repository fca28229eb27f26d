#include "scenario/field_builders.hpp"

namespace qonys {

using namespace field;

namespace {

void add_quotas(std::vector<Field>& t) {
    t.push_back(whole(sparse(fact(
        "quotas.kandas", "persons", {"date", "region"}, {0, 1e7},
        "Places for kandas in the calendar year, by the order in force from the date. A later order of the same year revises the "
        "year's total, and a year without an order keeps the last one.",
        AT(quotas.kandas)))));
    t.push_back(whole(sparse(fact("quotas.internal", "persons", {"date", "region"}, {0, 1e7},
                                  "Places for internal migrants in the calendar year, as quotas.kandas.", AT(quotas.internal)))));
    t.push_back(whole(sparse(fact("quotas.sittings", "1 or 0", {"date", "calendar_month"}, share,
                                  "Months in which the quota commissions sit and give places.", AT(quotas.sittings)))));
    t.push_back(words("quotas.kandas_policy", quota_policy_words,
                      "How the places for kandas are split over regions: as in the orders, or by a key (docs/quotas.md).",
                      AT(quotas.kandas_policy)));
    t.push_back(
        words("quotas.internal_policy", quota_policy_words, "Likewise for internal migrants.", AT(quotas.internal_policy)));
    t.push_back(whole(optional(
        lever("quotas.total", "persons", {"date", "quota"}, {0, 1e8},
              "National total of places in the calendar year; without an entry that of the order in force.", AT(quotas.total)))));
    t.push_back(words("quotas.rounding", rounding_words, "How shares of the total become whole places.", AT(quotas.rounding)));
    t.push_back(shares(sparse(lever("quotas.key_weights", "share", {"date", "key"}, share,
                                    "Weights of the columns of weighted_key.", AT(quotas.key_weights)))));
    t.push_back(whole(optional(lever("quotas.reception", "1 or 0", {"date", "region"}, share,
                                     "Regions that the keys give places to; without an entry those with places in the order in "
                                     "force.",
                                     AT(quotas.reception)))));
    t.push_back(whole(optional(lever("quotas.floors", "persons", {"date", "quota", "region"}, {0, 1e7},
                                     "Least places of a region in the calendar year.", AT(quotas.floors)))));
    t.push_back(whole(optional(lever("quotas.ceilings", "persons", {"date", "quota", "region"}, {0, 1e7},
                                     "Most places of a region in the calendar year.", AT(quotas.ceilings)))));
    t.push_back(words("quotas.release", release_words,
                      "The places of the year become free at once, or in equal parts by half-year, quarter or month.",
                      AT(quotas.release)));
    t.push_back(lever("quotas.carry_over", "share", {"date"}, share,
                      "Share of the places unused in a year that the region has on top of the next year's.",
                      AT(quotas.carry_over)));
    t.push_back(words("quotas.mechanism", mechanism_words, "How waiting families are given the places left at a sitting.",
                      AT(quotas.mechanism)));
}

void add_allocation(std::vector<Field>& t) {
    t.push_back(words("allocation.score", score_words,
                      "What a placement is worth to the commission: expected person-months employed and still in the region, "
                      "employed wherever, in the region, or the wages earned there.",
                      AT(allocation.score)));
    t.push_back(words("allocation.aggregator", aggregator_words,
                      "From the adults of a family to the family: their sum, at least one employed, their mean, or the least.",
                      AT(allocation.aggregator)));
    t.push_back(whole(lever("allocation.horizon", "months", {"date"}, {1, 240}, "Months after the placement that count.",
                            AT(allocation.horizon))));
    t.push_back(
        words("allocation.priority", priority_words,
              "Who chooses first under serial_dictatorship: by lot, by application, more members, more adults of working age.",
              AT(allocation.priority)));
    t.push_back(lever("allocation.load_weight", "weight", {"date"}, factor,
                      "Of the load term of balanced, in mean scores per person for a region a whole year ahead of schedule.",
                      AT(allocation.load_weight)));
    t.push_back(lever("allocation.minimum_fill", "share", {"date"}, share,
                      "Share of its places released so far that deferred_acceptance tries to fill in each region.",
                      AT(allocation.minimum_fill)));
    t.push_back(whole(optional(lever("allocation.most_members", "persons", {"date", "region"}, {0, 100},
                                     "Largest family that a region takes; without an entry any.", AT(allocation.most_members)))));
    t.push_back(whole(optional(lever("allocation.barred", "1 or 0", {"date", "region", "origin"}, share,
                                     "Families of the origin cannot be placed in the region (language, compatibility).",
                                     AT(allocation.barred)))));
    t.push_back(whole(
        optional(lever("allocation.unserved", "1 or 0", {"date", "region", "need"}, share,
                       "Families with the need cannot be placed in the region: no school, no care.", AT(allocation.unserved)))));
}

void add_status(std::vector<Field>& t) {
    t.push_back(fact("status.commission_share", "share", {}, share,
                     "Share of families heard by the ethnicity commission for lack of documents.", AT(status.commission_share)));
    t.push_back(fact("status.approval_share", "share", {}, share, "Share of families heard that are approved.",
                     AT(status.approval_share)));
    t.push_back(fact("status.decision_days", "working days", {"date"}, {0, 2000},
                     "Time to the decision on kandas status, by the rule in force.", AT(status.decision_days)));
    t.push_back(fact("status.working_days_per_month", "working days", {}, {1, 31}, "Turns working days into months.",
                     AT(status.working_days_per_month)));
    t.push_back(whole(fact("status.term_months", "months", {"date"}, {0, 120},
                           "Term of kandas status granted from the date on; families not placed by its end stop waiting.",
                           AT(status.term_months))));
    t.push_back(whole(fact("status.extension_months", "months", {"date"}, {0, 120},
                           "Extension of the term, once, for terms that end from the date on.", AT(status.extension_months))));
    t.push_back(fact("status.extension_share", "share", {}, share,
                     "Share of families not placed at the end of their term that ask for the extension.",
                     AT(status.extension_share)));
    t.push_back(fact("status.leave_share", "share", {}, share,
                     "Share of kandas families not placed in the end that leave the country.", AT(status.leave_share)));
    t.push_back(fact("status.citizenship_hazard", "per month", {}, hazard, "Rate at which kandas families become citizens.",
                     AT(status.citizenship_hazard)));
    t.push_back(sparse(fact("embassy.share", "share", {"date", "origin"}, share,
                            "Share of kandas families setting out that apply at an embassy and come with the decision made.",
                            AT(embassy.share))));
    t.push_back(fact("embassy.delay_months", "months", {}, {0, 60}, "From the application at the embassy to arrival.",
                     AT(embassy.delay_months)));
    t.push_back(whole(fact("internal.job_seekers_only", "1 or 0", {"date"}, share,
                           "Whether the head must be a registered job-seeker or unemployed.", AT(internal.job_seekers_only))));
    t.push_back(fact("internal.seeker_share", "share", {}, share,
                     "Share of applicant families whose head is a registered job-seeker or unemployed.",
                     AT(internal.seeker_share)));
    t.push_back(
        whole(fact("internal.registration_months", "months", {"date"}, {0, 1200},
                   "Permanent registration in the departure region that is required.", AT(internal.registration_months))));
    t.push_back(fact("internal.registration_mean", "months", {}, {0.01, 1e4},
                     "Mean time that applicants have been registered in their region (exponential).",
                     AT(internal.registration_mean)));
    t.push_back(fact("internal.decision_months", "months", {}, {0, 60}, "From the application to the decision on eligibility.",
                     AT(internal.decision_months)));
    t.push_back(fact("internal.waiting_months", "months", {}, {0, 120},
                     "How long an internal family waits for a place before it gives up.", AT(internal.waiting_months)));
    t.push_back(fact("ata_zholy.business_share", "share", {}, share,
                     "Share of card holders with a business of their own; the others come to a job in their profession.",
                     AT(ata_zholy.business_share)));
    t.push_back(fact("ata_zholy.citizenship_hazard", "per month", {}, hazard, "Rate at which card holders become citizens.",
                     AT(ata_zholy.citizenship_hazard)));
}

void add_benefits(std::vector<Field>& t) {
    t.push_back(fact("benefits.relocation_mrp", "MRP", {"date"}, {0, 1e4},
                     "Relocation grant per family member, once, to families placed under the quota.",
                     AT(benefits.relocation_mrp)));
    t.push_back(fact("benefits.rent_mrp", "MRP", {"date", "settlement", "household"}, {0, 1e3},
                     "Rent and utilities support per family and month.", AT(benefits.rent_mrp)));
    t.push_back(whole(fact("benefits.rent_months", "months", {"date"}, {0, 120}, "Monthly payments of rent support at most.",
                           AT(benefits.rent_months))));
    t.push_back(fact("benefits.rent_take_up", "share", {}, share, "Share of quota families that draw rent support.",
                     AT(benefits.rent_take_up)));
    t.push_back(fact("benefits.certificate_share", "share", {"date"}, share,
                     "Certificate of economic mobility: share of the home's price that it pays.",
                     AT(benefits.certificate_share)));
    t.push_back(fact("benefits.certificate_cap_mrp", "MRP", {"date"}, {0, 1e5},
                     "Certificate of economic mobility: most that it pays.", AT(benefits.certificate_cap_mrp)));
    t.push_back(whole(fact("benefits.lock_months", "months", {"date"}, {0, 1200},
                           "A home bought with a certificate is not sold for so long.", AT(benefits.lock_months))));
    t.push_back(whole(fact("benefits.lock_on_transfer", "1 or 0", {"date"}, share,
                           "Whether such a home may not be given to close relatives either.", AT(benefits.lock_on_transfer))));
    t.push_back(whole(fact("benefits.obligation_months", "months", {"date"}, {0, 1200},
                           "Stay in the region required of families placed from the date on.", AT(benefits.obligation_months))));
    t.push_back(fact("employers.subsidy_mrp", "MRP", {"date"}, {0, 1e5},
                     "Subsidy to an employer who hires a settler of the programme and gives a home.", AT(employers.subsidy_mrp)));
    t.push_back(whole(fact("employers.kept_months", "months", {"date"}, {0, 1200},
                           "The job must last so long, or the subsidy is repaid.", AT(employers.kept_months))));
    t.push_back(fact("employers.share", "share", {}, share, "Share of hires from programme families that are subsidised.",
                     AT(employers.share)));
    t.push_back(fact("employers.find_factor", "factor", {}, factor,
                     "On the rate at which programme settlers find a job, while there is a subsidy.", AT(employers.find_factor)));
    t.push_back(fact("employers.recovered", "share", {}, share, "Share recovered of subsidies for jobs that ended early.",
                     AT(employers.recovered)));
    t.push_back(fact("employers.grant_mrp", "MRP", {"date"}, {0, 1e5},
                     "Grant for a business started by a settler of the programme.", AT(employers.grant_mrp)));
    t.push_back(fact("employers.grant_share", "share", {}, share,
                     "Share of businesses started by programme settlers that get it.", AT(employers.grant_share)));
}

void add_clawback(std::vector<Field>& t) {
    t.push_back(words("clawback.rule", clawback_words,
                      "Repayment when a family leaves early: all it was paid, the share of the obligation not served, or none.",
                      AT(clawback.rule)));
    t.push_back(
        fact("clawback.detected", "share", {"date"}, share, "Share of breaches that come to light.", AT(clawback.detected)));
    t.push_back(
        fact("clawback.exempt_share", "share", {}, share,
             "Share of leavers with a member of higher education who move for research with an academic degree and are exempt.",
             AT(clawback.exempt_share)));
    t.push_back(fact("clawback.pretrial_months", "months", {}, {0, 240}, "From the breach to payment without a suit.",
                     AT(clawback.pretrial_months)));
    t.push_back(fact("clawback.pretrial_recovered", "share", {}, share, "Share of the amount due paid without a suit.",
                     AT(clawback.pretrial_recovered)));
    t.push_back(fact("clawback.court_share", "share", {}, share,
                     "Share of the rest that is taken to court; what is not is written off.", AT(clawback.court_share)));
    t.push_back(fact("clawback.court_months", "months", {}, {0, 240}, "From the pre-trial procedure to the end of the suit.",
                     AT(clawback.court_months)));
    t.push_back(fact("clawback.court_recovered", "share", {}, share,
                     "Share received of what is taken to court; the rest is written off.", AT(clawback.court_recovered)));
    t.push_back(fact("clawback.abroad_factor", "factor", {}, share,
                     "On both shares received, for families that left the country.", AT(clawback.abroad_factor)));
    t.push_back(
        whole(optional(fact("budgets.caps", "KZT", {"date", "instrument", "region"}, {0, 1e15},
                            "Most that is paid in a calendar year, by instrument and region, from the date on; without an entry "
                            "there is no limit.",
                            AT(budgets.caps)))));
    t.push_back(words("budgets.when_exhausted", exhausted_words,
                      "What becomes of claims beyond the cap: they wait, lapse, or are cut in one proportion.",
                      AT(budgets.when_exhausted)));
}

void add_housing(std::vector<Field>& t) {
    t.push_back(fact("housing.purchase_hazard", "per month", {}, hazard,
                     "Rate of buying with a certificate, quota families with a member in work.", AT(housing.purchase_hazard)));
    t.push_back(fact("housing.region_factor", "factor", {"region"}, factor, "On the rate of buying.", AT(housing.region_factor)));
    t.push_back(fact("housing.home_area", "m2", {}, {1, 10000}, "Size of the home bought.", AT(housing.home_area)));
    t.push_back(fact("housing.village_price", "share", {}, {0.001, 10},
                     "Price per m2 in a village over the price in the regional capital.", AT(housing.village_price)));
    t.push_back(fact("housing.price_spread", "log units", {}, {0, 2}, "Standard deviation of the log price between homes.",
                     AT(housing.price_spread)));
    t.push_back(fact("housing.price_growth", "per year", {}, {-0.5, 1}, "Growth of home prices.", AT(housing.price_growth)));
    t.push_back(
        fact("housing.price_base", "month", {}, {-inf, inf}, "Month to which places.home_price refers.", AT(housing.price_base)));
    t.push_back(fact("housing.rent_elasticity", "elasticity", {}, {-5, 5},
                     "Rents rise with settlers added to the inhabitants of the region, to this power.",
                     AT(housing.rent_elasticity)));
    t.push_back(fact("housing.price_elasticity", "elasticity", {}, {-5, 5},
                     "Home prices rise with settlers added to the inhabitants of the region, to this power.",
                     AT(housing.price_elasticity)));
    t.push_back(fact("housing.homes_for_sale", "homes per month", {"region"}, {0, 1e7},
                     "Homes whose sellers accept a certificate.", AT(housing.homes_for_sale)));
    t.push_back(
        fact("housing.money_elasticity", "elasticity", {}, {-5, 5},
             "Of the rate of buying to the share of a typical home that the certificate pays, over housing.reference_share.",
             AT(housing.money_elasticity)));
    t.push_back(fact("housing.reference_share", "share", {}, {0.001, 1},
                     "That share under the rules for which the rate of buying was set.", AT(housing.reference_share)));
    t.push_back(fact("housing.mortgage_share", "share", {}, share,
                     "Share of purchases in which the certificate goes into the down payment of a mortgage.",
                     AT(housing.mortgage_share)));
    t.push_back(
        fact("housing.down_payment", "share", {}, share, "Down payment of a mortgage over the price.", AT(housing.down_payment)));
    t.push_back(fact("housing.breach_hazard", "per month", {}, hazard,
                     "Rate at which owners sell or give away a home under the lock without leaving.", AT(housing.breach_hazard)));
    t.push_back(fact("housing.transfer_share", "share", {}, share, "Share of these who give it to close relatives.",
                     AT(housing.transfer_share)));
}

}  // namespace

void add_rule_fields(std::vector<Field>& t) {
    add_quotas(t);
    add_allocation(t);
    add_status(t);
    add_benefits(t);
    add_clawback(t);
    add_housing(t);
}

}  // namespace qonys
