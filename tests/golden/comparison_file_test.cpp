// The file of a comparison: what is written is what is read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <thread>

#include "base/problems.hpp"
#include "golden/small_comparison_file.hpp"
#include "golden/small_result.hpp"
#include "results/read.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::Each;
using testing::ElementsAre;

struct Written {
    test::TempFolder folder;
    std::string path = folder.path() / "c.h5";
    Written() { test::write_small_comparison(path); }
};

std::string text(const StoredObject& object, const std::string& name) {
    for (const StoredAttribute& a : object.attributes)
        if (a.name == name) return std::get<std::vector<std::string>>(a.values).at(0);
    throw std::runtime_error(object.path + " lacks " + name);
}

TEST(comparison_file, holds_every_figure_of_every_table_over_arms_and_axes) {
    const Written written;
    const ResultFile file(written.path);
    const PairedSummary summary = test::small_comparison();
    for (const PairedTable& table : summary.tables) {
        const std::string group = table.period == Period::month  ? "monthly/"
                                  : table.period == Period::year ? "yearly/"
                                                                 : "whole_run/";
        std::vector<std::string> axes = {"arm"};
        for (const Axis& axis : table.axes) axes.push_back(axis.name);
        for (const auto& [ending, figures] :
             {std::pair{"_probability_higher", &table.probability_higher}, {"_variance_reduction", &table.variance_reduction}}) {
            const std::string name = group + table.measure.name + ending;
            EXPECT_EQ(file.reals(name), *figures) << name;
            EXPECT_EQ(file.find(name).axes, axes) << name;
            EXPECT_TRUE(text(file.find(name), "long_name").starts_with(table.measure.long_name + ": ")) << name;
        }
        const std::string name = group + table.measure.name;
        axes.insert(axes.begin() + 1, "statistic");
        EXPECT_EQ(file.find(name).axes, axes) << name;
        EXPECT_EQ(text(file.find(name), "units"), table.measure.unit);
        EXPECT_EQ(text(file.find(name), "long_name"), table.measure.long_name);
        const std::vector<double> cells = file.reals(name);
        const std::array figures{&table.mean, &table.se, &table.difference, &table.difference_se, &table.low, &table.high};
        ASSERT_EQ(cells.size(), figures.size() * table.mean.size());
        for (std::size_t arm = 0; arm < 3; ++arm)
            for (std::size_t s = 0; s < figures.size(); ++s)
                for (std::size_t cell = 0; cell < table.cells(); ++cell)
                    EXPECT_EQ(cells[(arm * figures.size() + s) * table.cells() + cell], (*figures[s])[table.at(arm, cell)])
                        << name << " arm " << arm << ", statistic " << s << ", cell " << cell;
    }
    // cell 8 of the layout is KZ over the whole run: 180 + 0, 1, 4 against 16 + 0, 1, 2 more
    EXPECT_THAT(file.texts("whole_run/statistic"), ElementsAre("mean", "se", "difference", "difference_se", "low", "high"));
    EXPECT_DOUBLE_EQ(file.reals("whole_run/placed")[2], 180 + 5.0 / 3);
    EXPECT_THAT(file.reals("replicates/placed"), ElementsAre(160, 170, 180, 161, 171, 181, 164, 174, 184,  //
                                                             172, 184, 196, 174, 186, 198, 178, 190, 202,  //
                                                             172, 184, 196, 174, 186, 198, 178, 190, 202));
    EXPECT_THAT(file.find("replicates/placed").axes, ElementsAre("arm", "replicate", "area"));
    EXPECT_FALSE(file.has("replicates/asked"));
}

TEST(comparison_file, has_coordinates_in_every_group) {
    const Written written;
    const ResultFile file(written.path);
    for (const char* group : {"whole_run", "yearly", "monthly", "replicates", "decomposition", "arms"})
        EXPECT_THAT(file.texts(std::string(group) + "/arm"), ElementsAre("order", "key", "key_too")) << group;
    EXPECT_THAT(file.integers("yearly/year"), ElementsAre(2024, 2025));
    EXPECT_THAT(file.integers("monthly/month"), ElementsAre(20058, 20089));
    EXPECT_EQ(text(file.find("monthly/month"), "units"), "days since 1970-01-01");
    EXPECT_THAT(file.integers("replicates/replicate"), ElementsAre(0, 1, 2));
}

TEST(comparison_file, introduces_itself_and_its_arms) {
    const Written written;
    const ResultFile file(written.path);
    const StoredObject& root = file.find("");
    EXPECT_EQ(text(root, "kind"), "comparison");
    EXPECT_EQ(text(root, "reference"), "order");
    EXPECT_EQ(text(root, "Conventions"), "CF-1.8");
    EXPECT_EQ(text(root, "format_version"), "2");
    EXPECT_EQ(text(root, "question"), "Does the key place more?");
    EXPECT_THAT(file.texts("arms/changes"), ElementsAre("", "quotas.rule = weighted_key\n", "quotas.rule = weighted_key\n"));
    EXPECT_THAT(file.texts("arms/shared_until"), ElementsAre("", "2024-12", "2024-12"));
    EXPECT_EQ(file.texts("arms/scenario_yaml")[1], "question: Қостанай key\n");
    EXPECT_EQ(file.texts("arms/inputs")[0], std::string(64, 'a') + "  order.yaml\n");
    EXPECT_EQ(text(file.find("run_info"), "command"), "qonys run small.yaml");
}

TEST(comparison_file, holds_terms_of_all_arms_on_one_axis_with_the_rest_last) {
    const Written written;
    const ResultFile file(written.path);
    EXPECT_THAT(file.texts("decomposition/spending_term"), ElementsAre("places", "fill", "price: rent", "not through places"));
    EXPECT_THAT(file.reals("decomposition/spending"), ElementsAre(0, 0, 0, 0, 20, 10, 0, 0, 20, 10, 5, 0));
    EXPECT_THAT(file.reals("decomposition/retained_difference"), ElementsAre(0, 6, 7));
}

TEST(comparison_file, has_the_same_bytes_for_the_same_content) {
    const test::TempFolder folder;
    test::write_small_comparison(folder.path() / "a.h5");
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5 would note times in seconds
    test::write_small_comparison(folder.path() / "b.h5");
    EXPECT_TRUE(test::read_text(folder.path() / "a.h5") == test::read_text(folder.path() / "b.h5"));
}

TEST(comparison_file, does_not_appear_when_the_figures_are_of_another_comparison) {
    const test::TempFolder folder;
    const std::string path = folder.path() / "c.h5";
    ComparisonHeader header = test::small_comparison_header();
    header.replicates = 4;
    EXPECT_THROW(write_comparison(path, header, test::small_comparison(), {}, test::small_run_info()), BrokenInvariant);
    auto decompositions = test::small_decompositions();
    decompositions.pop_back();
    EXPECT_THROW(
        write_comparison(path, test::small_comparison_header(), test::small_comparison(), decompositions, test::small_run_info()),
        BrokenInvariant);
    PairedSummary broken = test::small_comparison();
    broken.tables[1].low.pop_back();
    EXPECT_THROW(write_comparison(path, test::small_comparison_header(), broken, {}, test::small_run_info()), BrokenInvariant);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    EXPECT_THROW(write_comparison(folder.path() / "no/such/folder/c.h5", test::small_comparison_header(),
                                  test::small_comparison(), {}, test::small_run_info()),
                 FileTrouble);
}

// Two arms of a country of 20 regions and 84 months, in which only one region has anything to tell.
TEST(comparison_file, stays_small_where_nothing_happens) {
    const test::TempFolder folder;
    Axis area{"area", {}}, month{"month", {}}, stream{"stream", {"a", "b", "c", "d"}};
    for (int i = 0; i < 21; ++i) area.labels.push_back(std::to_string(i));
    for (int i = 0; i < 84; ++i)
        month.labels.push_back(std::to_string(2024 + i / 12) + (i % 12 < 9 ? "-0" : "-") + std::to_string(i % 12 + 1));
    std::vector<SummaryTable> layout;
    for (int i = 0; i < 5; ++i)
        layout.push_back(
            {{"m" + std::to_string(i), "1", "M", {"area", "stream"}}, Period::month, {month, area, stream}, {}, {}, {}});
    PairedBuilder builder({"a", "b"}, layout, 1, false);
    for (int replicate = 0; replicate < 3; ++replicate) {
        std::vector<double> cells(5 * 84 * 21 * 4, 0);
        cells[7] = replicate;
        builder.add({cells, cells});
    }
    ComparisonHeader header;
    header.replicates = 3;
    header.arms = {{"a", "", "", "", "", {}, "", ""}, {"b", "", "", "", "", {}, "", ""}};
    write_comparison(folder.path() / "c.h5", header, builder.finish(), {}, test::small_run_info());
    EXPECT_LT(std::filesystem::file_size(folder.path() / "c.h5"), 300'000U);  // of 4.5 million bytes of figures
}

}  // namespace
}  // namespace qonys
