#include "month/score.hpp"

#include <algorithm>
#include <cmath>

namespace qonys {

namespace {

constexpr int months_a_step = 3;

enum class Score { employed_retained, employed, retained, earnings };  // as score_words
enum class Aggregator { sum, any_employed, mean, min };                // as aggregator_words

// On the leaving hazard, so many months after settling.
double obligation_factor(const State& state, int months) {
    const Leaving& l = state.scenario().leaving;
    const Rules& rules = state.rules();
    if (months < rules.obligation_months)
        return 1 - deterrence(rules, rules.obligation_months - months, rules.obligation_months) * (1 - l.obligation_factor);
    const bool just_ended = rules.obligation_months > 0 && months < rules.obligation_months + obligation_end_window;
    return just_ended && rules.clawback != ClawbackRule::none ? l.obligation_end_factor : 1;
}

// Cumulated leaving hazard of a family whose hazard at tenure 0 is 1, by the middle of each step.
std::vector<double> tenure_exposure(const State& state, const std::vector<int>& middle) {
    const Leaving& l = state.scenario().leaving;
    std::vector<double> exposure;
    double sum = 0;
    int month = 0;
    for (const int until : middle) {
        for (; month < until; ++month) {
            const double settling = l.settled_floor + (1 - l.settled_floor) * std::exp(-(month + 1) / l.settling_months);
            sum += settling * obligation_factor(state, month + 1);
        }
        exposure.push_back(sum);
    }
    return exposure;
}

void fill_staying(ScoreTables& tables, const State& state, std::size_t quota, const std::vector<int>& middle) {
    const World& w = *state.world;
    const Leaving& l = state.scenario().leaving;
    const std::array<double, 3> tie{1, l.tie_here_factor, l.tie_elsewhere_factor};
    const std::vector<double> exposure = tenure_exposure(state, middle);
    tables.staying.assign(w.origins * w.regions * tie.size() * tables.steps, 0);
    for (std::size_t o = 0; o < w.origins; ++o)
        for (std::size_t r = 0; r < w.regions; ++r) {
            if (places_of_year(state, quota, r) <= 0) continue;
            const double hazard = state.leaving_hazard[(quota * w.origins + o) * w.regions + r];
            for (std::size_t t = 0; t < tie.size(); ++t)
                for (std::size_t s = 0; s < tables.steps; ++s)
                    tables.staying[((o * w.regions + r) * tie.size() + t) * tables.steps + s] =
                        std::exp(-hazard * tie[t] * exposure[s]);
        }
}

void fill_employed(ScoreTables& tables, const State& state, const std::vector<int>& middle) {
    const World& w = *state.world;
    const Work& work = state.scenario().work;
    const double subsidy = state.rules().employer_subsidy > 0 ? state.scenario().employers.find_factor : 1;
    tables.employed.assign(w.regions * education_count * tables.steps, 0);
    for (std::size_t r = 0; r < w.regions; ++r) {
        const double here = job_finding(state, r) * subsidy;
        for (std::size_t e = 0; e < education_count; ++e) {
            const double find = here * work.education_factor.at(e) + work.business_hazard, rate = find + work.loss_hazard;
            const double in_the_end = rate > 0 ? find / rate : 0;
            for (std::size_t s = 0; s < tables.steps; ++s) {
                const double start = rate > 0 ? std::exp(-rate * middle[s]) : 1;
                tables.employed[(r * education_count + e) * tables.steps + s] =
                    work.participation * (in_the_end + (work.arranged_share - in_the_end) * start);
            }
        }
    }
}

double of_adults(const FamilyAdults& adults, const double* employed, std::size_t steps, std::size_t step, Aggregator how) {
    double sum = 0, none = 1, least = 1;
    for (std::size_t e = 0; e < education_count; ++e) {
        const int number = adults.by_education[e];
        if (number == 0) continue;
        const double share = employed[e * steps + step];
        sum += number * share;
        for (int i = 0; i < number; ++i) none *= 1 - share;
        least = std::min(least, share);
    }
    switch (how) {
        case Aggregator::sum:
            return sum;
        case Aggregator::any_employed:
            return 1 - none;
        case Aggregator::mean:
            return adults.adults > 0 ? sum / adults.adults : 0;
        case Aggregator::min:
            break;
    }
    return adults.adults > 0 ? least : 0;
}

}  // namespace

FamilyAdults adults_of(const State& state, std::uint32_t family) {
    const Persons& p = state.population.persons;
    FamilyAdults result;
    for (std::uint32_t person = state.population.families.first_person[family]; person < p.size() && p.family[person] == family;
         ++person) {
        result.children = result.children || p.labour[person] == Labour::child;
        result.pensioners = result.pensioners || p.labour[person] == Labour::pensioner;
        if (!of_working_age(p.labour[person])) continue;
        ++result.by_education[p.education[person]];
        ++result.adults;
    }
    return result;
}

ScoreTables score_tables(const State& state, std::size_t quota) {
    ScoreTables tables;
    const int horizon = state.rules().horizon;
    std::vector<int> middle;  // of each step, in whole months after settling
    for (int from = 0; from < horizon; from += months_a_step) {
        const int length = std::min(months_a_step, horizon - from);
        tables.months.push_back(length);
        middle.push_back(from + (length + 1) / 2);
    }
    tables.steps = middle.size();
    fill_staying(tables, state, quota, middle);
    fill_employed(tables, state, middle);
    return tables;
}

double placement_score(const State& state, const ScoreTables& tables, std::uint32_t family, const FamilyAdults& adults,
                       std::size_t region) {
    const World& w = *state.world;
    const Families& f = state.population.families;
    const auto kind = static_cast<Score>(state.rules().score);
    const auto how = static_cast<Aggregator>(state.rules().aggregator);
    const std::size_t tie = f.tie_region[family] == no_region ? 0 : f.tie_region[family] == region ? 1 : 2;
    const double* staying = &tables.staying[((f.origin[family] * w.regions + region) * 3 + tie) * tables.steps];
    const double* employed = &tables.employed[region * education_count * tables.steps];
    double score = 0;
    for (std::size_t s = 0; s < tables.steps; ++s) {
        const double worth = kind == Score::retained ? f.members[family] : of_adults(adults, employed, tables.steps, s, how);
        score += tables.months[s] * worth * (kind == Score::employed ? 1 : staying[s]);
    }
    return kind == Score::earnings ? score * state.scenario().places.wage.at(region) : score;
}

}  // namespace qonys
