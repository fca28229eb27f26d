// Keyed draws: every random number is a function of (seed, replicate) and of (agent, ordinal, purpose). Nothing is stored, so
// results do not depend on threads, on loop order or on what other agents do, and two policies share every draw they can.
#pragma once

#include <Random123/philox.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace qonys {

// What a draw decides. The numbers are part of the meaning of a seed: never renumber, never reuse.
enum class Purpose : std::uint32_t {
    yearly_total = 1,
    yearly_origin = 2,
    family_count = 3,
    family_size = 4,
    head_class = 5,
    head_age = 6,
    head_sex = 7,
    second_member = 8,
    spouse_age_gap = 9,
    member_class = 10,
    member_age = 11,
    member_sex = 12,
    education = 13,
    commission_heard = 14,
    commission_vote = 15,
    decision_delay = 16,
    asks_for_place = 17,
    application_day = 18,
    lottery = 19,
    region_taste = 20,
    settlement = 21,
    rent_take_up = 22,
    participation = 23,
    work_clock = 24,
    work_kind = 25,
    purchase_clock = 26,
    home_price = 27,
    leaving_clock = 28,
    goes_abroad = 29,
    onward_taste = 30,
    citizenship_clock = 31,
    death_clock = 32,
    birth_clock = 33,
    child_sex = 34,
    parameter = 35,
    embassy = 36,
    arrival_thinning = 37,
    term_extension = 38,
    leaves_unplaced = 39,
    job_seeker = 40,
    registration = 41,
    card_business = 42,
    arranged_job = 43,
    employer_subsidy = 44,
    business_grant = 45,
    mortgage = 46,
    breach_clock = 47,
    breach_kind = 48,
    detection = 49,
    exemption = 50,
    has_tie = 51,
    tie_region = 52,
    tie_family = 53,
    give_up_clock = 54,
    proportional_place = 55,
    applicant_lot = 60,
    applicant_draw = 61,
    sobol_scramble = 70,
    halton_digits = 71,
    lhs_order = 72,
    lhs_place = 73,
    morris_start = 74,
    morris_order = 75,
    resample = 76,
    pathway_parties = 80,
    pathway_mother = 81,
    pathway_delay = 82,
    pathway_day = 83,
    pathway_stay = 84,
    pathway_next = 85,
    pathway_leave = 86,
};

struct DrawKey {
    std::uint32_t seed = 0, replicate = 0;
};

// 64 bits that name a family, a person, a year or the like. Families: months and origin in `high`, ordinal and member in `low`.
struct Agent {
    std::uint32_t low = 0, high = 0;
};

// A number for a label (region, origin) that does not change when labels are added or reordered: FNV-1a.
constexpr std::uint32_t tag(std::string_view label) {
    std::uint32_t hash = 2166136261u;
    for (char c : label) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return hash;
}

// Four random words. `block` numbers the blocks when a draw needs more than four.
inline std::array<std::uint32_t, 4> random_words(DrawKey key, Agent agent, std::uint32_t ordinal, Purpose purpose,
                                                 std::uint32_t block = 0) {
    r123::Philox4x32 philox;
    const r123::Philox4x32::ctr_type counter{{agent.low, agent.high, ordinal, static_cast<std::uint32_t>(purpose) | block << 16}};
    const r123::Philox4x32::key_type words{{key.seed, key.replicate}};
    const auto out = philox(counter, words);
    return {out[0], out[1], out[2], out[3]};
}

// Uniform on the open interval (0, 1): 52 bits, centred, so that neither end occurs.
inline double uniform(DrawKey key, Agent agent, std::uint32_t ordinal, Purpose purpose) {
    const auto w = random_words(key, agent, ordinal, purpose);
    const std::uint64_t bits = (static_cast<std::uint64_t>(w[0]) << 20) | (w[1] >> 12);
    return (static_cast<double>(bits) + 0.5) * 0x1p-52;
}

inline float exponential_at(double u) {
    return static_cast<float>(-std::log(u));
}

// Unit exponential; a hazard clock starts at such a value and loses the hazard of each month.
inline float unit_exponential(DrawKey key, Agent agent, std::uint32_t ordinal, Purpose purpose) {
    return exponential_at(uniform(key, agent, ordinal, purpose));
}

// A stream of words for the distributions of Boost.Random, made on the spot for one draw.
class KeyedEngine {
public:
    using result_type = std::uint32_t;
    KeyedEngine(DrawKey key, Agent agent, std::uint32_t ordinal, Purpose purpose)
        : key_(key), agent_(agent), ordinal_(ordinal), purpose_(purpose) {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return 0xffffffffu; }
    result_type operator()() {
        if (next_ == 4) {
            words_ = random_words(key_, agent_, ordinal_, purpose_, block_++);
            next_ = 0;
        }
        return words_[next_++];
    }

private:
    DrawKey key_;
    Agent agent_;
    std::uint32_t ordinal_;
    Purpose purpose_;
    std::uint32_t block_ = 0, next_ = 4;
    std::array<std::uint32_t, 4> words_{};
};

// Distributions of Boost.Random on a keyed engine.
std::int64_t poisson(double mean, DrawKey key, Agent agent, std::uint32_t ordinal, Purpose purpose);
double standard_normal(DrawKey key, Agent agent, std::uint32_t ordinal, Purpose purpose);
double standard_gamma(double shape, DrawKey key, Agent agent, std::uint32_t ordinal, Purpose purpose);  // mean: shape

}  // namespace qonys
