// `qonys verify` and `qonys diff` from the command line: what was made is made again, and what was changed by hand is found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "commit.hpp"
#include "support/process.hpp"
#include "support/small_sweep.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string program = test::shell_quoted(QONYS_PROGRAM);
const std::string baseline = test::shell_quoted(QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml");
const std::string shipped = test::shell_quoted(QONYS_SOURCE_FOLDER "/scenarios/comparisons/order_key_bid_price.yaml");
const std::string two_months =
    " --set run.first_month=2025-01 --set run.last_month=2025-02 --set run.warm_up_months=0 --replicates 2 --quiet";

// Results go to a folder of the test, and what verify makes on the way to another one, to see that nothing stays there.
struct Scratch {
    test::TempFolder folder, temporary;

    std::string path(const std::string& name) const { return test::shell_quoted((folder.path() / name).string()); }
    test::ProcessResult qonys(const std::string& arguments) const {
        return test::run("TMPDIR=" + test::shell_quoted(temporary.path().string()) + " " + program + " " + arguments);
    }
    void must(const std::string& arguments) const {
        const auto result = qonys(arguments);
        ASSERT_EQ(result.exit_code, 0) << arguments << result.err;
    }
    bool is_clean() const { return std::filesystem::is_empty(temporary.path()); }
    // Statements of Python with the opened file as f.
    void doctor(const std::string& name, const std::string& statements) const {
        const auto result =
            test::run("/usr/bin/python3 -c " + test::shell_quoted("import h5py\nf = h5py.File('" +
                                                                  (folder.path() / name).string() + "', 'r+')\n" + statements));
        ASSERT_EQ(result.exit_code, 0) << result.err;
    }
};

TEST(verify, makes_a_run_again_with_any_number_of_threads) {
    const Scratch s;
    s.must("run " + baseline + two_months + " --microdata --threads 2 -o " + s.path("r.h5"));
    for (const char* threads : {"1", "2"}) {
        const auto result = s.qonys("verify " + s.path("r.h5") + " --threads " + threads);
        EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
        EXPECT_THAT(result.out, AllOf(HasSubstr("a run, made by qonys"), HasSubstr("24 of 24 files stand on this disk as they"),
                                      ContainsRegex("the same: [0-9]+ variables, [0-9,]+ cells")));
    }
    EXPECT_TRUE(s.is_clean());
}

TEST(verify, finds_one_cell_changed_by_hand_and_names_it) {
    const Scratch s;
    s.must("run " + baseline + two_months + " -o " + s.path("r.h5"));
    s.doctor("r.h5", "f['home_price_level'][1, 1, 2] += 1");
    const auto result = s.qonys("verify " + s.path("r.h5"));
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_THAT(result.out, AllOf(HasSubstr("NOT the same: 1 of "), HasSubstr("home_price_level: 1 of 80 cells differ"),
                                  ContainsRegex("first at replicate 1, month 2025-02, region KZ-15: [0-9]+ -> [0-9]+;")));
    s.doctor("r.h5", "f['home_price_level'][1, 1, 2] -= 1\nd = f['yearly/fill_rate_mean']\nd[0, -1, 0] *= 1 + 2e-16\n");
    const auto last_bit = s.qonys("verify " + s.path("r.h5"));
    EXPECT_EQ(last_bit.exit_code, 1);
    EXPECT_THAT(last_bit.out, HasSubstr("first at year 2025, area KZ, stream kandas_quota"));
    EXPECT_TRUE(s.is_clean());
}

TEST(verify, does_not_take_another_scenario_for_the_one_of_the_figures) {
    const Scratch s;
    s.must("run " + baseline + two_months + " -o " + s.path("r.h5"));
    s.doctor("r.h5",
             "t = f['scenario_yaml'].asstr()[()]\nassert 'seed: 2025' in t\nf['scenario_yaml'][()] = t.replace('seed: 2025', "
             "'seed: 2026')");
    const auto other_seed = s.qonys("verify " + s.path("r.h5"));
    EXPECT_EQ(other_seed.exit_code, 1) << other_seed.err;
    EXPECT_THAT(other_seed.out, AllOf(HasSubstr("@seed"), HasSubstr("NOT the same")));
    s.doctor("r.h5", "t = f['scenario_yaml'].asstr()[()]\nf['scenario_yaml'][()] = t.replace('seed: 2026', 'sed: 2026')");
    const auto refused = s.qonys("verify " + s.path("r.h5"));
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, AllOf(HasSubstr("r.h5:scenario_yaml:"), HasSubstr("unknown name \"sed\"")));
    EXPECT_TRUE(s.is_clean());
}

TEST(verify, refuses_texts_of_other_months_or_replicates_before_it_simulates) {
    const Scratch s;
    s.must("run " + baseline + two_months + " -o " + s.path("r.h5"));
    s.doctor("r.h5",
             "t = f['scenario_yaml'].asstr()[()]\nassert 'last_month: 2025-02' in t\n"
             "f['scenario_yaml'][()] = t.replace('last_month: 2025-02', 'last_month: 2030-12')");
    const auto longer = s.qonys("verify " + s.path("r.h5"));
    EXPECT_EQ(longer.exit_code, 3) << longer.out;
    EXPECT_THAT(longer.err, HasSubstr("its text asks for the months 2025-01 to 2030-12, its figures have 2025-01 to 2025-02"));
    s.doctor("r.h5",
             "t = f['scenario_yaml'].asstr()[()]\nassert 'replicates: 2\\n' in t\n"
             "f['scenario_yaml'][()] = t.replace('last_month: 2030-12', 'last_month: 2025-02')"
             ".replace('replicates: 2\\n', 'replicates: 90000\\n')");
    const auto more = s.qonys("verify " + s.path("r.h5"));
    EXPECT_EQ(more.exit_code, 3) << more.out;
    EXPECT_THAT(more.err, HasSubstr("its text asks for 90000 replicates, its figures have 2"));
    EXPECT_TRUE(s.is_clean());
}

// No figure rests on these: only the files that were read tell.
TEST(verify, finds_sources_statuses_and_values_that_no_figure_reads_changed_by_hand) {
    const Scratch s;
    s.must("run " + baseline + two_months + " -o " + s.path("r.h5"));
    const auto set = s.qonys("verify " + s.path("r.h5"));
    EXPECT_EQ(set.exit_code, 0) << set.out;
    EXPECT_THAT(set.out, AllOf(HasSubstr("texts: 4 values are set otherwise than in the files, as by --set; files -> result\n"),
                               HasSubstr("  run.replicates (line 8): 20 -> 2\n"), Not(HasSubstr("NOT"))));
    const auto changed = [&](const std::string& from, const std::string& to, const std::string& line) {
        std::filesystem::copy_file(s.folder.path() / "r.h5", s.folder.path() / "f.h5",
                                   std::filesystem::copy_options::overwrite_existing);
        s.doctor("f.h5", "t = f['scenario_yaml'].asstr()[()]\nassert '" + from + "' in t\nf['scenario_yaml'][()] = t.replace('" +
                             from + "', '" + to + "', 1)");
        const auto result = s.qonys("verify " + s.path("f.h5"));
        EXPECT_EQ(result.exit_code, 1) << to << result.out << result.err;
        EXPECT_THAT(result.out, AllOf(HasSubstr("texts: NOT those of the files"), HasSubstr(line), HasSubstr("\nthe same: ")));
        EXPECT_EQ(s.qonys("verify --quiet " + s.path("f.h5")).exit_code, 1);
    };
    changed("70 MRP: kt.kz 2021", "70 MRP: gov.kz 2021", "benefits.relocation_mrp.per.2021-01-01.source (line ");
    changed("status: assumed", "status: sourced", ".status (line ");
    changed("2026-01-01: 4325", "2026-01-01: 4999",
            "money.mrp.2026-01-01 (line 11): 4325 -> 4999, and its status still says sourced");
    changed("note: \"The rise of 1 April 2022", "note: \"No rise of 1 April 2022", "money.mrp.note (line ");
    EXPECT_TRUE(s.is_clean());
}

TEST(verify, takes_what_settings_change_for_no_forgery) {
    const Scratch s;
    s.must("run " + baseline + two_months +
           " --seed 7 --set benefits.relocation_mrp.2025-01-01=100 --set money.usd_per_kzt=0.00192 " +
           "--set 'quotas.mechanism={2025-01-01: lottery}' --set 'clawback.rule={2015-01-01: none}' -o " + s.path("r.h5"));
    const auto result = s.qonys("verify " + s.path("r.h5"));
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
    EXPECT_THAT(result.out,
                AllOf(HasSubstr("benefits.relocation_mrp.2025-01-01 (line "), HasSubstr("  … and "), Not(HasSubstr("NOT"))));
}

TEST(verify, says_when_the_texts_were_not_checked) {
    const Scratch s;
    s.folder.write("mine.yaml",
                   "question: Mine?\nextends: " QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml\n" +
                       std::string("run: {first_month: 2025-01, last_month: 2025-02, warm_up_months: 0, replicates: 1}\n"));
    s.must("run " + s.path("mine.yaml") + " --quiet -o " + s.path("r.h5"));
    EXPECT_THAT(s.qonys("verify " + s.path("r.h5")).out,
                AllOf(HasSubstr("inputs: 25 of 25 files stand"), HasSubstr("\ntexts: as the files give them\n")));
    s.doctor("r.h5", "t = f['inputs'].asstr()[()].splitlines()\nf['inputs'][()] = '\\n'.join(t[:1])");
    const auto shorter = s.qonys("verify " + s.path("r.h5"));
    EXPECT_EQ(shorter.exit_code, 1) << shorter.out << shorter.err;
    EXPECT_THAT(shorter.out, HasSubstr("inputs: the list names other files than the scenario reads"));
    s.must("run " + s.path("mine.yaml") + " --quiet -o " + s.path("r.h5"));
    std::filesystem::remove(s.folder.path() / "mine.yaml");
    const auto gone = s.qonys("verify " + s.path("r.h5"));  // the other inputs have absolute names, and are found
    EXPECT_EQ(gone.exit_code, 0) << gone.err;
    EXPECT_THAT(gone.out, AllOf(HasSubstr("inputs: 24 of 25 files stand on this disk as they were read; not found: mine.yaml\n"),
                                HasSubstr("texts: not checked, as the files are not at hand as they were read: sources, notes")));
    s.folder.write("mine.yaml", "question: Other?\n");
    EXPECT_THAT(s.qonys("verify " + s.path("r.h5")).out, HasSubstr("changed since: mine.yaml\ntexts: not checked"));
}

TEST(verify, makes_a_comparison_again_with_the_replicates_that_until_ci_took) {
    const Scratch s;
    s.must("compare " + shipped + two_months + " --until-ci placed:50% --most-replicates 11 -o " + s.path("c.h5"));
    const auto same = s.qonys("verify " + s.path("c.h5"));
    EXPECT_EQ(same.exit_code, 0) << same.out << same.err;
    EXPECT_THAT(same.out,
                AllOf(HasSubstr("a comparison, made by"), HasSubstr("  order_2025: run.first_month (line 3): 2024-01 -> ")));
    s.doctor("c.h5", "f['replicates/placed_total'][2, 9, -1] += 1");
    const auto other = s.qonys("verify " + s.path("c.h5") + " --threads 2");
    EXPECT_EQ(other.exit_code, 1);
    EXPECT_THAT(other.out, HasSubstr("replicates/placed_total: 1 of "));
    EXPECT_THAT(other.out, HasSubstr("first at arm bid_price, replicate 9, area KZ"));
    EXPECT_TRUE(s.is_clean());
}

// Half of the points fail, with messages that name files and lines.
constexpr std::string_view failing =
    "quotas: {ceilings: {2025-06-01: {kandas: {KZ-55: 600}}}}\n"
    "vary:\n  quotas.floors.2025-06-01.kandas.KZ-55: [100, 500, 700, 900]\n"
    "design: grid\nreplicates: 2\nmeasures: [placed, spending.internal@KZ-55]\n";

TEST(verify, makes_a_sweep_again_with_its_failures) {
    const Scratch s;
    const std::string file = test::write_sweep_file(s.folder, failing);
    EXPECT_EQ(s.qonys("sweep " + test::shell_quoted(file) + " --quiet -o " + s.path("s.h5")).exit_code, 1);
    for (const char* flags : {"", " --threads 1", " --sample 3"}) {
        const auto same = s.qonys("verify " + s.path("s.h5") + flags);
        EXPECT_EQ(same.exit_code, 0) << same.out << same.err;
        EXPECT_THAT(same.out, AllOf(HasSubstr("a sweep, made by"), HasSubstr("\ntexts: as the files give them\n")));
        EXPECT_THAT(same.out, Not(HasSubstr("fingerprint"))) << flags;
    }
    s.doctor("s.h5", "f['message'][3] = f['message'].asstr()[3].replace('600', '601')");
    const auto message = s.qonys("verify " + s.path("s.h5"));
    EXPECT_EQ(message.exit_code, 1);
    EXPECT_THAT(message.out, HasSubstr("message: 1 of 4 cells differ, first at point 3"));
    EXPECT_TRUE(s.is_clean());
}

TEST(verify, looks_at_the_points_of_the_sample_only) {
    const Scratch s;
    const std::string file = test::write_sweep_file(s.folder,
                                                    "vary:\n  benefits.relocation_mrp.2025-01-01: {range: [50, 100], steps: 6}\n"
                                                    "design: grid\nreplicates: 1\nmeasures: [spending]\n");
    s.must("sweep " + test::shell_quoted(file) + " --quiet -o " + s.path("s.h5"));
    s.doctor("s.h5", "f['spending'][:, 0] += 1");  // all points
    const auto sample = s.qonys("verify " + s.path("s.h5") + " --sample 2");
    EXPECT_EQ(sample.exit_code, 1);
    EXPECT_THAT(sample.out, AllOf(HasSubstr("in the points of the sample"),
                                  HasSubstr("points that are not in the sample were not looked at\n"),
                                  HasSubstr("spending: 2 of 2 cells differ")));
    s.doctor("s.h5", "f['spending'][:, 0] -= 1\nf['spending'][0, 0] += 1");  // one: found among all, whatever the sample is
    EXPECT_THAT(s.qonys("verify " + s.path("s.h5")).out,
                HasSubstr("spending: 1 of 6 cells differ, first at point 0, replicate 0"));
    EXPECT_EQ(s.qonys("verify " + s.path("s.h5") + " --sample 0").exit_code, 2);
}

TEST(verify, makes_listed_points_shards_and_arms_again) {
    const Scratch s;
    s.folder.write("points.csv",
                   "benefits.relocation_mrp.2025-01-01,quotas.mechanism.2025-01-01\n50,lottery\n,bid_price\n70.125,\n");
    const std::string file =
        test::write_sweep_file(s.folder,
                               "arms: {\"as it is\": {}, more: {benefits: {rent_months: {2025-01-01: 24}}}}\n"
                               "vary: {benefits.relocation_mrp.2025-01-01: {}, quotas.mechanism.2025-01-01: {}}\n"
                               "design: {list: points.csv}\nreplicates: 1\nmeasures: [placed, spending]\n");
    s.must("sweep " + test::shell_quoted(file) + " --quiet -o " + s.path("s.h5"));
    s.must("sweep " + test::shell_quoted(file) + " --shard 2/2 --quiet -o " + s.path("s.h5"));
    std::filesystem::remove(s.folder.path() / "points.csv");
    for (const char* name : {"s.h5", "s.shard-2-of-2.h5"}) {
        const auto same = s.qonys("verify " + s.path(name));
        EXPECT_EQ(same.exit_code, 0) << name << same.out << same.err;
    }
    s.doctor("s.h5", "f['benefits.relocation_mrp.2025-01-01'][0] = 60");
    EXPECT_EQ(s.qonys("verify " + s.path("s.h5")).exit_code, 1);
}

TEST(verify, refuses_files_that_are_no_results_or_damaged) {
    const Scratch s;
    s.folder.write("text.h5", "this is no HDF5");
    EXPECT_EQ(s.qonys("verify " + s.path("text.h5")).exit_code, 3);
    EXPECT_EQ(s.qonys("verify " + s.path("none.h5")).exit_code, 3);
    s.must("run " + baseline + two_months + " -o " + s.path("r.h5"));
    std::filesystem::copy(s.folder.path() / "r.h5", s.folder.path() / "cut.h5");
    std::filesystem::resize_file(s.folder.path() / "cut.h5", std::filesystem::file_size(s.folder.path() / "r.h5") / 2);
    EXPECT_EQ(s.qonys("verify " + s.path("cut.h5")).exit_code, 3);
    EXPECT_EQ(s.qonys("verify " + s.path("r.h5") + " --sample 3").exit_code, 2);
    s.doctor("r.h5", "del f['scenario_yaml']");
    const auto lacks = s.qonys("verify " + s.path("r.h5"));
    EXPECT_EQ(lacks.exit_code, 3);
    EXPECT_THAT(lacks.err, HasSubstr("it lacks scenario_yaml"));
    s.doctor("r.h5", "f.attrs['format_version'] = '1'");
    EXPECT_THAT(s.qonys("verify " + s.path("r.h5")).err, HasSubstr("format_version 1"));
    EXPECT_TRUE(s.is_clean());
}

TEST(interrupted_verify, leaves_nothing_behind) {
    const Scratch s;
    s.must("run " + baseline + " --set run.last_month=2024-02 --replicates 60 --quiet -o " + s.path("r.h5"));
    const auto result = test::run("export TMPDIR=" + test::shell_quoted(s.temporary.path().string()) + "\n" + program +
                                  " verify " + s.path("r.h5") + " >/dev/null 2>" + s.path("log") + " & pid=$!\n" +
                                  test::wait_for("\"$TMPDIR\"/*") + "kill -INT $pid; wait $pid; exit $?");
    EXPECT_EQ(result.exit_code, 130);
    EXPECT_THAT(test::read_text(s.folder.path() / "log"), HasSubstr("interrupted: nothing was compared"));
    EXPECT_TRUE(s.is_clean());
}

TEST(verify, says_nothing_when_asked_to_be_quiet) {
    const Scratch s;
    s.must("run " + baseline + two_months + " -o " + s.path("r.h5"));
    const auto same = s.qonys("verify --quiet " + s.path("r.h5"));
    EXPECT_EQ(same.exit_code, 0);
    EXPECT_THAT(same.out + same.err, IsEmpty());
}

TEST(diff, of_a_run_and_itself_is_nothing_and_of_two_names_measures_and_parameters) {
    const Scratch s;
    s.must("run " + baseline + two_months + " -o " + s.path("a.h5"));
    s.must("run " + baseline + two_months + " --set benefits.relocation_mrp.2025-01-01=90 -o " + s.path("b.h5"));
    const auto same = s.qonys("diff " + s.path("a.h5") + " " + s.path("a.h5"));
    EXPECT_EQ(same.exit_code, 0) << same.err;
    EXPECT_THAT(same.out, HasSubstr("the same: none of 75 measures differs"));
    const auto other = s.qonys("diff " + s.path("a.h5") + " " + s.path("b.h5") + " --format json");
    EXPECT_EQ(other.exit_code, 1) << other.err;
    const auto json = nlohmann::json::parse(other.out);
    EXPECT_EQ(json["parameters"][0], "benefits.relocation_mrp.2025-01-01: (none) -> 90");
    double ratio = 0;
    for (const auto& m : json["measures"])
        if (m["measure"] == "spending_total") ratio = m["figure"]["ratio"];
    EXPECT_GT(ratio, 1);
    s.must("compare " + shipped + two_months + " -o " + s.path("c.h5"));
    EXPECT_EQ(s.qonys("diff " + s.path("a.h5") + " " + s.path("c.h5")).exit_code, 2);
    EXPECT_EQ(s.qonys("diff " + s.path("a.h5") + " " + s.path("none.h5")).exit_code, 3);
}

}  // namespace
}  // namespace qonys
