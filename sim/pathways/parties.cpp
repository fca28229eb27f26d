#include "pathways/parties.hpp"

#include <algorithm>
#include <cmath>

namespace qonys {

namespace {

constexpr std::uint32_t index_bits = 24;

// One arrival: its days, its flights and how many of each come.
class Comers {
public:
    Comers(const PathwayWorld& world, DrawKey key, std::size_t programme, const ManifestRow& arrival)
        : arrival_(arrival), key_(key), programme_(static_cast<std::uint32_t>(programme)) {
        name_ = tag(world.scenario->pathways.programmes[programme].name + "." + arrival.name);
        first_ = parse_date(arrival.date)->days - world.first_day.days;
        const std::int32_t last = arrival.until.empty() ? first_ : parse_date(arrival.until)->days - world.first_day.days;
        span_ = last - first_;
        days_ = world.last_day.days - world.first_day.days + 1;
        singly_ = arrival.pattern == "singly";
        set_numbers();
        if (!singly_) set_flights();
    }

    void add_to(std::vector<Party>& parties) const {
        const std::vector<std::int32_t> children = children_of_women();
        for (std::int64_t i = 0; i < women_; ++i)
            add(parties, Counted::woman, i, women_, {1, 0, children[static_cast<std::size_t>(i)], 0});
        for (std::int64_t i = 0; i < men_; ++i) add(parties, Counted::man, i, men_, {0, 1, 0, 0});
        for (std::int64_t i = 0; i < alone_; ++i) add(parties, Counted::unaccompanied_child, i, alone_, {0, 0, 0, 1});
    }

private:
    Agent agent(Counted counted, std::int64_t index) const {
        return {static_cast<std::uint32_t>(counted) << index_bits | static_cast<std::uint32_t>(index), name_};
    }
    double in_file(const char* traveller) const {
        const Table& persons = arrival_.persons;
        const auto at = persons.axes[0].find(traveller);
        return at ? persons.at(*at) : 0;
    }
    std::int64_t number(double mean, Counted counted) const {
        return singly_ ? poisson(mean, key_, agent(counted, 0), 0, Purpose::pathway_parties) : std::llround(mean);
    }

    void set_numbers() {
        const double women = in_file("women"), children = in_file("children");
        double alone = arrival_.unaccompanied != not_said ? static_cast<double>(arrival_.unaccompanied) : in_file("orphans");
        if (women == 0) alone = children;
        women_ = number(women, Counted::woman);
        men_ = number(in_file("men"), Counted::man);
        alone_ = number(alone, Counted::unaccompanied_child);
        accompanied_ = children - alone;
        children_per_woman_ = women > 0 ? accompanied_ / women : 0;
    }

    void set_flights() {
        for (std::int64_t flight = 0; flight < arrival_.flights; ++flight) {
            const std::int64_t gaps = arrival_.flights - 1;
            const std::int64_t after = gaps == 0 ? 0 : (2 * flight * span_ + gaps) / (2 * gaps);  // half up
            const double u = uniform(key_, agent(Counted::flight, flight), 0, Purpose::pathway_delay);
            const auto delay = static_cast<std::int64_t>(u * (std::floor(arrival_.delay_days) + 1));
            flight_day_.push_back(first_ + static_cast<std::int32_t>(after + delay));
        }
    }

    // Children who come singly are drawn for each woman, so that another woman changes no other family.
    std::vector<std::int32_t> children_of_women() const {
        std::vector<std::int32_t> children(static_cast<std::size_t>(women_), 0);
        if (singly_) {
            for (std::size_t i = 0; i < children.size(); ++i)
                children[i] = static_cast<std::int32_t>(poisson(
                    children_per_woman_, key_, agent(Counted::woman, static_cast<std::int64_t>(i)), 1, Purpose::pathway_parties));
            return children;
        }
        for (std::int64_t c = 0; c < std::llround(accompanied_) && women_ > 0; ++c) {
            const double u = uniform(key_, agent(Counted::accompanied_child, c), 0, Purpose::pathway_mother);
            ++children[static_cast<std::size_t>(u * static_cast<double>(women_))];
        }
        return children;
    }

    void add(std::vector<Party>& parties, Counted counted, std::int64_t index, std::int64_t of, ByGroup persons) const {
        Party party;
        party.persons = persons;
        party.kind = static_cast<PartyKind>(counted);
        party.programme = programme_;
        party.agent = agent(counted, index);
        if (singly_)
            party.arrives = first_ + static_cast<std::int32_t>(uniform(key_, party.agent, 0, Purpose::pathway_day) * (span_ + 1));
        else
            party.arrives = flight_day_[static_cast<std::size_t>(index * arrival_.flights / of)];
        if (party.arrives >= 0 && party.arrives < days_) parties.push_back(party);  // a flight may come after the last day
    }

    const ManifestRow& arrival_;
    DrawKey key_;
    std::uint32_t programme_ = 0, name_ = 0;
    std::int32_t first_ = 0, span_ = 0, days_ = 0;
    bool singly_ = false;
    std::int64_t women_ = 0, men_ = 0, alone_ = 0;
    double accompanied_ = 0, children_per_woman_ = 0;
    std::vector<std::int32_t> flight_day_;
};

}  // namespace

std::vector<Party> arriving_parties(const PathwayWorld& world, DrawKey key) {
    std::vector<Party> parties;
    const std::vector<Programme>& programmes = world.scenario->pathways.programmes;
    for (std::size_t p = 0; p < programmes.size(); ++p)
        for (const ManifestRow& arrival : programmes[p].arrivals) Comers(world, key, p, arrival).add_to(parties);
    return parties;
}

Agent agent_of_children(const Party& party) {
    constexpr std::uint32_t index = (1U << index_bits) - 1;
    return {static_cast<std::uint32_t>(Counted::children_without_mother) << index_bits | (party.agent.low & index),
            party.agent.high};
}

}  // namespace qonys
