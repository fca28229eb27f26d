// Shares that decide what becomes of a family: doors in, ties, jobs that wait, homes and repayment, against the parameters.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "chance/z.hpp"
#include "month/month.hpp"
#include "support/small_scenario.hpp"

namespace qonys {
namespace {

using test::too_far;

// About 10,000 families of three come in January 2025 in one inflow.
Scenario cohort(Inflow Arrivals::*inflow = &Arrivals::kandas) {
    Scenario s = test::empty_scenario();
    Inflow& i = s.arrivals.*inflow;
    i.season.cells.assign(12, 0.0);
    i.season.cells[0] = 1;
    for (std::size_t year = 0; year < i.total.cells.size(); ++year)
        i.total.cells[year] = i.total.axes[0].labels[year] == "2025" ? 30000 : 0;
    s.quotas.kandas.cells = s.quotas.internal.cells = {1e6, 0, 0};
    s.housing.homes_for_sale.cells = {1e6, 1e6, 1e6};
    return s;
}

struct Simulated {
    World world;
    State state;
    Simulated(const Scenario& s, int months) : world(make_world(s)), state(make_state(world, {41, 0})) {
        test::run_until(state, months);
    }
    Simulated(const Simulated&) = delete;
    Simulated& operator=(const Simulated&) = delete;
    double total(M m) const { return static_cast<double>(test::total(state.tallies, m)); }
    const Families& families() const { return state.population.families; }
};

// The share found agrees with the true one and not with one a fiftieth of its odds off.
void expect_share(double hits, double n, double share, const char* what) {
    EXPECT_GT(n, 4000) << what << ": too few to tell";
    EXPECT_LT(std::abs(test::z_of_share(hits, n, share)), too_far) << what;
    EXPECT_GT(std::abs(test::z_of_share(hits, n, share * 0.8)), too_far) << what << ", a wrong share";
    EXPECT_GT(std::abs(test::z_of_share(n - hits, n, share)), share == 0.5 ? 0 : too_far) << what << ", turned round";
}

TEST(embassy, is_asked_by_the_share_of_each_origin) {
    Scenario s = cohort();
    s.embassy.share.cells = {0.3, 0.7};
    s.embassy.delay_months = 2;
    Simulated run(s, 1);
    for (std::size_t origin : {0U, 1U}) {
        double n = 0, abroad = 0;
        for (std::size_t i = 0; i < run.families().size(); ++i) {
            if (run.families().origin[i] != origin) continue;
            ++n;
            abroad += run.families().status[i] == FamilyStatus::abroad;
        }
        expect_share(abroad, n, s.embassy.share.at(0, origin), "embassy");
    }
    EXPECT_EQ(run.total(M::embassy_applied), run.total(M::embassy_waiting));
}

// Refused: no registered job-seeker, or registered for less than a year. Registration is exponential with mean 30 months.
double refused_share(bool seekers_only, double months) {
    Scenario s = cohort(&Arrivals::internal);
    s.internal.job_seekers_only.cells = {seekers_only ? 1.0 : 0.0};
    s.internal.seeker_share = 0.8;
    s.internal.registration_months.cells = {months};
    s.internal.registration_mean = 30;
    const Simulated run(s, 1);
    const double n = run.total(M::arrivals) / 3, refused = run.total(M::refused) / 3;
    const double eligible = (seekers_only ? 0.8 : 1) * std::exp(-months / 30);
    if (eligible < 1) {
        EXPECT_LT(std::abs(test::z_of_share(refused, n, 1 - eligible)), too_far);
    }
    if (seekers_only) {
        EXPECT_GT(std::abs(test::z_of_share(refused, n, 1 - eligible / 0.8)), too_far) << "seekers not asked for";
    }
    if (months > 0) {
        const double even = std::max(0.0, 1 - months / 60) * (seekers_only ? 0.8 : 1);
        EXPECT_GT(std::abs(test::z_of_share(refused, n, 1 - even)), too_far) << "registration even from 0 to 60 months";
    }
    return refused / n;
}

TEST(eligibility_of_internal_migrants, follows_job_seekers_and_the_length_of_registration) {
    EXPECT_EQ(refused_share(false, 0), 0);
    EXPECT_GT(refused_share(true, 0), 0);
    EXPECT_GT(refused_share(false, 12), refused_share(false, 3));
    EXPECT_GT(refused_share(true, 12), refused_share(true, 0));
}

TEST(terms, are_extended_for_the_share_that_asks_and_the_rest_settles_or_leaves) {
    Scenario s = cohort();
    s.application.propensity.cells = {1, 1};
    s.quotas.kandas.cells = {1, 0, 0};  // no family of three fits
    s.status.term_months.cells = {2};
    s.status.extension_months.cells = {3};
    s.status.extension_share = 0.3;
    s.status.leave_share = 0.4;
    Simulated run(s, 3);
    const double n = static_cast<double>(run.families().size()), extended = run.total(M::extended) / 3;
    expect_share(extended, n, 0.3, "extension");
    const double withdrawn = run.total(M::withdrawn) / 3;
    expect_share(withdrawn, n - extended, 0.4, "leaving unplaced");
    EXPECT_EQ(run.total(M::not_placed) / 3 + withdrawn + extended, n);
    test::run_until(run.state, 6);
    EXPECT_EQ(run.total(M::not_placed) + run.total(M::withdrawn), 3 * n) << "nobody is extended twice";
    expect_share(run.total(M::withdrawn) / 3, n, 0.4, "leaving in the end");
}

TEST(card_holders, come_to_a_business_or_to_a_job) {
    Scenario s = cohort(&Arrivals::ata_zholy);
    s.ata_zholy.business_share = 0.42;
    const Simulated run(s, 1);
    double own = 0, employed = 0, spouses_at_work = 0;
    const Persons& p = run.state.population.persons;
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (p.member[i] != 1) {
            spouses_at_work += works(p.labour[i]);
            continue;
        }
        own += p.labour[i] == Labour::self_employed;
        employed += p.labour[i] == Labour::employed;
    }
    expect_share(own, own + employed, 0.42, "business");
    EXPECT_EQ(own + employed, static_cast<double>(run.families().size())) << "all who hold a card work";
    EXPECT_EQ(spouses_at_work, 0);
}

TEST(adults_of_programme_families, come_to_arranged_jobs_of_which_a_share_is_subsidised) {
    Scenario s = cohort();
    s.application.propensity.cells = {1, 1};
    s.work.arranged_share = 0.35;
    s.employers.share = 0.6;
    Simulated run(s, 1);
    double adults = 0, employed = 0;
    for (Labour labour : run.state.population.persons.labour) {
        adults += of_working_age(labour);
        employed += labour == Labour::employed;
    }
    expect_share(employed, adults, 0.35, "arranged");
    EXPECT_EQ(run.total(M::hired), employed);
    expect_share(run.total(M::subsidised_hires), employed, 0.6, "subsidised");
}

TEST(businesses, of_programme_settlers_get_grants_in_their_share) {
    Scenario s = cohort();
    s.application.propensity.cells = {1, 1};
    s.work.business_hazard = 0.5;
    s.employers.grant_share = 0.35;
    const Simulated run(s, 2);
    expect_share(run.total(M::business_grants), run.total(M::self_employed), 0.35, "grant");
}

TEST(ties, join_the_share_of_each_origin_to_regions_by_their_co_ethnics) {
    Scenario s = cohort();
    s.networks.tie_share.cells = {0.25, 0.6};
    s.origins.kin_stock.cells = {1e9, 3e9, 6e9, 5e9, 0, 5e9};
    const Simulated run(s, 1);
    const std::vector<std::vector<double>> shares = {{0.1, 0.3, 0.6}, {0.5, 0, 0.5}};
    for (std::size_t origin : {0U, 1U}) {
        double n = 0;
        std::vector<double> counts(3, 0.0);
        for (std::size_t i = 0; i < run.families().size(); ++i) {
            if (run.families().origin[i] != origin) continue;
            ++n;
            if (run.families().tie_region[i] != no_region) ++counts[run.families().tie_region[i]];
        }
        expect_share(counts[0] + counts[1] + counts[2], n, s.networks.tie_share.at(origin), "tied");
        EXPECT_LT(std::abs(test::z_of_table(counts, shares[origin])), too_far) << origin;
        EXPECT_GT(std::abs(test::z_of_table(counts, {1.0 / 3, 1.0 / 3, 1.0 / 3})), too_far) << origin;
    }
}

// A tied family is tied to a simulated one as often as those make up the co-ethnics of the region.
TEST(ties, lead_to_simulated_families_by_their_part_of_the_stock) {
    Scenario s = cohort();
    s.arrivals.kandas.season.cells[1] = 1;  // as many again in February
    s.networks.tie_share.cells = {1, 1};
    s.origins.kin_stock.cells = {25000, 0, 0, 25000, 0, 0};
    s.choice.region_constant.cells = {20, 0, 0};  // all to NO
    const Simulated run(s, 2);
    double n = 0, tied = 0, simulated = 0;
    for (std::size_t i = 0; i < run.families().size(); ++i) {
        if (run.families().origin[i] != 0) continue;
        simulated += run.families().arrived[i] == 0;
        if (run.families().arrived[i] != 1) continue;
        ++n;
        tied += run.families().tie[i] != no_family;
    }
    expect_share(tied, n, 3 * simulated / (25000 + 3 * simulated), "simulated kin");
}

// All work and buy in February.
Scenario buyers() {
    Scenario s = cohort();
    s.application.propensity.cells = {1, 1};
    s.work.arranged_share = 1;
    s.housing.purchase_hazard = 1e3;
    s.employers.share = 0;
    return s;
}

TEST(mortgages, are_taken_by_their_share_of_buyers) {
    Scenario s = buyers();
    s.housing.mortgage_share = 0.3;
    s.housing.down_payment = 0.5;
    const Simulated run(s, 2);
    expect_share(run.total(M::mortgages), run.total(M::certificates), 0.3, "mortgages");
}

TEST(locks, are_broken_at_their_hazard_and_given_away_in_their_share) {
    Scenario s = buyers();
    s.housing.breach_hazard = 0.04;
    s.housing.transfer_share = 0.35;
    const Simulated run(s, 10);
    const double homes = run.total(M::certificates), broken = run.total(M::lock_broken);
    const int months = 9;  // bought in January, at risk from February to October
    EXPECT_LT(std::abs(test::z_of_share(broken, homes, 1 - std::exp(-0.04 * months))), too_far);
    EXPECT_GT(std::abs(test::z_of_share(broken, homes, 1 - std::exp(-0.04 * (months + 1)))), too_far) << "a month more";
    EXPECT_LT(std::abs(test::z_of_share(run.total(M::lock_transferred), broken, 0.35)), too_far);
    EXPECT_GT(std::abs(test::z_of_share(run.total(M::lock_transferred), broken, 0.5)), too_far);
}

// All leave in February; one member in four has higher education, and half of the families that have one are exempt.
TEST(breaches, come_to_light_and_are_exempt_in_their_shares) {
    Scenario s = cohort();
    s.application.propensity.cells = {1, 1};
    s.leaving.quota_hazard = 1e3;
    s.people.education.cells = {0.25, 0, 0.75, 0};
    s.clawback.detected.cells = {0.7};
    s.clawback.exempt_share = 0.5;
    const Simulated run(s, 2);
    const double n = static_cast<double>(run.families().size()), exempt = run.total(M::exempt_departures);
    const double educated = 1 - 0.75 * 0.75;  // of two adults
    expect_share(exempt, n, 0.5 * educated, "exempt");
    EXPECT_EQ(run.total(M::breaches), n - exempt);
    double due = 0;
    for (const Entry& e : run.state.ledger.entries) due += e.kind == EntryKind::due;
    expect_share(due, n - exempt, 0.7, "detected");
}

TEST(patience, of_families_in_the_queue_ends_at_its_hazard) {
    Scenario s = cohort();
    s.application.propensity.cells = {1, 1};
    s.quotas.kandas.cells = {1, 0, 0};  // no family of three fits
    s.application.give_up_hazard = 0.05;
    const Simulated run(s, 6);
    const double n = static_cast<double>(run.families().size()), gone = run.total(M::not_placed) / 3;
    EXPECT_LT(std::abs(test::z_of_share(gone, n, 1 - std::exp(-0.05 * 6))), too_far);
    EXPECT_GT(std::abs(test::z_of_share(gone, n, 1 - std::exp(-0.05 * 7))), too_far) << "a month more";
}

}  // namespace
}  // namespace qonys
