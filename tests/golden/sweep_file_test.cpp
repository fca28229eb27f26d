// The file of a sweep: what is written is what is read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <thread>

#include "base/problems.hpp"
#include "commit.hpp"
#include "golden/small_result.hpp"
#include "golden/small_sweep_file.hpp"
#include "results/compare.hpp"
#include "results/read.hpp"
#include "results/read_sweep.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct Written {
    test::TempFolder folder;
    std::string path = folder.path() / "s.h5";
    explicit Written(bool arms) { test::write_small_sweep(path, arms); }
};

std::vector<std::uint64_t> bits(const std::vector<double>& values) {
    std::vector<std::uint64_t> all;
    for (const double value : values) all.push_back(std::bit_cast<std::uint64_t>(value));
    return all;
}

std::string text(const StoredObject& object, const std::string& name) {
    for (const StoredAttribute& a : object.attributes)
        if (a.name == name) return std::get<std::vector<std::string>>(a.values).at(0);
    throw std::runtime_error(object.path + " lacks " + name);
}

void expect_same(const SweepHeader& a, const SweepHeader& b) {
    EXPECT_EQ(a.question, b.question);
    EXPECT_EQ(a.design, b.design);
    EXPECT_EQ(a.sweep_text, b.sweep_text);
    ASSERT_EQ(a.arms.size(), b.arms.size());
    for (std::size_t i = 0; i < a.arms.size(); ++i) {
        EXPECT_EQ(a.arms[i].name, b.arms[i].name);
        EXPECT_EQ(a.arms[i].scenario_text, b.arms[i].scenario_text);
        EXPECT_EQ(a.arms[i].inputs, b.arms[i].inputs);
    }
    ASSERT_EQ(a.parameters.size(), b.parameters.size());
    for (std::size_t i = 0; i < a.parameters.size(); ++i) {
        EXPECT_EQ(a.parameters[i].name, b.parameters[i].name);
        EXPECT_EQ(a.parameters[i].unit, b.parameters[i].unit);
        EXPECT_EQ(a.parameters[i].doc, b.parameters[i].doc);
        EXPECT_EQ(a.parameters[i].text, b.parameters[i].text);
        EXPECT_EQ(a.parameters[i].words, b.parameters[i].words);
        EXPECT_EQ(bits({a.parameters[i].base}), bits({b.parameters[i].base}));
    }
    ASSERT_EQ(a.measures.size(), b.measures.size());
    for (std::size_t i = 0; i < a.measures.size(); ++i) {
        EXPECT_EQ(a.measures[i].name, b.measures[i].name);
        EXPECT_EQ(a.measures[i].unit, b.measures[i].unit);
        EXPECT_EQ(a.measures[i].title, b.measures[i].title);
        EXPECT_EQ(a.measures[i].better, b.measures[i].better);
    }
    EXPECT_EQ(a.points, b.points);
    EXPECT_EQ(a.replicates, b.replicates);
    EXPECT_EQ(a.replicates_per_draw, b.replicates_per_draw);
    EXPECT_EQ(a.seed, b.seed);
    EXPECT_EQ(a.levels, b.levels);
    EXPECT_EQ(a.assumed, b.assumed);
    EXPECT_EQ(a.uncertain, b.uncertain);
    EXPECT_EQ(a.fingerprint, b.fingerprint);
    EXPECT_EQ(a.shard, b.shard);
    EXPECT_EQ(a.shards, b.shards);
}

void expect_same(const SweepPoints& a, const SweepPoints& b) {
    EXPECT_EQ(a.number, b.number);
    EXPECT_EQ(bits(a.values), bits(b.values));
    EXPECT_EQ(bits(a.unit), bits(b.unit));
    EXPECT_EQ(a.block, b.block);
    EXPECT_EQ(a.role, b.role);
}

void expect_holds_small_sweep(const SweepFileReader& reader, bool arms) {
    expect_same(reader.header(), test::small_sweep_header(arms));
    expect_same(reader.points(), test::small_sweep_points());
    const std::vector<PointResult> results = reader.results(0, 7);
    ASSERT_EQ(results.size(), 7U);
    for (std::int32_t p = 0; p < 7; ++p) {
        const PointResult expected = test::small_sweep_result(p, arms);
        EXPECT_EQ(results[static_cast<std::size_t>(p)].failure, expected.failure);
        EXPECT_EQ(reader.failures()[static_cast<std::size_t>(p)], expected.failure);
        EXPECT_EQ(bits(results[static_cast<std::size_t>(p)].values), bits(expected.values)) << p;
    }
}

TEST(sweep_file, gives_back_all_that_was_written) {
    for (const bool arms : {false, true}) {
        const Written written(arms);
        expect_holds_small_sweep(SweepFileReader(written.path), arms);
    }
}

TEST(sweep_file, gives_back_every_field_of_the_header_whatever_it_is) {
    const test::TempFolder folder;
    SweepHeader header = test::small_sweep_header(true);
    header.question = std::string(100'000, 'q') + "?";
    header.design = "morris";
    header.sweep_text = std::string(1'000'000, 's');
    header.arms[1] = {"", std::string(200'000, 'y') + "\n", {}};
    header.arms[0].inputs = {{"a name  with\nlines.yaml", std::string(64, '0')}, {" x", std::string(64, '1')}};
    header.parameters[0] = {"a/b c", "", "", "", {}, -0.0};
    header.parameters[1] = {"point", "unit", "doc", std::string(70'000, 't'), {"", "base", "two words"}, nan};
    header.measures[0] = {"x", "", "", 0};
    header.points = 1'000'000'000'000;
    header.replicates_per_draw = 2;
    header.seed = 4'294'967'295;
    header.levels = 6;
    header.assumed = "";
    header.uncertain = "x.y = uniform(0, 1) per month\n";
    header.shard = 3;
    header.shards = 9;
    header.fingerprint = "f";
    SweepPoints points = test::small_sweep_points();
    points.number = {2, 3, 5, 7, 11, 13, 2'000'000'000};
    points.values[1 * 3] = -std::numeric_limits<double>::infinity();
    write_sweep(
        folder.path() / "s.h5", header, points, [](std::size_t) { return test::small_sweep_result(1, true); },
        test::small_run_info());
    const SweepFileReader reader(folder.path() / "s.h5");
    expect_same(reader.header(), header);
    expect_same(reader.points(), points);
}

TEST(sweep_file, gives_values_of_one_measure_and_of_some_points) {
    const Written written(true);
    const SweepFileReader reader(written.path);
    const std::vector<double> values = reader.values(1);
    ASSERT_EQ(values.size(), 7U * 2 * 3);
    EXPECT_EQ(values[(6 * 2 + 1) * 3 + 2], 600 + 10 + 4 + 1000 + 3 * 6) << "point 6, arm key, replicate 2";
    EXPECT_EQ(bits(reader.results(4, 6).at(1).values), bits(test::small_sweep_result(5, true).values));
    EXPECT_THAT(reader.results(4, 4), IsEmpty());
    EXPECT_THROW(reader.results(4, 8), BrokenInvariant);
    EXPECT_THROW(reader.values(2), BrokenInvariant);
}

TEST(sweep_file, has_means_and_errors_over_replicates_with_a_meaning) {
    const Written written(true);
    const ResultFile file(written.path);
    EXPECT_THAT(file.find("placed").axes, ElementsAre("point", "arm", "replicate"));
    const std::vector<double> mean = file.reals("placed_mean"), se = file.reals("placed_se");
    const std::vector<double> difference = file.reals("placed_difference"), error = file.reals("placed_difference_se");
    ASSERT_EQ(mean.size(), 14U);
    // replicates 0, 1, 4 above 200, standard deviation sqrt(((5/3)^2 + (2/3)^2 + (7/3)^2) / 2) = sqrt(13/3)
    EXPECT_DOUBLE_EQ(mean[2 * 2], 200 + 5.0 / 3);
    EXPECT_NEAR(se[2 * 2], std::sqrt(13.0 / 9), 1e-13);
    // arm key less order: 10 + point x (1, 2, 3)
    EXPECT_DOUBLE_EQ(difference[2 * 2 + 1], 14);
    EXPECT_DOUBLE_EQ(error[2 * 2 + 1], 2 / std::sqrt(3.0));
    EXPECT_EQ(difference[2 * 2], 0) << "the reference differs by nothing from itself";
    // point 5 has two replicates of the reference: 501 and 504; the difference has those two
    EXPECT_DOUBLE_EQ(mean[5 * 2], 502.5);
    EXPECT_DOUBLE_EQ(se[5 * 2], 1.5);
    EXPECT_DOUBLE_EQ(difference[5 * 2 + 1], 10 + 5 * 2.5);
    EXPECT_DOUBLE_EQ(error[5 * 2 + 1], 2.5);
    for (const auto* figures : {&mean, &se, &difference, &error})
        for (const std::size_t arm : {0, 1}) EXPECT_TRUE(std::isnan((*figures)[3 * 2 + arm])) << "point 3 failed";
    EXPECT_THAT(file.integers("status"), ElementsAre(0, 0, 0, 1, 0, 0, 0));
    EXPECT_EQ(file.texts("message").at(3), "point 3: relocation.mrp: 53.5 is too much\nand ünpaid");
}

TEST(sweep_file, of_one_replicate_has_no_errors) {
    const test::TempFolder folder;
    SweepHeader header = test::small_sweep_header(false);
    header.replicates = 1;
    write_sweep(
        folder.path() / "s.h5", header, test::small_sweep_points(),
        [](std::size_t) {
            return PointResult{"", {5, 6}};
        },
        test::small_run_info());
    const ResultFile file(folder.path() / "s.h5");
    EXPECT_EQ(file.reals("placed_mean").at(2), 5);
    EXPECT_TRUE(std::isnan(file.reals("placed_se").at(2)));
}

TEST(sweep_file, takes_draws_of_uncertain_values_as_the_independent_observations) {
    const test::TempFolder folder;
    SweepHeader header = test::small_sweep_header(false);
    header.replicates = 4;
    header.replicates_per_draw = 2;
    const auto se = [&](const std::string& uncertain) {
        header.uncertain = uncertain;
        write_sweep(
            folder.path() / "s.h5", header, test::small_sweep_points(),
            [](std::size_t) {
                return PointResult{"", {1, 0, 3, 0, 7, 0, 9, 0}};
            },
            test::small_run_info());
        return ResultFile(folder.path() / "s.h5").reals("placed_se").at(0);
    };
    EXPECT_DOUBLE_EQ(se("x = uniform(0, 1)\n"), 3) << "means of draws 2 and 8: sqrt(18 / 2)";
    EXPECT_DOUBLE_EQ(se(""), std::sqrt(40.0 / 3 / 4)) << "1, 3, 7, 9 as they are";
}

TEST(sweep_file, ignores_values_of_a_failed_point) {
    const test::TempFolder folder;
    for (const std::vector<double>& values : {std::vector<double>{}, std::vector<double>(6, 1.0)}) {
        write_sweep(
            folder.path() / "s.h5", test::small_sweep_header(false), test::small_sweep_points(),
            [&](std::size_t) {
                return PointResult{"broken", values};
            },
            test::small_run_info());
        for (const double value : SweepFileReader(folder.path() / "s.h5").values(0)) EXPECT_TRUE(std::isnan(value));
    }
}

TEST(sweep_file, has_parameters_under_their_own_names_unless_taken) {
    const Written written(true);
    const ResultFile file(written.path);
    EXPECT_EQ(file.reals("relocation.mrp").at(4), 54.5);
    EXPECT_EQ(file.reals("placed_varied").at(4), 1.0);
    EXPECT_EQ(text(file.find("placed_varied"), "path"), "placed");
    EXPECT_THAT(file.texts("quotas.rule"),
                ElementsAre("order", "weighted key", "base", "weighted key", "order", "weighted key", "order"));
    EXPECT_EQ(file.reals("quotas.rule_position").at(3), 1);
    EXPECT_THAT(file.texts("parameter"), ElementsAre("relocation.mrp", "quotas.rule", "placed"));
    for (const char* name : {"placed", "placed_mean", "placed_difference_se", "spending.internal@KZ-55_se"})
        EXPECT_EQ(text(file.find(name), "coordinates"), "relocation.mrp quotas.rule placed_varied") << name;
}

TEST(sweep_file, finds_a_name_for_every_parameter) {
    const test::TempFolder folder;
    SweepHeader header = test::small_sweep_header(false);
    header.parameters[0].name = "placed_mean";
    header.parameters[1].name = "a b/c";
    header.parameters[2].name = "placed_mean";
    header.measures[1].name = "status";
    write_sweep(
        folder.path() / "s.h5", header, test::small_sweep_points(),
        [](std::size_t) {
            return PointResult{"x", {}};
        },
        test::small_run_info());
    const ResultFile file(folder.path() / "s.h5");
    for (const char* name : {"placed_mean_varied", "placed_mean_varied_varied", "a b_c", "a b_c_position", "status_measured"})
        EXPECT_TRUE(file.has(name)) << name;
    EXPECT_EQ(text(file.find("placed"), "coordinates"), "placed_mean_varied placed_mean_varied_varied")
        << "a name with a blank cannot be listed";
    expect_same(SweepFileReader(folder.path() / "s.h5").header(), header);
}

TEST(sweep_file, introduces_itself) {
    const Written written(true);
    const ResultFile file(written.path);
    const StoredObject& root = file.find("");
    for (const auto& [name, value] : {std::pair{"kind", "sweep"},
                                      {"Conventions", "CF-1.8"},
                                      {"format_version", "2"},
                                      {"design", "lhs"},
                                      {"reference", "order"}})
        EXPECT_EQ(text(root, name), value);
    EXPECT_EQ(text(file.find("run_info"), "command"), "qonys run small.yaml");
    EXPECT_TRUE(is_sweep_result(written.path));
}

TEST(sweep_file, of_no_points_can_be_written_and_read) {
    const test::TempFolder folder;
    const SweepPoints none = test::small_sweep_points(9, 9);
    ASSERT_THAT(none.number, IsEmpty());
    write_sweep(
        folder.path() / "s.h5", test::small_sweep_header(true), none, [](std::size_t) { return PointResult{}; },
        test::small_run_info());
    const SweepFileReader reader(folder.path() / "s.h5");
    expect_same(reader.header(), test::small_sweep_header(true));
    EXPECT_THAT(reader.points().number, IsEmpty());
    EXPECT_THAT(reader.values(0), IsEmpty());
}

TEST(sweep_file, has_the_same_bytes_for_the_same_content) {
    const Written one(true);
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5 would note times in seconds
    const Written two(true);
    EXPECT_TRUE(test::read_text(one.path) == test::read_text(two.path));
}

// 1,000 points x 10 replicates x 24 measures, of digits that compress badly.
TEST(sweep_file, of_a_thousand_points_is_small_and_opens_at_once) {
    const test::TempFolder folder;
    const std::string path = folder.path() / "s.h5";
    SweepHeader header = test::small_sweep_header(false);
    header.measures.clear();
    for (int m = 0; m < 24; ++m) header.measures.push_back({"m" + std::to_string(m), "1", "M", 0});
    header.replicates = 10;
    header.points = 1000;
    SweepPoints points;
    for (std::int32_t p = 0; p < 1000; ++p) {
        points.number.push_back(p);
        for (const double value : {p / 3.0, p % 2 * 1.0, p / 7.0}) points.values.push_back(value);
        for (int i = 0; i < 3; ++i) points.unit.push_back((p + i) / 1003.0);
        points.block.push_back(p);
        points.role.push_back(0);
    }
    const auto result_of = [](std::size_t i) {
        PointResult result;
        for (std::size_t v = 0; v < 240; ++v)
            result.values.push_back(std::fmod(std::sin(static_cast<double>(i * 240 + v)) * 1e6, 1));
        return result;
    };
    write_sweep(path, header, points, result_of, test::small_run_info());
    EXPECT_LT(fs::file_size(path), 5'000'000U);
    const auto start = std::chrono::steady_clock::now();
    const SweepFileReader reader(path);
    EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), 0.3);
    EXPECT_EQ(bits(reader.results(998, 999).at(0).values), bits(result_of(998).values));
    EXPECT_EQ(reader.values(23).at(9999), result_of(999).values.at(239));
}

// A file of an earlier build: it must stay readable, and the same content must give the same file, figure by figure.
TEST(sweep_file, of_an_earlier_build_is_read_and_written_as_before) {
    const std::string stored = QONYS_SOURCE_FOLDER "/tests/golden/expected/small_sweep.h5";
    if (std::getenv("QONYS_UPDATE_GOLDEN")) test::write_small_sweep(stored, true);
    expect_holds_small_sweep(SweepFileReader(stored), true);
    const Written written(true);
    std::vector<std::string> moved = differences(stored, written.path);
    std::erase_if(moved, [](const std::string& line) { return line.find("program_version") != std::string::npos; });
    EXPECT_THAT(moved, IsEmpty());
}

}  // namespace
}  // namespace qonys
