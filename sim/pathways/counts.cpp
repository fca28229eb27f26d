#include "pathways/counts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/problems.hpp"

namespace qonys {

namespace {

std::int64_t sum_of(const ByGroup& persons) {
    return std::accumulate(persons.begin(), persons.end(), std::int64_t{0});
}

void count_day(std::vector<std::int32_t>& days_with, std::int64_t persons) {
    const auto at = static_cast<std::size_t>(persons);
    if (days_with.size() <= at) days_with.resize(at + 1, 0);
    ++days_with[at];
}

// Nearest rank: the least value that 95 of 100 days do not exceed.
std::int64_t percentile_95(const std::vector<std::int32_t>& days_with) {
    const std::int64_t days = std::accumulate(days_with.begin(), days_with.end(), std::int64_t{0});
    std::int64_t below = 0;
    for (std::size_t persons = 0; persons < days_with.size(); ++persons)
        if ((below += days_with[persons]) * 100 >= days * 95 && below > 0) return static_cast<std::int64_t>(persons);
    return 0;
}

}  // namespace

PathwayCounts::PathwayCounts(const PathwayWorld& world, const PathwayPlan& plan)
    : world_(world), plan_(plan), tallies_(make_pathway_tallies(world.axes)) {
    const std::size_t services = world.axes.service.size();
    for (std::size_t p = 0; p < plan.programmes.size(); ++p) {
        const ProgrammePlan& programme = plan.programmes[p];
        ProgrammeCount& row = programmes_.emplace_back();
        row.first_stage = stages_.size();
        row.stages = programme.stages.size();
        if (programme.obligation_days > 0) row.obligation_change.assign(static_cast<std::size_t>(plan.days), 0);
        for (const StagePlan& stage : programme.stages) {
            StageCount& count = stages_.emplace_back();
            count.programme = p;
            count.label = stage.label;
            count.room = stage.room;
            count.cost_per_day = stage.cost_per_day;
            count.cost_on_entry = stage.cost_on_entry;
            for (std::size_t i = 0; i < services; ++i)
                if (const double posts = world.facts.posts_per_person[of_run(count) * services + i]; posts > 0)
                    count.posts.emplace_back(i, posts);
            row.posts = row.posts || !count.posts.empty();
        }
    }
    rooms_.resize(plan.places.size());
    for (std::size_t r = 0; r < rooms_.size(); ++r) rooms_[r].places = plan.places[r];
    for (std::int32_t day = 0, n = 0; day < plan.days; ++day) {
        if (last_day_of_month_since(n + 1) <= day) ++n;
        months_by_days_.push_back(n);
    }
    posts_today_.resize(services);
}

void PathwayCounts::arrive(const Party& party) {
    ProgrammeCount& programme = programmes_[party.programme];
    const std::int32_t months = months_in(plan_.days - 1 - party.arrives);
    for (std::size_t g = 0; g < party.persons.size(); ++g) {
        const std::int32_t n = party.persons[g];
        cell(PathwayM::arrivals, at(party.programme) * group_words.size() + g) += n;
        programme.arrived[g] += n;
        programme.outside[g] += n;
        for (const PathwayM m : {PathwayM::followed, PathwayM::still_in, PathwayM::at_risk})
            cell(m, since(months, party.programme, g)) += n;
    }
    const std::int32_t until = party.arrives + plan_.programmes[party.programme].obligation_days;
    if (programme.obligation_change.empty()) return;
    programme.obligation_change[static_cast<std::size_t>(day_)] += party.size();
    if (until < plan_.days) programme.obligation_change[static_cast<std::size_t>(until)] -= party.size();
}

void PathwayCounts::wait(const Party& party, std::size_t stage, int sign) {
    StageCount& s = stage_of(party, stage);
    for (std::size_t g = 0; g < party.persons.size(); ++g) s.waiting[g] += sign * party.persons[g];
    s.all_waiting += sign * party.size();
}

void PathwayCounts::count_move(std::size_t programme, std::size_t from, std::size_t to, std::int64_t persons) {
    const PathwayAxes& axes = world_.axes;
    cell(PathwayM::moves, (programme * axes.step_from.size() + from) * axes.step_to.size() + to) += persons;
}

void PathwayCounts::enter(const Party& party, std::int32_t from, std::size_t stage, std::int32_t waited_days) {
    StageCount& s = stage_of(party, stage);
    std::size_t from_label = 0;
    if (from == outside) {
        for (std::size_t g = 0; g < party.persons.size(); ++g) programmes_[party.programme].outside[g] -= party.persons[g];
    } else {
        leave_stage(party, static_cast<std::size_t>(from), party.persons);
        from_label = 1 + stage_of(party, static_cast<std::size_t>(from)).label;
    }
    for (std::size_t g = 0; g < party.persons.size(); ++g) {
        s.present[g] += party.persons[g];
        cell(PathwayM::entered, at(s) * group_words.size() + g) += party.persons[g];
    }
    s.all_present += party.size();
    cell(PathwayM::spending, at(s)) += s.cost_on_entry * party.size();
    if (waited_days > 0) cell(PathwayM::waited, at(s)) += party.size();
    count_move(party.programme, from_label, s.label, party.size());
}

void PathwayCounts::leave_stage(const Party& party, std::size_t stage, const ByGroup& persons) {
    StageCount& s = stage_of(party, stage);
    for (std::size_t g = 0; g < persons.size(); ++g) s.present[g] -= persons[g];
    s.all_present -= sum_of(persons);
}

void PathwayCounts::exit(const Party& party, std::size_t stage, std::size_t exit, const ByGroup& persons) {
    leave_stage(party, stage, persons);
    const ProgrammePlan& programme = plan_.programmes[party.programme];
    const ExitKind kind = programme.exits[exit];
    const std::size_t label = programme.exit_label[exit];
    for (std::size_t g = 0; g < persons.size(); ++g) {
        cell(PathwayM::exits, (at(party.programme) * world_.axes.exit.size() + label) * group_words.size() + g) += persons[g];
        programmes_[party.programme].out[g] += persons[g];
    }
    const std::int64_t all = sum_of(persons);
    count_move(party.programme, 1 + stage_of(party, stage).label, world_.axes.stage.size() + label, all);
    count_months(party, kind, persons);
    end_obligation(party, kind, all);
}

// arrive() counted them as followed to the end of the run; those who end the programme count up to the month before.
void PathwayCounts::count_months(const Party& party, ExitKind kind, const ByGroup& persons) {
    const std::int32_t followed = months_in(plan_.days - 1 - party.arrives);
    const std::int32_t in = months_in(day_ - 1 - party.arrives), at_risk = std::min(in + 1, followed);
    for (std::size_t g = 0; g < persons.size(); ++g) {
        cell(PathwayM::still_in, since(followed, party.programme, g)) -= persons[g];
        cell(PathwayM::still_in, since(in, party.programme, g)) += persons[g];
        cell(PathwayM::at_risk, since(followed, party.programme, g)) -= persons[g];
        cell(PathwayM::at_risk, since(at_risk, party.programme, g)) += persons[g];
        if (kind == ExitKind::left && in + 1 <= followed) cell(PathwayM::left, since(in + 1, party.programme, g)) += persons[g];
    }
}

void PathwayCounts::end_obligation(const Party& party, ExitKind kind, std::int64_t persons) {
    ProgrammeCount& programme = programmes_[party.programme];
    const std::int32_t until = party.arrives + plan_.programmes[party.programme].obligation_days;
    if (programme.obligation_change.empty() || day_ >= until || kind == ExitKind::completed) return;
    programme.obligation_change[static_cast<std::size_t>(day_)] -= persons;
    if (until < plan_.days) programme.obligation_change[static_cast<std::size_t>(until)] += persons;
    if (kind == ExitKind::left) cell(PathwayM::breaches, at(party.programme)) += persons;
}

void PathwayCounts::end_day() {
    end_day_of_stages();
    end_day_of_rooms();
    end_day_of_programmes();
    const bool last_of_step = day_ + 1 == plan_.days || world_.step[static_cast<std::size_t>(day_) + 1] != step();
    if (last_of_step) end_step();
}

void PathwayCounts::end_day_of_stages() {
    for (RoomCount& room : rooms_) room.occupied = room.waiting = 0;
    for (StageCount& s : stages_) {
        if (s.all_present == 0 && s.all_waiting == 0) continue;
        const std::size_t now = at(s);
        cell(PathwayM::person_days, now) += s.all_present;
        cell(PathwayM::spending, now) += s.all_present * s.cost_per_day;
        cell(PathwayM::waiting_days, now) += s.all_waiting;
        s.peak_present = std::max(s.peak_present, s.all_present);
        s.peak_waiting = std::max(s.peak_waiting, s.all_waiting);
        count_day(s.days_with, s.all_present);
        person_days_ += s.all_present;
        rooms_[s.room].occupied += s.all_present;
        rooms_[s.room].waiting += s.all_waiting;
    }
}

void PathwayCounts::end_day_of_rooms() {
    for (RoomCount& room : rooms_) {
        if (room.occupied == 0 && room.waiting == 0) continue;
        room.peak = std::max(room.peak, room.occupied);
        room.days_full += room.places != no_place_limit && room.occupied >= room.places;
        count_day(room.days_with, room.occupied);
    }
}

void PathwayCounts::end_day_of_programmes() {
    constexpr double rounding_error = 1e-6;  // of sums of posts: 60 persons at 0.05 are 3 posts
    const std::size_t services = posts_today_.size();
    for (std::size_t p = 0; p < programmes_.size(); ++p) {
        ProgrammeCount& programme = programmes_[p];
        if (!programme.obligation_change.empty())
            programme.under_obligation += programme.obligation_change[static_cast<std::size_t>(day_)];
        if (!programme.posts) continue;
        std::fill(posts_today_.begin(), posts_today_.end(), 0);
        for (std::size_t s = programme.first_stage; s < programme.first_stage + programme.stages; ++s)
            for (const auto& [service, posts] : stages_[s].posts)
                posts_today_[service] += posts * static_cast<double>(stages_[s].all_present);
        for (std::size_t i = 0; i < services; ++i) {
            std::int64_t& most = cell(PathwayM::posts, at(p) * services + i);
            most = std::max(most, static_cast<std::int64_t>(std::ceil(posts_today_[i] - rounding_error)));
        }
    }
}

void PathwayCounts::end_step() {
    for (const StageCount& s : stages_)
        for (std::size_t g = 0; g < s.present.size(); ++g) {
            cell(PathwayM::present, at(s) * group_words.size() + g) = s.present[g];
            cell(PathwayM::waiting, at(s) * group_words.size() + g) = s.waiting[g];
        }
    for (std::size_t r = 0; r < rooms_.size(); ++r) cell(PathwayM::occupied, step() * rooms_.size() + r) = rooms_[r].occupied;
    for (std::size_t p = 0; p < programmes_.size(); ++p)
        cell(PathwayM::under_obligation, at(p)) = programmes_[p].under_obligation;
    check_persons();
}

void PathwayCounts::check_persons() const {
    for (std::size_t p = 0; p < programmes_.size(); ++p)
        for (std::size_t g = 0; g < group_words.size(); ++g) {
            const ProgrammeCount& programme = programmes_[p];
            std::int64_t in = programme.outside[g];
            for (std::size_t s = programme.first_stage; s < programme.first_stage + programme.stages; ++s)
                in += stages_[s].present[g];
            if (programme.arrived[g] != in + programme.out[g])
                throw BrokenInvariant(fmt::format("{}: {} of {}: {} arrived, {} are in the programme or wait, {} are out",
                                                  world_.axes.date.labels[step()], group_words[g],
                                                  world_.axes.programme.labels[p], programme.arrived[g], in, programme.out[g]));
        }
}

void PathwayCounts::stop_waiting(const Party& party, std::size_t stage, std::int32_t waited_days) {
    wait(party, stage, -1);
    still_waits(party, stage, waited_days);
}

void PathwayCounts::still_waits(const Party& party, std::size_t stage, std::int32_t days) {
    StageCount& s = stage_of(party, stage);
    s.longest_wait = std::max<std::int64_t>(s.longest_wait, days);
}

// Until here each cell holds the persons for whom the month is the last; those count in all months before as well.
void PathwayCounts::sum_months() {
    const std::size_t width = world_.axes.programme.size() * group_words.size();
    for (const PathwayM m : {PathwayM::followed, PathwayM::still_in, PathwayM::at_risk})
        for (std::size_t n = world_.axes.months_since.size() - 1; n > 0; --n)
            for (std::size_t i = 0; i < width; ++i) cell(m, (n - 1) * width + i) += cell(m, n * width + i);
}

PathwayResult PathwayCounts::finish() {
    for (const StageCount& s : stages_) {
        cell(PathwayM::longest_wait, of_run(s)) = s.longest_wait;
        cell(PathwayM::peak_present, of_run(s)) = s.peak_present;
        cell(PathwayM::p95_present, of_run(s)) = percentile_95(s.days_with);
        cell(PathwayM::peak_waiting, of_run(s)) = s.peak_waiting;
    }
    for (std::size_t r = 0; r < rooms_.size(); ++r) {
        cell(PathwayM::peak_occupied, r) = rooms_[r].peak;
        cell(PathwayM::p95_occupied, r) = percentile_95(rooms_[r].days_with);
        cell(PathwayM::days_full, r) = rooms_[r].days_full;
        cell(PathwayM::places, r) = std::max<std::int64_t>(rooms_[r].places, 0);
    }
    sum_months();
    return {std::move(tallies_), person_days_};
}

}  // namespace qonys
