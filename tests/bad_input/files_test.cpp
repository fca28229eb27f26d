// One small wrong file per mistake, and what the reader has to say about it: where, and in which words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "bad_input/tiny_world.hpp"
#include "commit.hpp"

namespace qonys {
namespace {

using test::complaints;
using ::testing::HasSubstr;

const std::string folder = std::string(QONYS_SOURCE_FOLDER) + "/tests/bad_input/files/";

struct Mistake {
    std::string file;                // without folder and .yaml
    std::string place;               // line:column in that file; empty: the file as a whole
    std::vector<std::string> words;  // all of them are in the line that names the place
};

const std::vector<Mistake> mistakes{
    {"no_as_region", "4:18", {"quotas.kandas.2026-01-01: there is no region \"no\"", "there is KZ-10, KZ-11"}},
    {"unknown_region_quota", "6:7", {"quotas.kandas.2026-01-01: there is no region \"KZ-99\"", "did you mean KZ-19?"}},
    {"unknown_label", "2:36", {"there is no settlement \"town\"", "there is city, village"}},
    {"leading_zero", "2:36", {"status.term_months.2015-01-01: \"010\" is not a number", "leading zeros"}},
    {"hexadecimal", "2:36", {"status.term_months.2015-01-01: \"0x1F\" is not a number", "decimal"}},
    {"not_a_number", "2:21", {"work.find_hazard: \".nan\" is not a number", "finite"}},
    {"infinite", "3:16", {"work.find_hazard: \"-.inf\" is not a number", "finite"}},
    {"overflow", "3:16", {"work.find_hazard: \"1e400\" is too large"}},
    {"number_in_quotes", "3:16", {"\"0.05\" is written in quotes, so it is text", "leave out the quotes"}},
    {"underscores", "2:27", {"arrivals.kandas.2025: \"15_000\" is not a number", "without separators"}},
    {"leading_plus", "2:27", {"\"+15000\" is not a number", "leave out the +"}},
    {"no_value", "2:21", {"arrivals.kandas.2025: there is no value"}},
    {"no_table", "3:3", {"arrivals.kandas: it needs one value per year"}},
    {"map_like_a_distribution", "3:16", {"work.find_hazard: this is a map, it must be a number", "did you mean normal?"}},
    {"distributions", "3:17", {"leaving.quota_hazard: 1 number is not what normal needs", "write {normal: [mean, sd]}"}},
    {"distributions", "4:16", {"leaving.free_hazard: normal(0.1, 0): the standard deviation must be above 0"}},
    {"distributions", "5:20", {"leaving.settling_months: uniform(20, 10): low must be below high"}},
    {"distributions", "6:18", {"leaving.settled_floor: triangular(0.5, 0.2, 0.8): low, mode and high must ascend"}},
    {"distributions", "7:19", {"leaving.jobless_factor: 3 numbers are not what beta needs", "[a, b, low, high]"}},
    {"distributions", "8:9", {"leaving.cold: beta(0, 1): a and b must be from 0.05 to 100000"}},
    {"distributions", "9:20", {"leaving.rent_end_factor: 1 number is not what empirical needs"}},
    {"distributions", "10:19", {"leaving.kin_elasticity: the numbers of uniform must be a list", "write {uniform: [low, high]}"}},
    {"distributions", "11:17", {"leaving.owner_factor: a distribution has one name"}},
    {"distributions", "12:22", {"leaving.obligation_factor: \".inf\" is not a number", "finite"}},
    {"distributions",
     "13:26",
     {"leaving.obligation_end_factor: normal(0.5, 0.1) reaches from -0.1 to 1.1 (mean ± 6 sd), it must stay from 0 to 100",
      "triangular or beta"}},
    {"distributions", "14:15", {"leaving.back.CHN: empirical(0.5, 1.5) reaches from 0.5 to 1.5, it must stay from 0 to 1"}},
    {"not_to_be_drawn", "2:13", {"run.seed: a choice of the scenario's cannot be a distribution"}},
    {"not_to_be_drawn", "3:21", {"quotas.mechanism: a choice of the scenario's cannot be a distribution"}},
    {"not_to_be_drawn", "5:19", {"internal.waiting_months: a whole number cannot be a distribution", "write one value"}},
    {"not_to_be_drawn", "6:27", {"money.mrp.2025-01-01: a whole number cannot be a distribution"}},
    {"not_to_be_drawn", "8:34", {"benefits.lock_on_transfer.2015-01-01: a whole number cannot be a distribution"}},
    {"not_to_be_drawn", "9:23", {"housing.price_base: only a number can be a distribution"}},
    {"not_to_be_drawn", "10:24", {"places.name.KZ-10: only a number can be a distribution"}},
    {"places_not_to_be_drawn", "3:23", {"places.population.KZ-10: loads per inhabitant are taken over one value"}},
    {"places_not_to_be_drawn", "4:30", {"places.border_km.KZ-10.KZ-33: only whether regions touch counts"}},
    {"distribution_of_a_section", "2:8", {"work: unknown name \"normal\""}},
    {"dates_out_of_order", "2:42", {"quotas.mechanism: 2025-01-01 comes after 2026-01-01: out of order"}},
    {"dates_out_of_order", "2:34", {"\"lotery\" is not one of", "did you mean lottery?"}},
    {"not_to_be_drawn", "11:28", {"people.head_age.18-19: shares that must sum to 1 cannot be distributions one by one"}},
    {"not_to_be_drawn", "12:27", {"targets.employed_share: the simulation does not use this value"}},
    {"not_to_be_drawn", "13:17", {"leaving.back: it needs one value per origin", "in the place of a single number"}},
    {"not_whole", "2:13", {"run.seed: \"2.5\" is not a whole number"}},
    {"not_whole", "2:30", {"run.replicates: \"1e3\" is not a whole number"}},
    {"list_for_number", "3:16", {"work.find_hazard: this is a list, it must be a number"}},
    {"map_for_number", "3:16", {"work.find_hazard: this is a map, it must be a number"}},
    {"word_for_number", "3:16", {"work.find_hazard: \"high\" is not a number"}},
    {"number_for_table",
     "4:17",
     {"benefits.rent_mrp.2017-01-01: it needs one value per settlement (city, village) and household"}},
    {"word_for_section", "2:11", {"benefits: this is a section", "it has certificate_cap_mrp"}},
    {"bad_month", "2:20", {"run.first_month: \"2024-13\" is not a month"}},
    {"bad_date", "2:15", {"money.mrp: \"2025-02-30\" is not a date"}},
    {"bad_year", "2:21", {"arrivals.kandas: \"25\" is not a year"}},
    {"wrong_word",
     "2:21",
     {"quotas.mechanism: \"lotery\" is not one of: first_come_first_served, lottery", "did you mean lottery?"}},
    {"wrong_word_of_a_date", "3:22", {"clawback.rule.2026-01-01: \"prorata\" is not one of: full, pro_rata, none", "pro_rata?"}},
    {"wrong_word_of_a_date", "4:27", {"budgets.when_exhausted: it needs one value per date"}},
    {"wrong_word_of_a_date", "5:34", {"quotas.mechanism.2026-01-01: \"1\" is not one of: first_come_first_served, lottery"}},
    {"caps", "4:32", {"budgets.caps.2026-01-01.rent.KZ-10: -1 is negative"}},
    {"caps", "5:18", {"budgets.caps.2027-01-01: there is no instrument \"rents\"", "did you mean rent?"}},
    {"caps", "6:24", {"budgets.caps.2028-01-01.rent: it needs one value per region"}},
    {"quota_levers",
     "4:36",
     {"quotas.floors: from 2026-01 on the floor of KZ-55 for internal is 400, above its ceiling of 300 in quotas.ceilings",
      "lower the floor or raise the ceiling"}},
    {"quota_levers",
     "8:17",
     {"quotas.mechanism: hindsight knows all families of the year in advance, which no commission does",
      "use it in qonys allocate; comparisons report how near each policy comes to it"}},
    {"floors_above_the_total",
     "6:46",
     {"quotas.floors: from 2027-01 on the floors for kandas sum to 1100, but there are 1000 places", "raise quotas.total"}},
    {"nobody_receives",
     "4:17",
     {"quotas.kandas_policy: from 2026-01 on no region receives the 2281 places that population has to split",
      "write 1 for a region in quotas.reception"}},
    {"total_without_an_order",
     "6:26",
     {"quotas.total: from 2027-01 on there are 500 places for kandas, but no region has any in the order in force",
      "give an order in quotas.kandas, or another policy in quotas.kandas_policy"}},
    {"key_without_weight", "4:5", {"quotas.key_weights.2026-01-01: shares sum to 0, they must sum to 1"}},
    {"key_without_weight", "6:17", {"quotas.internal_policy.2026-01-01: \"labor_deficit\"", "did you mean labour_deficit?"}},
    {"no_jobs_where_they_receive",
     "4:17",
     {"quotas.internal_policy: from 2024-07 on every region that receives has weight 0 under capacity, but there are 7050 places",
      "open another region in quotas.reception"}},
    {"neither_one_nor_zero", "2:37", {"quotas.sittings.2026-01-01.1: 0.5 is neither 1 nor 0"}},
    {"neither_one_nor_zero", "3:43", {"internal.job_seekers_only.2026-01-01: 2 is neither 1 nor 0"}},
    {"neither_one_nor_zero", "4:43", {"benefits.lock_on_transfer.2026-01-01: -1 is neither 1 nor 0"}},
    {"neither_one_nor_zero", "5:34", {"origins.gateway.CHN.KZ-10: 0.5 is neither 1 nor 0"}},
    {"too_many_in_a_year", "2:29", {"arrivals.internal.2026: 4000001 is above 4000000"}},
    {"replicates_of_a_draw",
     "2:19",
     {"run.replicates: 21 replicates are no multiple of the 2 of run.replicates_per_draw", "write 22"}},
    {"repeated_key", "5:3", {"the key \"seed\" is repeated, first at line 3 column 3"}},
    {"misspelt_key", "3:3", {"unknown name \"rent_month\"", "did you mean benefits.rent_months?"}},
    {"misplaced_key", "2:1", {"unknown name \"rent_months\"", "did you mean benefits.rent_months?"}},
    {"dotted_key", "2:1", {"unknown name \"run.seed\"", "write it nested: seed below run:"}},
    {"extends_below_top", "2:7", {"unknown name \"extends\"", "at the top of a file"}},
    {"shares_sum_to_0_98", "4:72", {"arrivals.kandas_origins.2026: shares sum to 0.98, they must sum to 1"}},
    {"share_above_one", "2:26", {"benefits.rent_take_up: 33 is above 1", "write 0.33, not 33"}},
    {"negative_amount", "2:41", {"benefits.relocation_mrp.2025-01-01: -70 is negative, it must be 0 or more"}},
    {"end_before_start", "2:41", {"run.last_month: the run ends in 2025-12 before it starts in 2026-01"}},
    {"too_many_months", "2:41", {"run.last_month: 924 months with the warm-up, at most 600"}},
    {"border_of_one_side", "2:37", {"places.border_km: the border of KZ-10 with KZ-33 is 100 km, of KZ-33 with KZ-10 552.3 km"}},
    {"wrong_unit", "3:32", {"housing.home_area.unit: the unit is m2, not \"ares\""}},
    {"low_above_high", "3:33", {"housing.home_area.range: its low end is above its high end"}},
    {"outside_own_range", "3:22", {"housing.home_area: the value lies outside its own range"}},
    {"unknown_status", "3:34", {"\"asumed\" is not one of: assumed, calibrated, derived, sourced", "did you mean assumed?"}},
    {"unknown_key_beside_value", "3:26", {"unknown key \"sorce\" beside a value", "did you mean source?"}},
    {"empty", "", {"the file is empty"}},
    {"only_comments", "", {"the file is empty"}},
    {"list_at_top", "1:1", {"this is not a map of names and values"}},
    {"deep_nesting", "2:69", {"nested deeper than 64 levels"}},
    {"deeper_nesting", "2:258", {"nested deeper than 64 levels"}},
    {"alias_bomb", "1:4", {"anchors (&name) are not read"}},
    {"alias_bomb", "5:5", {"aliases (*name) are not read", "extends:"}},
    {"tag", "2:13", {"tags are not read"}},
    {"second_document", "2:1", {"a second YAML document starts here"}},
    {"map_as_key", "2:1", {"a key must be one word"}},
    {"indented_by_tab", "3:6", {"not valid YAML", "indent with spaces, not tabs"}},
    {"unclosed_brace", "3:1", {"not valid YAML"}},
    {"two_colons", "1:20", {"not valid YAML", "put a text that contains a colon in quotes"}},
    {"missing_extends", "1:50", {"nowhere.yaml cannot be read: No such file or directory"}},
    {"extends_a_list_of_lists", "1:11", {"extends: this is not the name of a file"}},
    {"extends_a_folder", "1:10", {"is a folder"}},
    {"extends_itself", "1:10", {"extend each other in a circle"}},
    {"nothing_but_a_question", "", {"run: the section is missing (first_month, last_month"}},
    {"nothing_but_a_question", "", {"money: the section is missing (mrp, usd_per_kzt)"}},
    {"regions_unreadable", "2:17", {"places.name: \"a b\" cannot be a code"}},
    {"regions_unreadable", "3:13", {"run.seed: -1 is negative"}},
    {"several_at_once", "2:13", {"run.seed: -1 is negative"}},
    {"several_at_once", "2:29", {"run.replicates: \"none\" is not a number"}},
    {"several_at_once", "3:21", {"quotas.mechanism: \"lotery\""}},
    {"several_at_once", "5:32", {"benefits.relocation_mrp.2025-01-01: -70"}},
    {"several_at_once", "7:3", {"unknown name \"kandass\"", "did you mean arrivals.kandas?"}},
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

TEST(bad_input, each_mistake_is_named_with_its_place_a_reason_and_a_hint) {
    for (const Mistake& mistake : mistakes) {
        const std::string file = folder + mistake.file + ".yaml";
        const std::string said = complaints(file);
        const std::string start = file + ":" + mistake.place + (mistake.place.empty() ? " " : ": ");
        bool found = false;
        for (const std::string& line : lines_of(said)) {
            bool all = line.starts_with(start);
            for (const std::string& words : mistake.words) all = all && line.find(words) != std::string::npos;
            found = found || all;
        }
        EXPECT_TRUE(found) << "expected at " << start << ": " << mistake.words.front() << "\nbut it was said:\n" << said;
    }
}

TEST(bad_input, each_wrong_file_is_in_the_table) {
    std::set<std::string> in_table{"circular_one",     "circular_two",          "circular_three",
                                   "no_rule_in_force", "year_without_arrivals", "too_many_persons"};
    for (const Mistake& mistake : mistakes) in_table.insert(mistake.file);
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        EXPECT_TRUE(in_table.contains(entry.path().stem().string())) << entry.path() << " is not tested";
}

TEST(bad_input, problems_of_one_file_come_in_the_order_of_its_lines_and_nothing_else_is_said) {
    const auto lines = lines_of(complaints(folder + "several_at_once.yaml"));
    ASSERT_EQ(lines.size(), 5u);
    EXPECT_THAT(lines[0], HasSubstr(":2:13:"));
    EXPECT_THAT(lines[1], HasSubstr(":2:29:"));
    EXPECT_THAT(lines[2], HasSubstr(":3:21:"));
    EXPECT_THAT(lines[3], HasSubstr(":5:32:"));
    EXPECT_THAT(lines[4], HasSubstr(":7:3:"));
}

TEST(bad_input, a_circular_extends_shows_the_chain) {
    EXPECT_THAT(complaints(folder + "circular_one.yaml"),
                HasSubstr("circular_three.yaml:1:10: extends: the files extend each other in a circle: " + folder +
                          "circular_one.yaml -> " + folder + "circular_two.yaml -> " + folder + "circular_three.yaml -> " +
                          folder + "circular_one.yaml"));
}

TEST(bad_input, what_does_not_fit_the_months_is_said_where_the_value_was_set) {
    EXPECT_THAT(complaints(folder + "year_without_arrivals.yaml"), HasSubstr("arrivals.kandas: no value for year 2031, 2032"));
    EXPECT_THAT(complaints(folder + "no_rule_in_force.yaml"),
                HasSubstr("money.mrp: nothing is in force in 2013-06, the first month simulated: the first date is 2015-01-01"));
    EXPECT_THAT(complaints(folder + "too_many_persons.yaml"),
                HasSubstr("persons would arrive in the months simulated, all inflows together, at most 20000000"));
}

}  // namespace
}  // namespace qonys
