#include "life/follow.hpp"

#include <fmt/format.h>

#include <string_view>

#include "base/problems.hpp"
#include "life/telling.hpp"
#include "month/month.hpp"

namespace qonys {

namespace {

using Teller = void (*)(const Telling&);

// Nothing to tell of what `rent`, `pay` and `account` do besides the ledger, which is read after each process.
Teller teller_of(std::string_view process) {
    struct Row {
        std::string_view process;
        Teller teller;
    };
    static constexpr Row rows[] = {
        {"policy", tell_terms},
        {"arrive", tell_arrival},
        {"grant_status", tell_decision},
        {"apply", tell_application},
        {"allocate", tell_sitting},
        {"settle", tell_settling},
        {"work", tell_work},
        {"house", tell_home},
        {"move_on", tell_leaving},
        {"naturalise", tell_citizenship},
        {"age", tell_births_deaths},
    };
    for (const Row& row : rows)
        if (row.process == process) return row.teller;
    return nullptr;
}

struct Following {
    State state;
    Whom whom;
    Life life;
    Seen before;
    std::vector<ClaimTold> claims;
    std::size_t families_known = 0, persons_known = 0;
};

// Where the family is among the rows that have been added.
std::optional<std::uint32_t> found(const Following& now) {
    const Families& f = now.state.population.families;
    if (now.whom.row) return *now.whom.row < f.size() ? now.whom.row : std::nullopt;
    for (std::size_t row = now.families_known; row < f.size(); ++row)
        if (f.agent[row].low == now.whom.agent.low && f.agent[row].high == now.whom.agent.high)
            return static_cast<std::uint32_t>(row);
    return std::nullopt;
}

void introduce(Following& now, std::uint32_t row) {
    const State& state = now.state;
    const Families& f = state.population.families;
    const Persons& p = state.population.persons;
    Life& life = now.life;
    life.found = true;
    life.row = row;
    life.agent = f.agent[row];
    life.first_month = state.now;
    life.origin = state.scenario().origins.name.texts[f.origin[row]];
    life.inflow = row_of(f.stream[row]).inflow;
    const std::vector<std::string>& education = state.scenario().work.education_factor.axes[0].labels;
    for (std::uint32_t person = f.first_person[row]; person < p.size() && p.family[person] == row; ++person)
        life.arrived.push_back(
            {p.member[person], p.sex[person] == Sex::female ? "female" : "male", education[p.education[person]], p.born[person]});
}

void look(Following& now, std::size_t process) {
    State& state = now.state;
    const bool first = !now.life.found;
    if (first) {
        const auto row = found(now);
        now.families_known = state.population.families.size();
        if (!row) {
            now.persons_known = state.population.persons.size();
            return;
        }
        introduce(now, *row);
        now.persons_known = state.population.families.first_person[*row];
    }
    const Seen seen = look_at(state, now.life.row, now.before.persons, now.persons_known);
    now.persons_known = state.population.persons.size();
    const Telling telling{state, now.life.row, process, first ? seen : now.before, seen, now.claims, now.life};
    if (first) {
        tell_first_sight(telling);
    } else {
        if (const Teller teller = teller_of(month_order()[process].name)) teller(telling);
        tell_rent_end(telling);
        note_claims(telling);
        tell_ledger(telling);
    }
    now.before = seen;
}

}  // namespace

std::string standing(const State& state, std::uint32_t family) {
    const Families& f = state.population.families;
    const std::string region = f.region[family] == no_region ? "" : state.scenario().places.name.texts[f.region[family]];
    switch (f.status[family]) {
        case FamilyStatus::applicant:
            return "waits for the decision";
        case FamilyStatus::waiting:
            return "waits for a quota place";
        case FamilyStatus::settling:
            return "about to settle";
        case FamilyStatus::settled: {
            const bool programme = in_programme(f, family);
            if (in_first_region(f, family))
                return fmt::format("settled in {} ({})", region, programme ? "placed under the quota" : "freely");
            return fmt::format("lives in {} ({} {})", region, programme ? "had been placed in" : "had settled freely in",
                               state.scenario().places.name.texts[f.first_region[family]]);
        }
        case FamilyStatus::refused:
            return "refused";
        case FamilyStatus::returned:
            return "left Kazakhstan";
        case FamilyStatus::extinct:
            return "all members have died";
        case FamilyStatus::abroad:
            return "has applied at an embassy and not arrived";
        case FamilyStatus::withdrawn:
            return "waited in vain and did not settle";
    }
    return "";
}

Followed follow(const World& world, DrawKey key, const Whom& whom, const std::atomic<bool>* stop) {
    Following now{make_state(world, key), whom, {}, {}, {}};
    State& state = now.state;
    state.keep_sittings = true;
    now.life.start = world.start;
    now.life.months = world.months;
    const auto order = month_order();
    for (; state.now < world.months; ++state.now) {
        for (std::size_t process = 0; process < order.size(); ++process) {
            order[process].step(state);
            look(now, process);
        }
        for (auto& sittings : state.sittings) sittings.clear();  // told, and read by nobody else
        state.spill_over.clear();
        if (stop && *stop) throw Interrupted("nothing was printed");
        if (now.life.found)
            now.life.states.push_back({standing(state, now.life.row), now.before.status == FamilyStatus::settled,
                                       now.before.members, now.before.in_work, now.before.paid});
    }
    return {std::move(now.life), static_cast<std::int64_t>(state.population.families.size()), std::move(state.tallies)};
}

}  // namespace qonys
