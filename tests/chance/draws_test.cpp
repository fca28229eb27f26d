// Keyed draws against published vectors and known distributions. Each check must reject a sampler that is wrong.
#include "base/draws.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "chance/z.hpp"

namespace qonys {
namespace {

using test::too_far;
using testing::ElementsAre;

constexpr DrawKey key{2025, 3};
constexpr std::uint32_t draws = 200000;

// Agents as in the model: families of one month and origin, numbered in steps of 256.
Agent agent(std::uint32_t i) {
    return {(i + 1) << 8, 24300U << 16 | 4711U};
}

std::vector<double> sample(const std::function<double(std::uint32_t)>& draw, std::uint32_t n = draws) {
    std::vector<double> values(n);
    for (std::uint32_t i = 0; i < n; ++i) values[i] = draw(i);
    return values;
}

// Known answers of Random123 1.09 for philox4x32-10 (kat_vectors).
TEST(philox, gives_the_published_answers) {
    EXPECT_THAT(random_words({0, 0}, {0, 0}, 0, Purpose{0}), ElementsAre(0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U));
    // The fourth counter word is purpose | block << 16: 0xffffffff, and 0x03707344 in the digits of pi.
    EXPECT_THAT(random_words({~0U, ~0U}, {~0U, ~0U}, ~0U, Purpose{0xffff}, 0xffff),
                ElementsAre(0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU));
    EXPECT_THAT(random_words({0xa4093822U, 0x299f31d0U}, {0x243f6a88U, 0x85a308d3U}, 0x13198a2eU, Purpose{0x7344}, 0x0370),
                ElementsAre(0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U));
}

TEST(label_tags, are_fnv_1a) {
    EXPECT_EQ(tag(""), 0x811c9dc5U);
    EXPECT_EQ(tag("a"), 0xe40c292cU);
    EXPECT_EQ(tag("foobar"), 0xbf9cf968U);
}

// Largest distance from a uniform distribution, of the mean and of 64 bins.
double worst_of_uniform(const std::vector<double>& u) {
    std::vector<double> bins(64, 0.0);
    for (double x : u) {
        if (x <= 0 || x >= 1) return 1e9;
        ++bins[static_cast<std::size_t>(x * 64)];
    }
    return std::max(std::abs(test::z_of_mean(test::mean_of(u), 0.5, std::sqrt(1.0 / 12), static_cast<double>(u.size()))),
                    std::abs(test::z_of_table(bins, std::vector<double>(64, 1.0 / 64))));
}

TEST(uniform_draws, fill_the_unit_interval_evenly) {
    EXPECT_LT(worst_of_uniform(sample([](std::uint32_t i) { return uniform(key, agent(i), 0, Purpose::region_taste); })),
              too_far);
    EXPECT_LT(worst_of_uniform(sample([](std::uint32_t i) { return uniform(key, agent(7), i, Purpose::lottery); })), too_far);
    EXPECT_LT(worst_of_uniform(sample([](std::uint32_t i) { return uniform({1, i}, agent(7), 0, Purpose::lottery); })), too_far);
    const auto bent = [](std::uint32_t i) { return std::pow(uniform(key, agent(i), 0, Purpose::region_taste), 1.05); };
    EXPECT_GT(worst_of_uniform(sample(bent)), too_far);
    const auto coarse = [](std::uint32_t i) {
        return (std::floor(uniform(key, agent(i), 0, Purpose::region_taste) * 100) + 0.5) / 100;
    };
    EXPECT_GT(worst_of_uniform(sample(coarse)), too_far) << "a hundred values only";
}

TEST(uniform_draws, of_neighbouring_keys_are_independent) {
    const auto z = [](const std::function<double(std::uint32_t)>& a, const std::function<double(std::uint32_t)>& b) {
        return std::abs(test::z_of_correlation(test::correlation(sample(a), sample(b)), 0, draws));
    };
    const auto base = [](std::uint32_t i) { return uniform(key, agent(i), 5, Purpose::work_clock); };
    EXPECT_LT(z(base, [](std::uint32_t i) { return uniform(key, agent(i + 1), 5, Purpose::work_clock); }), too_far) << "family";
    EXPECT_LT(z(base,
                [](std::uint32_t i) {
                    return uniform(key, {agent(i).low | 1, agent(i).high}, 5, Purpose::work_clock);
                }),
              too_far)
        << "member";
    EXPECT_LT(z(base,
                [](std::uint32_t i) {
                    return uniform(key, {agent(i).low, agent(i).high + (1U << 16)}, 5, Purpose::work_clock);
                }),
              too_far)
        << "month of arrival";
    EXPECT_LT(z(base, [](std::uint32_t i) { return uniform(key, agent(i), 6, Purpose::work_clock); }), too_far) << "ordinal";
    EXPECT_LT(z(base, [](std::uint32_t i) { return uniform(key, agent(i), 5, Purpose::work_kind); }), too_far) << "purpose";
    EXPECT_LT(z(base,
                [](std::uint32_t i) {
                    return uniform({2025, 4}, agent(i), 5, Purpose::work_clock);
                }),
              too_far)
        << "replicate";
    EXPECT_LT(z(base, [](std::uint32_t i) { return uniform({2026, 3}, agent(i), 5, Purpose::work_clock); }), too_far) << "seed";
    EXPECT_GT(z(base,
                [](std::uint32_t i) {
                    return 0.02 * uniform(key, agent(i), 5, Purpose::work_clock) +
                           0.98 * uniform(key, agent(i), 6, Purpose::work_clock);
                }),
              too_far)
        << "a fiftieth of the same draw";
}

TEST(engine_words, beyond_the_first_four_are_new) {
    KeyedEngine engine(key, agent(1), 0, Purpose::family_count);
    std::vector<std::uint32_t> words(4000);
    for (std::uint32_t& word : words) word = engine();
    std::sort(words.begin(), words.end());
    EXPECT_EQ(std::adjacent_find(words.begin(), words.end()), words.end());
}

double worst_of_exponential(const std::vector<double>& x) {
    const double n = static_cast<double>(x.size());
    double worst = std::abs(test::z_of_mean(test::mean_of(x), 1, 1, n));
    for (double at : {0.1, 1.0, 3.0}) {
        const auto beyond = static_cast<double>(std::count_if(x.begin(), x.end(), [at](double v) { return v > at; }));
        worst = std::max(worst, std::abs(test::z_of_share(beyond, n, std::exp(-at))));
    }
    return worst;
}

TEST(unit_exponential_draws, follow_their_distribution) {
    const auto draw = [](std::uint32_t i) {
        return static_cast<double>(unit_exponential(key, agent(i), 1, Purpose::leaving_clock));
    };
    EXPECT_LT(worst_of_exponential(sample(draw)), too_far);
    EXPECT_GT(worst_of_exponential(sample([&](std::uint32_t i) { return draw(i) * 1.02; })), too_far);
    EXPECT_GT(worst_of_exponential(sample([](std::uint32_t i) { return 2 * uniform(key, agent(i), 1, Purpose::leaving_clock); })),
              too_far);
}

double worst_of_poisson(const std::vector<double>& x, double mean) {
    std::vector<double> counts(static_cast<std::size_t>(mean + 12 * std::sqrt(mean) + 10), 0.0), shares(counts.size());
    for (double v : x) {
        if (v < 0 || v >= static_cast<double>(counts.size())) return 1e9;
        ++counts[static_cast<std::size_t>(v)];
    }
    for (std::size_t k = 0; k < counts.size(); ++k)
        shares[k] = std::exp(static_cast<double>(k) * std::log(mean) - mean - std::lgamma(static_cast<double>(k) + 1));
    return std::max(std::abs(test::z_of_mean(test::mean_of(x), mean, std::sqrt(mean), static_cast<double>(x.size()))),
                    std::abs(test::z_of_table(counts, shares)));
}

TEST(poisson_draws, follow_their_distribution) {
    for (double mean : {0.3, 7.0, 40.0, 400.0}) {
        const auto draw = [mean](std::uint32_t i) {
            return static_cast<double>(poisson(mean, key, agent(i), 0, Purpose::family_count));
        };
        EXPECT_LT(worst_of_poisson(sample(draw, 50000), mean), too_far) << mean;
        const auto wrong = [&](std::uint32_t i) {  // right mean and variance, wrong shape; or one percent too many
            const double rounded = std::round(mean + std::sqrt(mean) * standard_normal(key, agent(i), 0, Purpose::family_count));
            return mean < 100 ? std::max(0.0, rounded) : std::round(draw(i) * 1.01);
        };
        EXPECT_GT(worst_of_poisson(sample(wrong, 50000), mean), too_far) << mean;
    }
    EXPECT_EQ(poisson(0, key, agent(1), 0, Purpose::family_count), 0);
}

double worst_of_normal(const std::vector<double>& x) {
    const double n = static_cast<double>(x.size());
    double worst = std::max(std::abs(test::z_of_mean(test::mean_of(x), 0, 1, n)),
                            std::abs(test::z_of_mean(test::variance_of(x), 1, std::sqrt(2.0), n)));
    for (double at : {-2.0, -1.0, 0.5, 1.5, 3.0}) {
        const auto beyond = static_cast<double>(std::count_if(x.begin(), x.end(), [at](double v) { return v > at; }));
        worst = std::max(worst, std::abs(test::z_of_share(beyond, n, 0.5 * std::erfc(at / std::sqrt(2.0)))));
    }
    return worst;
}

TEST(normal_draws, follow_their_distribution) {
    const auto draw = [](std::uint32_t i) { return standard_normal(key, agent(i), 0, Purpose::home_price); };
    EXPECT_LT(worst_of_normal(sample(draw)), too_far);
    EXPECT_GT(worst_of_normal(sample([&](std::uint32_t i) { return draw(i) * 1.03; })), too_far);
    EXPECT_GT(worst_of_normal(sample(
                  [](std::uint32_t i) { return (uniform(key, agent(i), 0, Purpose::home_price) - 0.5) * std::sqrt(12.0); })),
              too_far)
        << "right mean and variance, no tails";
}

}  // namespace
}  // namespace qonys
