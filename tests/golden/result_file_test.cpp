// What is written is what is read, and the same content gives the same bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <thread>

#include "base/month.hpp"
#include "golden/small_result.hpp"
#include "results/read.hpp"
#include "results/write.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::ElementsAre;

struct Written {
    test::TempFolder folder;
    std::string path = folder.path() / "r.h5";
    Written() { test::write_small(path); }
};

const StoredAttribute& attribute(const StoredObject& object, const std::string& name) {
    for (const StoredAttribute& a : object.attributes)
        if (a.name == name) return a;
    throw std::runtime_error(object.path + " lacks " + name);
}
std::string text(const StoredObject& object, const std::string& name) {
    return std::get<std::vector<std::string>>(attribute(object, name).values).at(0);
}

TEST(result_file, holds_every_measure_with_all_cells_types_and_axes) {
    const Written written;
    const ResultFile file(written.path);
    const Tallies first = test::small_tallies(0), second = test::small_tallies(1);
    for (std::size_t m = 0; m < measures().size(); ++m) {
        const Measure& measure = measures()[m];
        std::vector<std::int64_t> expected = first.cells[m];
        expected.insert(expected.end(), second.cells[m].begin(), second.cells[m].end());
        EXPECT_EQ(file.integers(measure.name), expected) << measure.name;
        const StoredObject& object = file.find(measure.name);
        EXPECT_EQ(object.type, measure.type == CellType::count ? "H5T_STD_I32LE" : "H5T_STD_I64LE") << measure.name;
        std::vector<std::string> axes = {"replicate"};
        axes.insert(axes.end(), measure.axes.begin(), measure.axes.end());
        EXPECT_EQ(object.axes, axes) << measure.name;
        EXPECT_EQ(attribute(object, "_FillValue").type, object.type) << measure.name;
        EXPECT_EQ(text(object, "units"), measure.unit);
        EXPECT_EQ(text(object, "long_name"), measure.long_name);
    }
}

TEST(result_file, says_of_each_monthly_measure_whether_it_is_a_stock_or_a_flow) {
    const Written written;
    const ResultFile file(written.path);
    for (const Measure& measure : measures()) {
        if (measure.axes[0] != "month") continue;
        const bool stock = measure.long_name.find("end of the month") != std::string::npos ||
                           measure.long_name.find("in force") != std::string::npos ||
                           measure.long_name.find("as families meet it") != std::string::npos;
        EXPECT_EQ(text(file.find(measure.name), "cell_methods"), stock ? "month: point" : "month: sum") << measure.name;
    }
}

TEST(result_file, has_coordinates_that_other_tools_decode) {
    const Written written;
    const ResultFile file(written.path);
    EXPECT_THAT(file.integers("replicate"), ElementsAre(0, 1));
    EXPECT_THAT(file.integers("month"), ElementsAre(20028, 20058, 20089, 20120));  // date -d 2024-11-01 +%s / 86400, …
    EXPECT_EQ(text(file.find("month"), "units"), "days since 1970-01-01");
    EXPECT_THAT(file.integers("months_since"), ElementsAre(0, 1, 2, 3));
    EXPECT_THAT(file.texts("region"), ElementsAre("KZ-10", "KZ-35", "KZ-71"));
    EXPECT_THAT(file.texts("region_to"), ElementsAre("KZ-10", "KZ-35", "KZ-71"));
    EXPECT_THAT(file.texts("stream"), ElementsAre("kandas_quota", "kandas_free", "internal", "ata_zholy"));
    EXPECT_THAT(file.texts("inflow"), ElementsAre("kandas", "internal", "ata_zholy"));
    EXPECT_THAT(file.texts("instrument"), ElementsAre("relocation", "rent", "certificate", "employer", "business"));
    EXPECT_THAT(file.texts("component"), ElementsAre("1", "2", "3 or more"));
    EXPECT_THAT(file.integers("cohort"), ElementsAre(2024, 2025));
    EXPECT_THAT(file.find("cohort_retained").axes, ElementsAre("replicate", "cohort", "region", "stream"));
    EXPECT_THAT(file.find("arrivals").axes, ElementsAre("replicate", "month", "origin", "inflow"));
    EXPECT_THAT(file.find("kin_components").axes, ElementsAre("replicate", "component"));
    EXPECT_THAT(file.integers("yearly/year"), ElementsAre(2024, 2025));
    EXPECT_THAT(file.texts("yearly/area"), ElementsAre("KZ-10", "KZ-35", "KZ-71", "KZ"));
    EXPECT_THAT(file.integers("whole_run/horizon"), ElementsAre(12, 24));
}

TEST(result_file, introduces_itself) {
    const Written written;
    const ResultFile file(written.path);
    const StoredObject& root = file.find("");
    EXPECT_EQ(text(root, "Conventions"), "CF-1.8");
    EXPECT_EQ(text(root, "format_version"), "2");
    EXPECT_EQ(text(root, "question"), test::small_header().question);
    EXPECT_EQ(std::get<std::vector<std::int64_t>>(attribute(root, "seed").values), std::vector<std::int64_t>{7});
    EXPECT_EQ(std::get<std::vector<std::int64_t>>(attribute(root, "replicates_per_draw").values), std::vector<std::int64_t>{1});
    EXPECT_EQ(text(root, "uncertain"), "work.find_hazard = normal(0.05, 0.01)\n");
    EXPECT_THAT(file.texts("scenario_yaml"), ElementsAre(test::small_header().scenario_text));
    EXPECT_THAT(file.texts("inputs"),
                ElementsAre(std::string(64, 'a') + "  small.yaml\n" + std::string(64, 'b') + "  params/index.yaml\n"));
    EXPECT_EQ(text(file.find("run_info"), "command"), "qonys run small.yaml");
}

TEST(result_file, holds_the_retention_curve_of_each_replicate) {
    const Written written;
    const ResultFile file(written.path);
    EXPECT_THAT(file.find("retained_share").axes, ElementsAre("replicate", "months_since", "stream"));
    const std::vector<double> shares = file.reals("retained_share");
    // 100, 90, 80, 70 of 100 families at risk in each region, 10 leave each month: 90, 80, 70, 60 of 100 stay
    for (std::size_t i = 0; i < shares.size(); ++i)
        EXPECT_NEAR(shares[i], 0.9 - 0.1 * static_cast<double>(i / 4 % 4), 1e-15) << i;
}

TEST(result_file, holds_the_tables_and_the_microdata) {
    const Written written;
    const ResultFile file(written.path);
    const std::vector<double> fill = file.reals("yearly/fill_rate_mean");
    EXPECT_EQ(fill[1], 0.25);
    EXPECT_TRUE(std::isnan(fill[2]));
    EXPECT_THAT(file.reals("whole_run/retained_share_se"), ElementsAre(0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007, 0.008));
    EXPECT_EQ(file.reals("yearly/fill_rate_sd_monte_carlo")[1], 0.12);
    EXPECT_EQ(file.reals("yearly/fill_rate_sd_parameters")[1], 0.22);
    EXPECT_TRUE(std::isnan(file.reals("whole_run/fill_rate_sd_parameters")[0]));
    for (const char* figures : {"mean", "se", "sd_monte_carlo", "sd_parameters"}) {
        const StoredObject& object = file.find(std::string("yearly/fill_rate_") + figures);
        EXPECT_EQ(text(object, "units"), "1");
        EXPECT_TRUE(text(object, "long_name").starts_with("Share of the places used: "));
        EXPECT_EQ(attribute(object, "_FillValue").type, "H5T_IEEE_F64LE");
        EXPECT_EQ(object.axes, file.find("yearly/fill_rate_mean").axes) << figures;
    }
    EXPECT_THAT(file.integers("yearly/fill_rate_count"), ElementsAre(2, 2, 0, 2, 2, 2, 0, 2));
    EXPECT_THAT(file.find("yearly/fill_rate_mean").axes, ElementsAre("year", "area"));
    EXPECT_THAT(file.integers("microdata/families/spent"), ElementsAre(5'000'000'000, 0, 1));
    EXPECT_THAT(file.find("microdata/persons/family").axes, ElementsAre("person"));
    EXPECT_THAT(file.reals("microdata/persons/weight"), ElementsAre(0.5, 1.5, 2.5, 3.5));
    EXPECT_EQ(text(file.find("microdata/families/origin"), "flag_meanings"), "MNG UZB");
}

TEST(result_file, has_the_same_bytes_for_the_same_content) {
    const test::TempFolder folder;
    test::write_small(folder.path() / "a.h5");
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5 would note times in seconds
    test::write_small(folder.path() / "b.h5");
    EXPECT_TRUE(test::read_text(folder.path() / "a.h5") == test::read_text(folder.path() / "b.h5"));
}

TEST(result_file, does_not_speak_of_uncertain_values_when_there_are_none) {
    const test::TempFolder folder;
    ResultHeader header = test::small_header();
    header.uncertain = "";
    header.replicates = 0;
    ResultWriter writer(folder.path() / "r.h5", header, test::small_axes());
    writer.finish(test::small_summary(), nullptr, test::small_run_info());
    const ResultFile file(folder.path() / "r.h5");
    for (const StoredAttribute& a : file.find("").attributes) EXPECT_NE(a.name, "uncertain");
}

// A measure of a run of seven years in which nothing happens takes some hundred bytes a replicate; together they are 700,000
// cells.
TEST(result_file, stays_small_where_nothing_happens) {
    const test::TempFolder folder;
    RunAxes axes = test::small_axes();
    axes.month.labels.clear();
    for (int month = 0; month < 84; ++month) axes.month.labels.push_back(to_string(make_month(2024, 1) + month));
    const auto fill = [](Axis& axis, int size) {
        axis.labels.clear();
        for (int i = 0; i < size; ++i) axis.labels.push_back(std::to_string(i));
    };
    fill(axes.months_since, 100);
    fill(axes.region, 20);
    fill(axes.origin, 13);
    ResultHeader header = test::small_header();
    header.replicates = 4;
    ResultWriter writer(folder.path() / "r.h5", header, axes);
    const Tallies nothing = make_tallies(axes);
    std::size_t bytes = 0;
    for (const auto& cells : nothing.cells) bytes += 4 * cells.size();
    EXPECT_GT(bytes, 2'500'000U);
    for (int i = 0; i < 4; ++i) writer.add(nothing);
    writer.finish(test::small_summary(), nullptr, test::small_run_info());
    EXPECT_LT(std::filesystem::file_size(folder.path() / "r.h5"), 400'000U);
}

TEST(result_file, holds_a_scenario_text_of_a_megabyte) {
    const test::TempFolder folder;
    ResultHeader header = test::small_header();
    header.scenario_text = std::string(1 << 20, 'x') + "end";
    header.replicates = 0;
    ResultWriter writer(folder.path() / "r.h5", header, test::small_axes());
    writer.finish(test::small_summary(), nullptr, test::small_run_info());
    EXPECT_TRUE(ResultFile(folder.path() / "r.h5").texts("scenario_yaml").at(0) == header.scenario_text);
}

}  // namespace
}  // namespace qonys
