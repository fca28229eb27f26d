// Pathway programmes from the command line: files that other tools read, results made again, arms compared, sweeps, refusals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "accounts/pathway_rows.hpp"
#include "commit.hpp"
#include "support/process.hpp"
#include "support/small_programme.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const std::string program = test::shell_quoted(QONYS_PROGRAM);
const std::string client =
    "/usr/bin/python3 -W error " + test::shell_quoted(QONYS_SOURCE_FOLDER "/tests/cli/pathways_clients.py");
const std::string baseline = test::shell_quoted(QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml");

// A folder with the scenario in it, where results go.
struct Programmes {
    test::TempFolder folder;

    Programmes() {
        folder.write("small.yaml", small_programme);
        folder.write(
            "arms.yaml",
            "extends: small.yaml\narms:\n  sixty: {}\n  eighty: {programmes: {example: {stages: {reception: {places: 80}}}}}\n");
        folder.write("sweep.yaml",
                     "extends: small.yaml\ndesign: grid\nreplicates: 4\nvary:\n"
                     "  programmes.example.stages.reception.places: [40, 60, 80]\n"
                     "  programmes.example.stages.reception.days: [5, 10]\n");
    }
    std::filesystem::path file(const std::string& name) const { return folder.path() / name; }
    test::ProcessResult shell(const std::string& command) const {
        return test::run("cd " + test::shell_quoted(folder.path().string()) + " && " + command);
    }
    test::ProcessResult qonys(const std::string& arguments) const { return shell(program + " " + arguments); }
    void must(const std::string& arguments) const {
        const auto result = qonys(arguments);
        ASSERT_EQ(result.exit_code, 0) << arguments << result.err;
    }
    void refuses(const std::string& arguments, const std::string& why) const {
        const auto result = qonys(arguments);
        EXPECT_EQ(result.exit_code, 2) << arguments << result.out << result.err;
        EXPECT_THAT(result.err, HasSubstr(why)) << arguments;
    }
    // Statements of Python with the opened file as f.
    test::ProcessResult python(const std::string& name, const std::string& statements) const {
        return shell("/usr/bin/python3 -c " +
                     test::shell_quoted("import h5py\nf = h5py.File('" + name + "', 'r+')\n" + statements));
    }
    void doctor(const std::string& name, const std::string& statements) const {
        const auto result = python(name, statements);
        ASSERT_EQ(result.exit_code, 0) << result.err;
    }
};

TEST(pathway_run, writes_a_file_that_h5py_and_xarray_read) {
    const Programmes p;
    p.must("run small.yaml --quiet -o r.h5");
    const auto read = p.shell(client + " r.h5");
    EXPECT_EQ(read.exit_code, 0) << read.out << read.err;
    p.doctor("r.h5", "f['present'][3, 20, 0, 1, 2] += 1");
    EXPECT_NE(p.shell(client + " r.h5").exit_code, 0) << "the script does not see that one person was added";
    p.doctor("r.h5", "f['present'][3, 20, 0, 1, 2] -= 1\nf['whole_run/retained_share_mean'][0, 3] *= 1 + 1e-9");
    EXPECT_NE(p.shell(client + " r.h5").exit_code, 0) << "the script does not see that a share was changed";
}

TEST(pathway_run, writes_a_file_whose_layout_ncdump_shows) {
    const Programmes p;
    p.must("run small.yaml --quiet --replicates 2 -o r.h5");
    const auto shown = p.shell("ncdump -h r.h5");
    ASSERT_EQ(shown.exit_code, 0) << shown.err;
    for (const char* line :
         {"\treplicate = 2 ;\n", "\tdate = 106 ;\n", "\tint date(date) ;\n", "\tstring stage(stage) ;\n",
          "\tint present(replicate, date, programme, stage, group) ;\n",
          "\tint64 spending(replicate, date, programme, stage) ;\n", "date:units = \"days since 1970-01-01\" ;",
          "present:cell_methods = \"date: point\" ;", "\tint64 moves(replicate, programme, step_from, step_to) ;\n",
          "\tdouble retained_share(replicate, months_since, programme) ;\n", ":subject = \"pathway programmes\" ;",
          "group: whole_run {", "\tdouble mean_wait_mean(programme, stage) ;\n", "mean_wait_mean:units = \"day\" ;",
          "\tdouble spending_mean(year, programme, stage) ;\n"})
        EXPECT_THAT(shown.out, HasSubstr(line));
    const auto days = p.shell("ncdump -t -v date r.h5");
    EXPECT_THAT(days.out, HasSubstr(R"(date = "2026-01-01", "2026-01-08",)"));
}

TEST(pathway_run, writes_the_same_bytes_with_any_number_of_threads) {
    const Programmes p;
    for (const char* threads : {"1", "2", "5"}) {
        const std::string name = std::string("r") + threads + ".h5";
        const auto result =
            p.shell("SOURCE_DATE_EPOCH=1 " + program + " run small.yaml --quiet --threads " + threads + " -o " + name);
        ASSERT_EQ(result.exit_code, 0) << result.err;
        EXPECT_EQ(test::read_text(p.file(name)), test::read_text(p.file("r1.h5"))) << threads;
    }
}

TEST(pathway_run, has_no_microdata) {
    const Programmes p;
    p.refuses("run small.yaml --microdata -o r.h5", "a scenario of pathway programmes has no families and persons of their own");
    EXPECT_FALSE(std::filesystem::exists(p.file("r.h5")));
}

TEST(pathway_run, is_made_again_by_verify_which_finds_one_person_too_many) {
    const Programmes p;
    p.must("run small.yaml --quiet -o r.h5");
    for (const char* threads : {"1", "2"}) {
        const auto same = p.qonys(std::string("verify r.h5 --threads ") + threads);
        EXPECT_EQ(same.exit_code, 0) << same.out << same.err;
        EXPECT_THAT(same.out, AllOf(HasSubstr("texts: as the files give them"), ContainsRegex("the same: [0-9]+ variables")));
    }
    p.doctor("r.h5", "f['present'][3, 20, 0, 1, 2] += 1");
    const auto other = p.qonys("verify r.h5");
    EXPECT_EQ(other.exit_code, 1) << other.err;
    EXPECT_THAT(other.out,
                AllOf(HasSubstr("NOT the same: 1 of "), HasSubstr("present: 1 of 25440 cells differ, first at replicate 3, "
                                                                  "date 2026-05-21, programme example, stage centre, group "
                                                                  "children: ")));
}

TEST(pathway_run, of_other_months_or_steps_is_refused_by_verify_before_it_simulates) {
    const Programmes p;
    p.must("run small.yaml --quiet --replicates 2 -o r.h5");
    const auto change = [&](const std::string& from, const std::string& to) {
        p.doctor("r.h5", "t = f['scenario_yaml'].asstr()[()]\nassert '" + from + "' in t\nf['scenario_yaml'][()] = t.replace('" +
                             from + "', '" + to + "')");
    };
    change("last_month: 2027-12", "last_month: 2028-12");
    const auto longer = p.qonys("verify r.h5");
    EXPECT_EQ(longer.exit_code, 3) << longer.out;
    EXPECT_THAT(
        longer.err,
        HasSubstr("its text asks for 159 steps, 2026-01-01 to 2028-12-30, its figures have 106, 2026-01-01 to 2027-12-31"));
    change("last_month: 2028-12", "last_month: 2027-12");
    EXPECT_EQ(p.qonys("verify --quiet r.h5").exit_code, 0);
    change("time_step: week", "time_step: day");
    EXPECT_EQ(p.qonys("verify r.h5").exit_code, 3);
}

TEST(pathway_run, differs_by_measure_from_one_of_another_seed) {
    const Programmes p;
    p.must("run small.yaml --quiet -o a.h5");
    p.must("run small.yaml --quiet -o b.h5");
    p.must("run small.yaml --quiet --seed 2 -o c.h5");
    EXPECT_EQ(p.qonys("diff a.h5 b.h5").exit_code, 0);
    const auto moved = p.qonys("diff a.h5 c.h5");
    EXPECT_EQ(moved.exit_code, 1) << moved.err;
    EXPECT_THAT(moved.out, AllOf(ContainsRegex("\nspending +KZT +[0-9,]+ of [0-9,]+ +whole run +[0-9]{3},[0-9,]+ "),
                                 ContainsRegex("\nmean_wait +days +4 of 40 +programme example, stage reception +0\\.[0-9]+ "),
                                 ContainsRegex("\narrivals +persons +[0-9]+ of [0-9,]+ +whole run +230 ±0 +230 ±0 +1.0000"),
                                 ContainsRegex("\npeak_occupied +persons +[0-9]+ of [0-9]+ +room [a-z._]+ +")));
    p.must("run " + baseline +
           " --quiet --replicates 1 --set run.first_month=2025-01 --set run.last_month=2025-01 --set "
           "run.warm_up_months=0 -o settlement.h5");
    p.refuses("diff a.h5 settlement.h5",
              "the old result is about pathway programmes, and the new one about settlement under quotas");
}

TEST(pathway_comparison, pairs_the_replicates_of_its_arms) {
    const Programmes p;
    p.must("compare arms.yaml --format json -o c.h5");
    p.doctor("c.h5",
             "import numpy as np\n"
             "assert f.attrs['kind'] == 'comparison' and f.attrs['subject'] == 'pathway programmes'\n"
             "assert list(f['whole_run/arm'].asstr()) == ['sixty', 'eighty']\n"
             "assert 'decomposition' not in f and 'monthly' not in f\n"
             "of = f['replicates/peak_waiting'][:, :, 0, 0]\n"
             "assert (of[0] > 0).all() and (of[1] == 0).all(), of\n"
             "statistics = list(f['whole_run/statistic'].asstr())\n"
             "mean = f['whole_run/peak_waiting'][1, statistics.index('difference'), 0, 0]\n"
             "assert np.isclose(mean, (of[1] - of[0]).mean()), mean\n"
             "arrived = f['replicates/arrivals'][:, :, 0, 4]\n"
             "assert (arrived == 230).all()\n"
             // only the reception differs, and nobody is turned away: those who leave early are the same persons
             "days = f['whole_run/spending'][1, statistics.index('difference'), 0, 0]\n"
             "assert days == 0, days\n");
    EXPECT_EQ(p.qonys("verify --quiet c.h5").exit_code, 0);
    EXPECT_EQ(p.qonys("diff c.h5 c.h5").exit_code, 0);
    p.doctor("c.h5", "f['replicates/peak_waiting'][1, 2, 0, 0] = 1");
    EXPECT_EQ(p.qonys("verify --quiet c.h5").exit_code, 1);
}

TEST(pathway_comparison, prints_headlines_of_limited_stages_and_stops_at_a_precision) {
    const Programmes p;
    const auto result = p.qonys("compare arms.yaml --until-ci mean_wait@reception:5% --most-replicates 60 -o c.h5");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, AllOf(HasSubstr("persons arrived "), HasSubstr("persons who completed "),
                                  HasSubstr("in the programme after 12 months, %"), HasSubstr("mean wait, reception, days"),
                                  HasSubstr("most present, centre, persons"), HasSubstr("mean_wait@reception:5% with "),
                                  HasSubstr("replicates: reached")));
    EXPECT_THAT(result.out, Not(HasSubstr("wait, follow_up")));  // no limit, so nobody waits
    p.refuses("compare arms.yaml --until-ci mean_wait:5% -o c.h5",
              "mean_wait needs a stage; write @ and one of reception, centre, follow_up");
}

TEST(pathway_comparison, refuses_arms_of_other_names_and_of_settlement) {
    const Programmes p;
    p.folder.write(
        "names.yaml",
        "extends: small.yaml\narms:\n  a: {}\n"
        "  b: {programmes: {example: {stages: {reception: {staff: {nurse: 0.1}}}}}}\n"
        "  c: {programmes: {example: {exits: {died: died}}}}\n"
        "  d: {programmes: {example: {stages: {school: {kind: placement, days: 90, cost_per_day: 1, next: {settled: 1}}, "
        "centre: {next: {follow_up: 0.5, school: 0.5}}}}}}\n"
        "  e: {centres: {south: {title: South, places: 5}}}\n");
    const auto result = p.qonys("compare names.yaml -o c.h5");
    EXPECT_EQ(result.exit_code, 2) << result.err;
    for (const char* why :
         {"the arm b has other services than a: nurse, psychologist, not psychologist",
          "the arm c has other exits than a: settled, left_again, sentenced, died, not settled, left_again, sentenced",
          "the arm d has other stages than a: reception, centre, follow_up, school, not reception, centre, follow_up",
          "the arm e has other rooms (centres, and stages that use none) than a: north, south, example.reception"})
        EXPECT_THAT(result.err, HasSubstr(why));
    p.refuses("compare small.yaml " + baseline + " -o c.h5",
              "the arm baseline_2025 simulates settlement under quotas, and small pathway programmes");
}

TEST(pathway_sweep, of_capacity_and_length_of_stay_shows_what_waits_cost) {
    const Programmes p;
    p.must("sweep sweep.yaml --quiet -o s.h5");
    p.doctor(
        "s.h5",
        "assert f.attrs['kind'] == 'sweep' and f.attrs['subject'] == 'pathway programmes'\n"
        "assert f['programmes.example.stages.reception.days'].attrs['units'] == 'day'\n"
        "names = list(f.attrs['measures'])\n"
        "assert names[:8] == ['arrivals', 'completed', 'in_programme_at_end', 'in_programme_share', 'retained_share', 'spending',"
        " 'spending_per_arrival', 'breaches'], names\n"
        "limited = [n + '.example@' + s for s in ('reception', 'centre') for n in ('mean_wait', 'peak_waiting', 'longest_wait',"
        " 'peak_present')]\n"
        "assert names[8:] == limited, names\n"
        "wait = f['mean_wait.example@reception_mean'][:].reshape(3, 2)\n"
        "assert (wait[:-1] > wait[1:]).all() and (wait[:2, 0] < wait[:2, 1]).all(), wait  # by capacity, by stay\n"
        "assert (f['arrivals'][:] == 230).all() and (f['status'][:] == 0).all()\n"
        "assert f['retained_share'].attrs['better'] == 1 and f['spending'].attrs['better'] == -1\n");
    EXPECT_EQ(p.qonys("verify --quiet s.h5").exit_code, 0);
    EXPECT_EQ(p.qonys("verify --quiet s.h5 --sample 2").exit_code, 0);
    for (const char* shard : {"1/2", "2/2"}) p.must(std::string("sweep sweep.yaml --quiet -o part.h5 --shard ") + shard);
    p.must("merge part.shard-1-of-2.h5 part.shard-2-of-2.h5 -o whole.h5");
    EXPECT_EQ(p.qonys("diff s.h5 whole.h5").exit_code, 0);
    EXPECT_EQ(p.qonys("verify --quiet whole.h5").exit_code, 0);
    EXPECT_EQ(p.qonys("sensitivity s.h5").exit_code, 0);
    p.doctor("s.h5", "f['mean_wait.example@reception'][1, 2] += 1e-9");
    EXPECT_EQ(p.qonys("verify --quiet s.h5").exit_code, 1);
}

TEST(pathway_sweep, is_the_run_of_each_point) {
    const Programmes p;
    p.must(
        "sweep sweep.yaml --quiet --set 'measures=[spending, mean_wait@reception, exits@left_again, days_full@north]' -o s.h5");
    p.must(
        "run small.yaml --quiet --replicates 4 --set programmes.example.stages.reception.places=40 --set "
        "programmes.example.stages.reception.days=10 -o r.h5");
    p.doctor("s.h5",
             "r = h5py.File('r.h5')\n"
             "assert list(f.attrs['measures']) == ['spending', 'mean_wait@reception', 'exits@left_again', 'days_full@north']\n"
             "assert f['spending_mean'][1] == r['whole_run/spending_mean'][0, 3], r['whole_run/spending_mean'][:]\n"
             "assert f['mean_wait@reception_mean'][1] == r['whole_run/mean_wait_mean'][0, 0] > 0\n"
             "assert f['exits@left_again_mean'][1] == r['whole_run/exits_mean'][0, 1, 4]\n"
             "assert (f['exits@left_again'][1] == r['exits'][:, :, 0, 1, :].sum(axis=(1, 2))).all()\n"
             "assert f['days_full@north_mean'][1] == r['whole_run/days_full_mean'][0]\n");
}

TEST(pathway_sweep, refuses_measures_that_are_not_there) {
    const Programmes p;
    const auto refuses = [&](const std::string& measure, const std::string& why) {
        p.refuses("sweep sweep.yaml -o s.h5 --set 'measures=[" + measure + "]'", why);
    };
    refuses("waiting", "no measure is named \"waiting\"; ");
    refuses("mean_wait", "mean_wait needs a stage; write @ and one of reception, centre, follow_up at its end");
    refuses("mean_wait@all", "\"all\" is no stage of mean_wait; one of reception, centre, follow_up");
    refuses("mean_wait.south@reception", "\"south\" is no programme of mean_wait; one of example, all");
    refuses("arrivals@reception", "arrivals is not known by stage, exit or another place; leave out @reception");
    refuses("days_full.example@north", "days_full is not known by programme; leave out .example");
    refuses("retained_share@7", "\"7\" is no horizon of retained_share; one of 1, 3, 6, 12, 24");
    refuses("exits", "exits needs an exit; write @ and one of settled, left_again, sentenced");
}

TEST(verbs_of_settlement, refuse_pathway_programmes_and_say_what_to_do) {
    const Programmes p;
    p.must("run small.yaml --quiet --replicates 1 -o r.h5");
    for (const char* command : {"quota small.yaml", "calibrate small.yaml", "explain r.h5 --family 1"})
        p.refuses(command, "this is a scenario of pathway programmes");
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

TEST(output_format, names_every_measure_and_table_of_pathway_programmes) {
    const std::string page = test::read_text(QONYS_SOURCE_FOLDER "/docs/output_format.md");
    for (const Measure& m : pathway_measures())
        EXPECT_THAT(page, HasSubstr("| `" + m.name + "` | " + m.unit + " | " + listed(m.axes) + " | " +
                                    (m.type == CellType::count ? "int32" : "int64") + " | " + m.long_name + " |\n"));
    for (const PathwayRow& row : pathway_rows())
        EXPECT_THAT(page,
                    HasSubstr("| `" + row.measure.name + "` | " + row.measure.unit + " | " + listed(row.measure.axes) + " | " +
                              (row.yearly ? "yearly, whole_run" : "whole_run") + " | " + row.measure.long_name + " |\n"));
}

}  // namespace
}  // namespace qonys
