#include "microdata.hpp"

namespace qonys {

namespace {

constexpr std::int32_t never = -9999;

template <typename T>
std::vector<std::int32_t> integers(const std::vector<T>& column) {
    std::vector<std::int32_t> cells;
    cells.reserve(column.size());
    for (const T& value : column) cells.push_back(static_cast<std::int32_t>(value));
    return cells;
}

std::vector<std::int32_t> months(const std::vector<std::int16_t>& column, int warm_up) {
    std::vector<std::int32_t> cells;
    cells.reserve(column.size());
    for (std::int16_t month : column) cells.push_back(month == no_month ? never : month - warm_up);
    return cells;
}

std::vector<std::int32_t> regions(const std::vector<std::uint8_t>& column) {
    std::vector<std::int32_t> cells;
    cells.reserve(column.size());
    for (std::uint8_t region : column) cells.push_back(region == no_region ? -1 : region);
    return cells;
}

std::vector<std::int32_t> ties(const std::vector<std::uint32_t>& column) {
    std::vector<std::int32_t> cells;
    cells.reserve(column.size());
    for (std::uint32_t family : column) cells.push_back(family == no_family ? -1 : static_cast<std::int32_t>(family));
    return cells;
}

}  // namespace

Microdata microdata(const Population& population, const World& world, std::int64_t replicate) {
    const Families& f = population.families;
    const Persons& p = population.persons;
    // Not "months since …": clients would take the offsets for dates and stumble over the mark for never.
    const std::string since = "months", first = " (0 = " + world.axes.month.labels.front() + ")";
    const auto month = [&](const std::vector<std::int16_t>& column) { return months(column, world.warm_up); };
    Microdata data;
    data.replicate = replicate;
    data.families = {
        {"origin", "1", "Country of origin, or region that internal migrants leave", integers(f.origin),
         world.axes.origin.labels},
        {"status",
         "1",
         "Status at the end of the run",
         integers(f.status),
         {"applicant", "waiting", "settling", "settled", "refused", "returned", "extinct", "abroad", "withdrawn"}},
        {"stream", "1", "Stream; kandas who have not been placed count as free", integers(f.stream), world.axes.stream.labels},
        {"region", "1", "Region lived in, or left last; -1: never settled", regions(f.region), world.axes.region.labels},
        {"first_region", "1", "Region first settled in; -1: never settled", regions(f.first_region), world.axes.region.labels},
        {"tie", "1", "Row of the family that this one is tied to; -1: none that is simulated", ties(f.tie), {}},
        {"tie_region", "1", "Region where that family, or kin settled before, lives; -1: no tie", regions(f.tie_region),
         world.axes.region.labels},
        {"village", "1", "Lives in a city or a village", integers(f.village), {"city", "village"}},
        {"citizen", "1", "Has become citizen", integers(f.citizen), {"no", "yes"}},
        {"owner", "1", "Owns a home bought with a certificate", integers(f.owner), {"no", "yes"}},
        {"members", "persons", "Living members", integers(f.members), {}},
        {"employed", "persons", "Members in a job", integers(f.employed), {}},
        {"self_employed", "persons", "Members with a business of their own", integers(f.self_employed), {}},
        {"rent_payments_left", "payments", "Payments of rent support to come", integers(f.rent_payments_left), {}},
        {"arrived", since, "Month of arrival; -9999: never" + first, month(f.arrived), {}},
        {"granted", since, "Month in which kandas status was granted; -9999: never" + first, month(f.granted), {}},
        {"settled", since, "Month of settling; -9999: never" + first, month(f.settled), {}},
        {"here_since", since, "Month of the last move to a region; -9999: never" + first, month(f.here_since), {}},
        {"left", since, "Month of leaving the country; -9999: never" + first, month(f.left), {}},
        {"obligation_end",
         since,
         "Month in which the obligation to stay ends; -9999: never" + first,
         month(f.obligation_end),
         {}},
        {"lock_end", since, "Month in which the home may be sold; -9999: never" + first, month(f.lock_end), {}},
        {"paid", "KZT", "All benefits paid to the family", std::vector<std::int64_t>(f.paid), {}},
    };
    data.persons = {
        {"family", "1", "Row of the family", integers(p.family), {}},
        {"member", "1", "Number within the family, from 1", integers(p.member), {}},
        {"sex", "1", "Sex", integers(p.sex), {"female", "male"}},
        {"education", "1", "Education, reached or to be reached as an adult", integers(p.education),
         world.scenario->work.education_factor.axes[0].labels},
        {"labour",
         "1",
         "Labour status at the end of the run",
         integers(p.labour),
         {"child", "searching", "employed", "self_employed", "inactive", "pensioner", "dead"}},
        {"born", since, "Month of birth" + first, month(p.born), {}},
    };
    return data;
}

}  // namespace qonys
