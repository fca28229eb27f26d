// The order of a day: early leaving and ends of stays; arrivals; moves into free places, first come first served; counting.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <numeric>

#include "base/problems.hpp"
#include "pathways/agenda.hpp"
#include "pathways/counts.hpp"
#include "pathways/stays.hpp"

namespace qonys {

namespace {

constexpr std::int32_t nowhere = PathwayCounts::outside;

// Where a party is and what is to come.
struct PartyState {
    std::int32_t stage = nowhere, next = nowhere;  // of its programme; next: the stage that it is ready for
    std::int32_t ready = 0;                        // day on which it became so
    std::int32_t leave_day = never;
    std::uint32_t leave_exit = 0;
    std::uint32_t visit = 0;         // visits to the stage before this one
    std::uint32_t serial = 0;        // changes with each step; items of agenda and queues with another one are void
    std::uint32_t first_visits = 0;  // in PathwayRun::visits
    bool waits = false;              // in the queue of a room
};

struct RoomState {
    std::int64_t occupied = 0;  // persons
    std::deque<AgendaItem> queue;
    bool may_admit = false;  // in PathwayRun::open_rooms
};

struct PathwayRun {
    const PathwayWorld& world;
    const PathwayPlan& plan;
    DrawKey key;
    PathwayCounts counts;
    std::vector<Party> parties;  // in the order in which those that are ready on one day queue
    std::vector<PartyState> states;
    std::vector<std::uint32_t> visits;      // [party, stage] so far, of programmes that lead back
    std::vector<std::uint32_t> by_arrival;  // parties
    std::size_t arrived = 0;                // of these
    Agenda agenda;
    std::vector<RoomState> rooms;
    std::vector<AgendaItem> items;        // of today
    std::vector<std::uint32_t> ready;     // parties that became ready today
    std::vector<std::size_t> open_rooms;  // whose queue may move
    std::int32_t today = 0;

    const ProgrammePlan& programme(std::uint32_t party) const { return plan.programmes[parties[party].programme]; }
    const StagePlan& stage(std::uint32_t party, std::int32_t stage) const {
        return programme(party).stages[static_cast<std::size_t>(stage)];
    }
    Visit visit(std::uint32_t party) const { return {key, parties[party].agent, states[party].visit}; }
    AgendaItem item(std::uint32_t party) const { return {party, states[party].serial}; }
    bool is_void(const AgendaItem& item) const { return states[item.party].serial != item.serial; }
};

PathwayRun make_run(const PathwayWorld& world, const PathwayPlan& plan, DrawKey key) {
    PathwayRun run{world, plan, key, {world, plan}, arriving_parties(world, key), {}, {}, {}, 0, Agenda(plan.days), {}, {},
                   {},    {},   0};
    run.states.resize(run.parties.size());
    run.rooms.resize(plan.places.size());
    for (std::size_t p = 0; p < run.parties.size(); ++p) {
        const ProgrammePlan& programme = plan.programmes[run.parties[p].programme];
        run.states[p].first_visits = static_cast<std::uint32_t>(run.visits.size());
        if (programme.leads_back) run.visits.resize(run.visits.size() + programme.stages.size(), 0);
    }
    run.by_arrival.resize(run.parties.size());
    std::iota(run.by_arrival.begin(), run.by_arrival.end(), 0U);
    std::stable_sort(run.by_arrival.begin(), run.by_arrival.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return run.parties[a].arrives < run.parties[b].arrives; });
    return run;
}

// Its queue may move.
void open_room(PathwayRun& run, std::size_t room) {
    RoomState& state = run.rooms[room];
    if (state.may_admit || state.queue.empty()) return;
    state.may_admit = true;
    run.open_rooms.push_back(room);
}

void free_places(PathwayRun& run, std::size_t room, std::int64_t persons) {
    run.rooms[room].occupied -= persons;
    open_room(run, room);
}

// Ready from today on for a stage, where it will queue, or out of the programme by an exit.
void go_on(PathwayRun& run, std::uint32_t p, std::size_t step);

void end_wait(PathwayRun& run, std::uint32_t p) {
    PartyState& state = run.states[p];
    if (state.waits) {
        run.counts.stop_waiting(run.parties[p], static_cast<std::size_t>(state.next), run.today - state.ready);
        open_room(run, run.stage(p, state.next).room);  // it may have been the first of the queue
    }
    state.waits = false;
    ++state.serial;
}

void leave_programme(PathwayRun& run, std::uint32_t p, std::size_t exit) {
    Party& party = run.parties[p];
    PartyState& state = run.states[p];
    end_wait(run, p);
    const ExitKind kind = run.programme(p).exits[exit];
    const auto stage = static_cast<std::size_t>(state.stage);
    const bool alone = party.kind == PartyKind::women && (kind == ExitKind::custody || kind == ExitKind::died);
    const ByGroup taken = alone ? ByGroup{1, 0, 0, 0} : party.persons;
    run.counts.exit(party, stage, exit, taken);
    free_places(run, run.stage(p, state.stage).room, alone ? 1 : party.size());
    for (std::size_t g = 0; g < taken.size(); ++g) party.persons[g] -= taken[g];
    if (party.size() == 0) {
        state.stage = nowhere;
        return;
    }
    party.agent = agent_of_children(party);
    party.kind = PartyKind::unaccompanied_children;
    const EarlyLeaveDraw leave = first_early_leave(run.stage(p, state.stage), run.visit(p));
    state.leave_day = std::min(run.today + leave.days, never);
    state.leave_exit = static_cast<std::uint32_t>(leave.exit);
    go_on(run, p, next_step(run.stage(p, state.stage), party.kind, run.visit(p)));
}

void go_on(PathwayRun& run, std::uint32_t p, std::size_t step) {
    PartyState& state = run.states[p];
    const std::size_t stages = run.programme(p).stages.size();
    if (step >= stages) {
        leave_programme(run, p, step - stages);
        return;
    }
    state.next = static_cast<std::int32_t>(step);
    state.ready = run.today;
    run.ready.push_back(p);
}

void leave_early_and_end_stays(PathwayRun& run) {
    run.agenda.take(run.today, run.items);
    for (const AgendaItem& item : run.items) {
        if (run.is_void(item)) continue;
        const PartyState& state = run.states[item.party];
        if (state.leave_day <= run.today)
            leave_programme(run, item.party, state.leave_exit);
        else
            go_on(run, item.party,
                  next_step(run.stage(item.party, state.stage), run.parties[item.party].kind, run.visit(item.party)));
    }
}

void arrive(PathwayRun& run) {
    for (; run.arrived < run.by_arrival.size(); ++run.arrived) {
        const std::uint32_t p = run.by_arrival[run.arrived];
        if (run.parties[p].arrives > run.today) break;
        run.counts.arrive(run.parties[p]);
        go_on(run, p, 0);
    }
}

void enter(PathwayRun& run, std::uint32_t p) {
    const Party& party = run.parties[p];
    PartyState& state = run.states[p];
    end_wait(run, p);
    run.counts.enter(party, state.stage, static_cast<std::size_t>(state.next), run.today - state.ready);
    if (state.stage != nowhere) free_places(run, run.stage(p, state.stage).room, party.size());
    state.stage = state.next;
    const StagePlan& stage = run.stage(p, state.stage);
    run.rooms[stage.room].occupied += party.size();
    if (run.programme(p).leads_back) state.visit = run.visits[state.first_visits + static_cast<std::size_t>(state.stage)]++;
    const EarlyLeaveDraw leave = first_early_leave(stage, run.visit(p));
    state.leave_day = std::min(run.today + leave.days, never);
    state.leave_exit = static_cast<std::uint32_t>(leave.exit);
    run.agenda.add(std::min(run.today + stay_days(stage, run.visit(p)), state.leave_day), run.item(p));
}

// A party larger than the whole room needs it empty.
bool fits(const PathwayRun& run, std::size_t room, std::int64_t persons) {
    const std::int64_t places = run.plan.places[room], occupied = run.rooms[room].occupied;
    return places == no_place_limit || occupied + persons <= places || occupied == 0;
}

void admit(PathwayRun& run, std::size_t room) {
    std::deque<AgendaItem>& queue = run.rooms[room].queue;
    while (!queue.empty()) {
        const AgendaItem first = queue.front();
        if (!run.is_void(first)) {
            if (!fits(run, room, run.parties[first.party].size())) return;
            enter(run, first.party);
        }
        queue.pop_front();
    }
}

void queue_up(PathwayRun& run, std::uint32_t p) {
    PartyState& state = run.states[p];
    const std::size_t room = run.stage(p, state.next).room;
    const bool has_place = state.stage != nowhere && run.stage(p, state.stage).room == room;
    if (has_place || run.plan.places[room] == no_place_limit) {
        enter(run, p);
        return;
    }
    ++state.serial;
    state.waits = true;
    run.counts.start_waiting(run.parties[p], static_cast<std::size_t>(state.next));
    run.rooms[room].queue.push_back(run.item(p));
    open_room(run, room);
}

void move(PathwayRun& run) {
    std::sort(run.ready.begin(), run.ready.end());
    for (const std::uint32_t p : run.ready) queue_up(run, p);
    while (!run.open_rooms.empty()) {
        const std::size_t room = run.open_rooms.back();
        run.open_rooms.pop_back();
        run.rooms[room].may_admit = false;
        admit(run, room);
    }
    for (const std::uint32_t p : run.ready)
        if (const PartyState& state = run.states[p]; state.waits && state.stage != nowhere)
            run.agenda.add(state.leave_day, run.item(p));
    run.ready.clear();
}

// Places taken, recounted from the parties.
void check_places(const PathwayRun& run) {
    std::vector<std::int64_t> occupied(run.rooms.size(), 0);
    for (std::uint32_t p = 0; p < run.parties.size(); ++p)
        if (run.states[p].stage != nowhere) occupied[run.stage(p, run.states[p].stage).room] += run.parties[p].size();
    for (std::size_t r = 0; r < occupied.size(); ++r)
        if (occupied[r] != run.rooms[r].occupied)
            throw BrokenInvariant(fmt::format("room {}: {} persons are there, {} places are taken", run.world.axes.room.labels[r],
                                              occupied[r], run.rooms[r].occupied));
}

}  // namespace

PathwayResult simulate_pathways(const PathwayWorld& world, DrawKey key, const std::atomic<bool>* stop) {
    const PathwayPlan plan = make_pathway_plan(world);
    PathwayRun run = make_run(world, plan, key);
    for (run.today = 0; run.today < plan.days; ++run.today) {
        run.counts.begin_day(run.today);
        leave_early_and_end_stays(run);
        arrive(run);
        move(run);
        run.counts.end_day();
        if (stop != nullptr && *stop) throw Interrupted();
    }
    for (std::uint32_t p = 0; p < run.parties.size(); ++p)
        if (run.states[p].waits)
            run.counts.still_waits(run.parties[p], static_cast<std::size_t>(run.states[p].next), plan.days - run.states[p].ready);
    check_places(run);
    PathwayResult result = run.counts.finish();
    check_pathway_tallies(result.tallies, world.axes);
    return result;
}

}  // namespace qonys
