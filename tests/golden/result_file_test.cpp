// What is written is what is read, and the same content gives the same bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <thread>

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
                           measure.long_name.find("in force") != std::string::npos;
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
    EXPECT_THAT(file.texts("instrument"), ElementsAre("relocation", "rent", "certificate"));
    EXPECT_THAT(file.integers("yearly/year"), ElementsAre(2024, 2025));
    EXPECT_THAT(file.texts("yearly/area"), ElementsAre("KZ-10", "KZ-35", "KZ-71", "KZ"));
    EXPECT_THAT(file.integers("whole_run/horizon"), ElementsAre(12, 24));
}

TEST(result_file, introduces_itself) {
    const Written written;
    const ResultFile file(written.path);
    const StoredObject& root = file.find("");
    EXPECT_EQ(text(root, "Conventions"), "CF-1.8");
    EXPECT_EQ(text(root, "format_version"), "1");
    EXPECT_EQ(text(root, "question"), test::small_header().question);
    EXPECT_EQ(std::get<std::vector<std::int64_t>>(attribute(root, "seed").values), std::vector<std::int64_t>{7});
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
        EXPECT_NEAR(shares[i], 0.9 - 0.1 * static_cast<double>(i / 2 % 4), 1e-15) << i;
}

TEST(result_file, holds_the_tables_and_the_microdata) {
    const Written written;
    const ResultFile file(written.path);
    const std::vector<double> fill = file.reals("yearly/fill_rate_mean");
    EXPECT_EQ(fill[1], 0.25);
    EXPECT_TRUE(std::isnan(fill[2]));
    EXPECT_THAT(file.reals("whole_run/retained_share_se"), ElementsAre(0.001, 0.002, 0.003, 0.004));
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
