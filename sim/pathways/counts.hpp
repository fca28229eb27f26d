// What a replicate counts while its days go by. Sums are kept as parties move; the end of a day costs one look at each stage.
#pragma once

#include <cstdint>
#include <vector>

#include "pathways/parties.hpp"
#include "pathways/plan.hpp"

namespace qonys {

class PathwayCounts {
public:
    PathwayCounts(const PathwayWorld& world, const PathwayPlan& plan);

    void begin_day(std::int32_t day) { day_ = day; }
    void arrive(const Party& party);
    void start_waiting(const Party& party, std::size_t stage) { wait(party, stage, 1); }
    void stop_waiting(const Party& party, std::size_t stage, std::int32_t waited_days);
    // `from`: a stage of the programme, or outside.
    void enter(const Party& party, std::int32_t from, std::size_t stage, std::int32_t waited_days);
    void leave_stage(const Party& party, std::size_t stage, const ByGroup& persons);
    void exit(const Party& party, std::size_t stage, std::size_t exit, const ByGroup& persons);
    void end_day();

    void still_waits(const Party& party, std::size_t stage, std::int32_t days);
    PathwayResult finish();

    static constexpr std::int32_t outside = -1;

private:
    struct StageCount {
        std::size_t programme = 0, label = 0, room = 0;
        Tenge cost_per_day = 0, cost_on_entry = 0;
        ByGroup present{}, waiting{};
        std::int64_t all_present = 0, all_waiting = 0, peak_present = 0, peak_waiting = 0, longest_wait = 0;
        std::vector<std::int32_t> days_with;                // [persons present] days on which the stage was in use
        std::vector<std::pair<std::size_t, double>> posts;  // service, per person
    };
    struct RoomCount {
        std::int64_t places = 0, occupied = 0, waiting = 0, peak = 0, days_full = 0;
        std::vector<std::int32_t> days_with;
    };
    struct ProgrammeCount {
        std::size_t first_stage = 0, stages = 0;  // in stages_
        ByGroup outside{};                        // waiting for the first stage
        std::array<std::int64_t, group_words.size()> arrived{}, out{};
        std::vector<std::int64_t> obligation_change;  // [day] persons who come under it less those who cease to be; empty: none
        std::int64_t under_obligation = 0;
        bool posts = false;
    };

    std::int64_t& cell(PathwayM m, std::size_t i) { return tallies_.cells[static_cast<std::size_t>(m)][i]; }
    std::size_t step() const { return world_.step[static_cast<std::size_t>(day_)]; }
    std::size_t at(std::size_t programme) const { return step() * world_.axes.programme.size() + programme; }
    std::size_t at(const StageCount& s) const { return at(s.programme) * world_.axes.stage.size() + s.label; }
    std::size_t of_run(const StageCount& s) const { return s.programme * world_.axes.stage.size() + s.label; }
    StageCount& stage_of(const Party& party, std::size_t stage) {
        return stages_[programmes_[party.programme].first_stage + stage];
    }
    std::int32_t months_in(std::int32_t days) const { return months_by_days_[static_cast<std::size_t>(days)]; }
    std::size_t since(std::int32_t months, std::size_t programme, std::size_t group) const {
        return (static_cast<std::size_t>(months) * world_.axes.programme.size() + programme) * group_words.size() + group;
    }
    void wait(const Party& party, std::size_t stage, int sign);
    void count_months(const Party& party, ExitKind kind, const ByGroup& persons);
    void end_obligation(const Party& party, ExitKind kind, std::int64_t persons);
    void count_move(std::size_t programme, std::size_t from, std::size_t to, std::int64_t persons);
    void end_day_of_stages();
    void end_day_of_rooms();
    void end_day_of_programmes();
    void end_step();
    void check_persons() const;
    void sum_months();

    const PathwayWorld& world_;
    const PathwayPlan& plan_;
    Tallies tallies_;
    std::int32_t day_ = 0;
    std::int64_t person_days_ = 0;
    std::vector<StageCount> stages_;  // by programme, in the order of the file
    std::vector<RoomCount> rooms_;
    std::vector<ProgrammeCount> programmes_;
    std::vector<std::int32_t> months_by_days_;  // [days since arrival] months that have ended
    std::vector<double> posts_today_;           // [service]
};

}  // namespace qonys
