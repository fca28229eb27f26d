// Names of regions and origins on pages: those of the language, or of the scenario where it has its own.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "commit.hpp"
#include "report/page/names.hpp"
#include "scenario/read.hpp"
#include "support/small_run.hpp"

namespace qonys::test {
namespace {

using nlohmann::json;

TEST(names, of_the_twenty_regions_are_known_in_all_languages) {
    const char* codes[] = {"KZ-10", "KZ-11", "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31", "KZ-33", "KZ-35", "KZ-39",
                           "KZ-43", "KZ-47", "KZ-55", "KZ-59", "KZ-61", "KZ-62", "KZ-63", "KZ-71", "KZ-75", "KZ-79"};
    for (const Language language : {Language::english, Language::russian, Language::kazakh}) {
        const PageTexts texts(language);
        std::set<std::string> names;
        for (const char* code : codes) {
            names.insert(name_of(texts, "region", code));
            EXPECT_EQ(name_of(texts, "origin", code), name_of(texts, "region", code));
        }
        EXPECT_EQ(names.size(), 20U);
        for (const char* code : codes) EXPECT_FALSE(names.contains(code));
    }
    EXPECT_EQ(name_of(PageTexts(Language::kazakh), "region", "KZ-10"), "Абай облысы");
    EXPECT_EQ(name_of(PageTexts(Language::russian), "region", "KZ-10"), "область Абай");
}

TEST(names, of_params_are_those_of_the_language) {
    const Scenario shipped = load_scenario(QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml", {}).scenario;
    for (const Language language : {Language::english, Language::russian, Language::kazakh}) {
        const PageTexts texts(language);
        for (const auto& [kind, names] : {std::pair{"region", &shipped.places.name}, {"origin", &shipped.origins.name}})
            for (std::size_t i = 0; i < names->texts.size(); ++i) {
                const std::string& code = names->axis.labels[i];
                EXPECT_EQ(name_of(texts, kind, code, names->texts[i]), name_of(texts, kind, code));
            }
    }
}

TEST(names, of_a_scenario_stand_where_it_has_its_own) {
    const PageTexts russian(Language::russian);
    EXPECT_EQ(name_of(english(), "region", "XX-9", "New Town"), "New Town");
    EXPECT_EQ(name_of(english(), "region", "KZ-71", "New Town"), "New Town");
    EXPECT_EQ(name_of(russian, "region", "KZ-71", "Нур-Султан"), "Нур-Султан");
    EXPECT_EQ(name_of(russian, "origin", "OTH", "Europe"), "Europe");
    EXPECT_EQ(name_of(russian, "region", "KZ-19", "Almaty oblast"), "Алматинская область");
    EXPECT_EQ(name_of(english(), "instrument", "free_bread"), "free bread");
}

TEST(names, that_two_regions_share_are_told_apart) {
    const std::map<std::string, std::string> names = {{"KZ-71", "Astana"}, {"XX-1", "Astana"}, {"XX-2", "Mars"}};
    EXPECT_EQ(name_of(english(), "region", "KZ-71", names), "Astana (KZ-71)");
    EXPECT_EQ(name_of(english(), "region", "XX-1", names), "Astana (XX-1)");
    EXPECT_EQ(name_of(english(), "region", "XX-2", names), "Mars");
}

TEST(names, that_two_regions_share_are_told_apart_in_charts) {
    const std::string scenario = load_scenario(QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml",
                                               {"places.name.KZ-10=Twin Town", "places.name.KZ-35=Twin Town"})
                                     .resolved_text;
    Replicate one;
    for (const std::size_t region : {0U, 1U}) {
        one.at(M::settled, {0, region, 0, quota_stream}) = 30;
        one.at(M::quota, {1, region, quota_stream}) = 30;
    }
    const PageSource page = Written({one}, "", 1, scenario).page();
    for (const char* id : {"flows", "quotas", "map"}) {
        const PageTable table = section(page, id).charts.at(0).table;
        EXPECT_EQ(row_with(table, {{"region", "KZ-10"}})["name"], "Twin Town (KZ-10)") << id;
        EXPECT_EQ(row_with(table, {{"region", "KZ-35"}})["name"], "Twin Town (KZ-35)") << id;
    }
}

}  // namespace
}  // namespace qonys::test
