// Hazards at work over months: shares and rates against closed forms and tables.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "chance/z.hpp"
#include "month/month.hpp"
#include "support/small_scenario.hpp"

namespace qonys {
namespace {

using test::too_far;

// About 10,000 families of three, two of them adults, come in January 2025 and settle at once without a quota place.
Scenario one_cohort() {
    Scenario s = test::small_scenario();
    s.run.last_month = make_month(2026, 12);
    s.arrivals.kandas.season.cells.assign(12, 0.0);
    s.arrivals.kandas.season.cells[0] = 1;
    for (std::size_t year = 0; year < s.arrivals.kandas.total.cells.size(); ++year)
        s.arrivals.kandas.total.cells[year] = s.arrivals.kandas.total.axes[0].labels[year] == "2025" ? 30000 : 0;
    s.quotas.kandas.cells = {0, 0, 0};
    return s;
}

struct Adults {
    double all = 0, employed = 0, self_employed = 0;
};
Adults adults(const State& state) {
    Adults a;
    for (Labour labour : state.population.persons.labour) {
        a.all += of_working_age(labour);
        a.employed += labour == Labour::employed;
        a.self_employed += labour == Labour::self_employed;
    }
    return a;
}

TEST(jobs, are_found_at_the_hazard_of_the_scenario) {
    Scenario s = one_cohort();
    s.work.find_hazard = 0.09;
    s.work.business_hazard = 0.03;
    const World world = make_world(s);
    State state = make_state(world, {31, 0});
    for (int k : {1, 6, 12}) {  // months after the month of settling
        test::run_until(state, k + 1);
        const Adults a = adults(state);
        const double works = a.employed + a.self_employed;
        EXPECT_LT(std::abs(test::z_of_share(works, a.all, 1 - std::exp(-0.12 * k))), too_far) << k;
        EXPECT_LT(std::abs(test::z_of_share(a.self_employed, works, 0.25)), too_far) << k;
        EXPECT_GT(std::abs(test::z_of_share(works, a.all, 1 - std::exp(-0.12 * (k + 1)))), too_far) << "a month more";
        if (k > 1) {
            EXPECT_GT(std::abs(test::z_of_share(works, a.all, 1 - std::pow(1 - 0.12, k))), too_far)
                << "hazard taken as probability";
        }
        EXPECT_GT(std::abs(test::z_of_share(a.employed, works, 0.25)), too_far) << "kinds swapped";
    }
}

// Month by month: searching -> works with 1 - exp(-find), works -> searching with 1 - exp(-loss).
TEST(jobs, found_and_lost_settle_at_the_share_of_the_two_state_chain) {
    Scenario s = one_cohort();
    s.work.find_hazard = 0.3;
    s.work.loss_hazard = 0.1;
    const World world = make_world(s);
    const State state = test::run_to_end(world, {32, 0});
    const double find = 1 - std::exp(-0.3), loss = 1 - std::exp(-0.1);
    double share = 0;
    for (int month = 1; month < world.months; ++month) share = share * (1 - loss) + (1 - share) * find;
    const Adults a = adults(state);
    EXPECT_LT(std::abs(test::z_of_share(a.employed, a.all, share)), too_far);
    EXPECT_GT(std::abs(test::z_of_share(a.employed, a.all, 0.3 / 0.4)), 3);  // continuous time: 0.75 against 0.731
}

TEST(jobs, depend_on_education_region_and_season) {
    Scenario s = one_cohort();
    s.people.education.cells = {0.5, 0, 0, 0.5};
    s.work.find_hazard = 0.1;
    s.work.education_factor.cells = {1.5, 9, 9, 0.8};
    s.work.unemployment_elasticity = 1;
    s.places.unemployment.cells = {0.04, 0.05, 0.06};
    s.work.kazakh_share_elasticity = 0.5;
    s.places.kazakh_share.cells = {0.5, 0.6, 0.9};
    s.places.population.cells = {1e6, 1e6, 2e6};
    for (std::size_t m = 0; m < 12; ++m) s.work.season.cells[m] = m < 2 ? 0.7 : 1.2;
    const World world = make_world(s);
    State state = make_state(world, {33, 0});
    test::run_until(state, 4);  // work in February, March and April: 0.7 + 1.2 + 1.2 = 3.1
    const double unemployment = (0.04 + 0.05 + 2 * 0.06) / 4, kazakhs = (0.5 + 0.6 + 2 * 0.9) / 4;
    const Persons& p = state.population.persons;
    for (std::size_t region = 0; region < 3; ++region)
        for (std::size_t education : {0U, 3U}) {
            double n = 0, works = 0;
            for (std::size_t i = 0; i < p.size(); ++i) {
                if (!of_working_age(p.labour[i]) || p.education[i] != education) continue;
                if (state.population.families.region[p.family[i]] != region) continue;
                ++n;
                works += p.labour[i] == Labour::employed;
            }
            const double factor = s.work.education_factor.at(education) * unemployment / s.places.unemployment.at(region) *
                                  std::sqrt(s.places.kazakh_share.at(region) / kazakhs);
            EXPECT_LT(std::abs(test::z_of_share(works, n, 1 - std::exp(-0.1 * 3.1 * factor))), too_far) << region << education;
            EXPECT_GT(std::abs(test::z_of_share(works, n, 1 - std::exp(-0.1 * 4.3 * factor))), too_far) << "a month of work more";
        }
}

TEST(families, leave_at_the_hazard_that_falls_with_time) {
    Scenario s = one_cohort();
    s.leaving.free_hazard = 0.05;
    s.leaving.settling_months = 12;
    s.leaving.settled_floor = 0.3;
    const World world = make_world(s);
    State state = make_state(world, {34, 0});
    const auto left = [&] {
        const auto& status = state.population.families.status;
        return static_cast<double>(std::count(status.begin(), status.end(), FamilyStatus::returned));
    };
    for (int k : {1, 6, 12, 23}) {
        test::run_until(state, k + 1);
        double hazard = 0, one_later = 0;
        for (int month = 1; month <= k; ++month) {
            hazard += 0.05 * (0.3 + 0.7 * std::exp(-month / 12.0));
            one_later += 0.05 * (0.3 + 0.7 * std::exp(-(month + 4) / 12.0));
        }
        const double n = static_cast<double>(state.population.families.size());
        EXPECT_LT(std::abs(test::z_of_share(left(), n, 1 - std::exp(-hazard))), too_far) << k;
        EXPECT_GT(std::abs(test::z_of_share(left(), n, 1 - std::exp(-0.05 * (k + 1)))), too_far) << "a hazard that does not fall";
        if (k > 1) {
            EXPECT_GT(std::abs(test::z_of_share(left(), n, 1 - std::exp(-one_later))), too_far) << "a curve that starts late";
        }
    }
}

TEST(families, that_have_moved_move_again_at_the_same_hazard) {
    Scenario s = one_cohort();
    s.leaving.free_hazard = 0.1;
    s.leaving.back.cells = {0, 0};
    const World world = make_world(s);
    const State state = test::run_to_end(world, {38, 0});
    const double n = static_cast<double>(state.population.families.size()) * 23;  // family-months after that of settling
    const double moves = static_cast<double>(test::total(state.tallies, M::moves)) / 3;
    EXPECT_LT(std::abs(test::z_of_share(moves, n, 1 - std::exp(-0.1))), too_far);
    EXPECT_GT(std::abs(test::z_of_share(moves, n, 1 - std::exp(-0.1 * 22 / 23))), too_far) << "a month less";
    EXPECT_GT(std::abs(test::z_of_share(moves, n, 0.1)), too_far) << "hazard taken as probability";
}

TEST(citizenship, comes_at_its_hazard_from_the_month_of_settling_on) {
    Scenario s = one_cohort();
    s.status.citizenship_hazard = 0.1;
    const World world = make_world(s);
    State state = make_state(world, {35, 0});
    test::run_until(state, 12);
    const auto& citizen = state.population.families.citizen;
    const double n = static_cast<double>(citizen.size()),
                 citizens = static_cast<double>(std::count(citizen.begin(), citizen.end(), 1));
    EXPECT_LT(std::abs(test::z_of_share(citizens, n, 1 - std::exp(-1.2))), too_far);
    EXPECT_GT(std::abs(test::z_of_share(citizens, n, 1 - std::exp(-1.1))), too_far);
}

// Deaths and births of two years under the tables of the baseline, by sex and age, against the sum of the hazards that the
// living were under: each month 1 - exp(-rate / 12) of the age as the month begins.
struct Demographics {
    static constexpr std::size_t groups = 5;  // under 5, 5 to 17, 18 to 39, 40 to 59, older
    double deaths[2][groups] = {}, expected_deaths[2][groups] = {};
    static constexpr std::size_t mother_groups = 3;  // under 25, 25 to 34, older
    double births[mother_groups] = {}, expected_births[mother_groups] = {}, births_two_years_younger[mother_groups] = {};
    double children = 0, boys = 0;

    static std::size_t group(int years) { return years < 5 ? 0 : years < 18 ? 1 : years < 40 ? 2 : years < 60 ? 3 : 4; }

    static std::size_t mother_group(int years) { return years < 25 ? 0 : years < 35 ? 1 : 2; }

    static double rate(const Table& table, std::size_t year_row, std::size_t sex, int years) {
        const auto& ages = table.axes[2].labels;
        std::size_t row = ages.size() - 1;
        while (row > 0 && std::stoi(ages[row]) > years) --row;
        return table.at(year_row, sex, row);
    }
    static double fertility(const Table& table, std::size_t year_row, int years) {
        const auto& ages = table.axes[1].labels;
        for (std::size_t row = 0; row < ages.size(); ++row)
            if (years >= std::stoi(ages[row]) && years < std::stoi(ages[row]) + 5) return table.at(year_row, row);
        return 0;
    }
    static std::size_t year_row(const Axis& years, int year) {
        std::size_t row = 0;
        while (row + 1 < years.size() && std::stoi(years.labels[row + 1]) <= year) ++row;
        return row;
    }

    Demographics() {
        const Scenario base = test::baseline("2024-01");
        Scenario s = one_cohort();
        s.arrivals.kandas.total.cells.assign(s.arrivals.kandas.total.cells.size(), 120000.0);
        s.demography = base.demography;
        s.people.retired_head.cells = {0.3, 0.3};
        s.people.child.cells = {0.6, 0.6};
        s.people.elder.cells = {0.5, 0.5};
        s.people.head_age.cells = base.people.head_age.cells;
        s.people.family_size.cells.assign(20, 0.0);
        s.people.family_size.cells[4] = s.people.family_size.cells[14] = 1;
        const World world = make_world(s);
        State state = make_state(world, {36, 0});
        const Persons& p = state.population.persons;
        const Demography& d = s.demography;
        for (int month = 0; month < world.months; ++month) {
            std::vector<Labour> before = p.labour;
            auto births_before = p.birth_ordinal;
            test::run_until(state, month + 1);
            const int year = (world.start + month).year();
            const std::size_t deaths_row = year_row(d.mortality.axes[0], year), births_row = year_row(d.fertility.axes[0], year);
            before.resize(p.size(), Labour::child);  // those who came this month
            births_before.resize(p.size(), 0);
            for (std::size_t i = 0; i < p.size(); ++i) {
                if (before[i] == Labour::dead) continue;
                if (p.born[i] == month && p.member[i] > 5) {  // born in this month: under no hazard yet
                    ++children;
                    boys += p.sex[i] == Sex::male;
                    continue;
                }
                const int years = std::max(0, month - p.born[i] - 1) / 12;
                const std::size_t sex = static_cast<std::size_t>(p.sex[i]);
                expected_deaths[sex][group(years)] += 1 - std::exp(-rate(d.mortality, deaths_row, sex, years) / 12);
                if (p.labour[i] == Labour::dead) {
                    ++deaths[sex][group(years)];
                } else if (p.sex[i] == Sex::female) {
                    const std::size_t mothers = mother_group(years);
                    births[mothers] += p.birth_ordinal[i] - births_before[i];
                    expected_births[mothers] += 1 - std::exp(-fertility(d.fertility, births_row, years) / 12);
                    births_two_years_younger[mothers] += 1 - std::exp(-fertility(d.fertility, births_row, years - 2) / 12);
                }
            }
        }
    }
};

TEST(deaths_and_births, follow_the_tables_by_age_and_sex) {
    const Demographics d;
    const auto z = [](double found, double expected) { return std::abs(found - expected) / std::sqrt(expected); };
    double deaths[2] = {}, expected[2] = {};
    for (std::size_t sex = 0; sex < 2; ++sex)
        for (std::size_t group = 0; group < Demographics::groups; ++group) {
            EXPECT_GT(d.expected_deaths[sex][group], 3) << "too few to tell";
            EXPECT_LT(z(d.deaths[sex][group], d.expected_deaths[sex][group]), too_far) << sex << " " << group;
            deaths[sex] += d.deaths[sex][group];
            expected[sex] += d.expected_deaths[sex][group];
        }
    EXPECT_GT(z(deaths[0], expected[1]), too_far) << "sexes swapped";
    EXPECT_GT(z(deaths[0] + deaths[1], (expected[0] + expected[1]) * 1.1), too_far) << "a tenth more";
    EXPECT_GT(z(d.deaths[0][4], d.expected_deaths[0][3]), too_far) << "ages shifted";
    double births = 0, expected_births = 0;
    for (std::size_t mothers = 0; mothers < Demographics::mother_groups; ++mothers) {
        EXPECT_LT(z(d.births[mothers], d.expected_births[mothers]), too_far) << mothers;
        births += d.births[mothers];
        expected_births += d.expected_births[mothers];
    }
    EXPECT_GT(births, 5000);
    EXPECT_EQ(births, d.children);
    EXPECT_GT(z(d.births[0], d.births_two_years_younger[0]), too_far) << "tables read two years too early";
    EXPECT_GT(z(births, expected_births * 13 / 12), too_far) << "a month more a year";
    const double boys = test::baseline("2024-01").demography.boys_per_girl;
    EXPECT_LT(std::abs(test::z_of_share(d.boys, births, boys / (1 + boys))), too_far);
    EXPECT_GT(std::abs(test::z_of_share(births - d.boys, births, boys / (1 + boys))), 3.5) << "boys and girls swapped";
}

TEST(home_prices, are_lognormal_around_the_median) {
    Scenario s = one_cohort();
    s.quotas.kandas.cells = {1e6, 0, 0};
    s.application.propensity.cells = {1, 1};
    s.work.find_hazard = s.housing.purchase_hazard = 1e3;
    s.benefits.certificate_share.cells = {1, 1};
    s.benefits.certificate_cap_mrp.cells = {1e6, 1e6};  // no cap: what is paid is the price
    s.housing.price_spread = 0.25;
    const World world = make_world(s);
    const State state = test::run_to_end(world, {37, 0});
    std::vector<double> logs;
    double above = 0;
    for (const Entry& e : state.ledger.entries) {
        if (e.instrument != Instrument::certificate || e.kind != EntryKind::paid) continue;
        logs.push_back(std::log(static_cast<double>(e.amount) / (50 * 4e5)));  // 50 m2 x 400,000
        above += logs.back() > 0;
    }
    const double n = static_cast<double>(logs.size());
    EXPECT_GT(n, 9000);
    EXPECT_LT(std::abs(test::z_of_mean(test::mean_of(logs), 0, 0.25, n)), too_far);
    EXPECT_LT(std::abs(test::z_of_mean(test::variance_of(logs) / 0.0625, 1, std::sqrt(2.0), n)), too_far);
    EXPECT_LT(std::abs(test::z_of_share(above, n, 0.5)), too_far);
    EXPECT_GT(std::abs(test::z_of_mean(test::mean_of(logs), -0.25 * 0.25 / 2, 0.25, n)), too_far) << "mean taken for median";
    EXPECT_GT(std::abs(test::z_of_mean(test::variance_of(logs) / 0.09, 1, std::sqrt(2.0), n)), too_far) << "wider";
}

}  // namespace
}  // namespace qonys
