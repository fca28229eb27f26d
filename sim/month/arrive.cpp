// Families arrive and ask for kandas status; when the decision will come is drawn here.
#include "month/month.hpp"

namespace qonys {

void arrive(State& state) {
    const World& w = *state.world;
    Families& f = state.population.families;
    for (std::size_t o = 0; o < w.origins; ++o) {
        const std::size_t first = f.size();
        const double expected = state.expected_arrivals[static_cast<std::size_t>(state.now)][o];
        const std::int64_t persons =
            add_arrivals(state.population, w.arrivals, o, expected, state.month(), state.now16(), state.key);
        state.persons_in += persons;
        state.count(M::arrivals, o, persons);
        for (std::size_t family = first; family < f.size(); ++family) {
            // Whole months with the mean that the rule states: 30 working days of 21 a month are 1 or 2 months.
            const double u = uniform(state.key, f.agent[family], 0, Purpose::decision_delay);
            const int due = state.now + static_cast<int>(state.rules().decision_months + u);
            f.decision_due[family] = static_cast<std::int16_t>(due);
            if (due < w.months) state.decisions[static_cast<std::size_t>(due)].push_back(static_cast<std::uint32_t>(family));
        }
    }
}

}  // namespace qonys
