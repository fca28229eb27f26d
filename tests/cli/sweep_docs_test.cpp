// docs/sweep.md: its examples run, its sweep files can be read, and it names every option, design and form of values that there
// is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "commit.hpp"
#include "scenario/sweep_file.hpp"
#include "sensitivity/sobol_indices.hpp"
#include "support/examples.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::HasSubstr;

std::string page() {
    return test::read_text(QONYS_SOURCE_FOLDER "/docs/sweep.md");
}

std::string help(const std::string& verb) {
    const test::ProcessResult result = test::run(test::shell_quoted(QONYS_PROGRAM) + " " + verb + " --help");
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.out;
}

// The flags that a text names: -o, --points, … Of a page only those of the table under `heading`; empty: the whole text.
std::set<std::string> flags_of(const std::string& text, const std::string& heading = "") {
    const std::size_t start = heading.empty() ? 0 : text.find(heading);
    EXPECT_NE(start, std::string::npos) << "there is no table " << heading;
    if (start == std::string::npos) return {};
    const std::string part = heading.empty() ? text : text.substr(start, text.find("\n\n", start) - start);
    static const std::regex flag("(^|[ `,])(--[a-z-]+|-[a-z](?=[ ,]))");
    std::set<std::string> flags;
    for (auto match = std::sregex_iterator(part.begin(), part.end(), flag); match != std::sregex_iterator(); ++match)
        flags.insert((*match)[2].str());
    return flags;
}

// -o is the short form of --output, and nobody looks up how to ask for help.
std::set<std::string> flags_to_document(const std::string& verb) {
    std::set<std::string> flags = flags_of(help(verb).substr(0, help(verb).find("\n./qonys test")));
    if (flags.erase("--output") > 0) flags.insert("-o");
    for (const char* flag : {"-h", "--help"}) flags.erase(flag);
    flags.erase("");
    return flags;
}

// The keys of one parameter, as they stand in the source.
std::vector<std::string> keys_of_a_parameter() {
    const std::string source = test::read_text(QONYS_SOURCE_FOLDER "/sim/scenario/sweep_parameters.cpp");
    const std::size_t start = source.find("own_keys{");
    EXPECT_NE(start, std::string::npos);
    const std::string list = source.substr(start, source.find('}', start) - start);
    static const std::regex word("\"([a-z]+)\"");
    std::vector<std::string> keys;
    for (auto match = std::sregex_iterator(list.begin(), list.end(), word); match != std::sregex_iterator(); ++match)
        keys.push_back((*match)[1].str());
    return keys;
}

TEST(sweep_page, has_examples_that_run_on_a_shipped_sweep) {
    const test::TempFolder folder;
    const std::string file = "outputs/sweep_relocation_and_rent.h5";
    const test::ProcessResult made = test::run(
        "mkdir " + test::shell_quoted((folder.path() / "outputs").string()) + " && " + test::shell_quoted(QONYS_PROGRAM) +
        " sweep '" QONYS_SOURCE_FOLDER
        "/scenarios/sweeps/relocation_and_rent.yaml' --quiet --replicates 2 --set "
        "run.first_month=2026-01 --set run.last_month=2026-03 --set run.warm_up_months=0 -o " +
        test::shell_quoted((folder.path() / file).string()));
    ASSERT_EQ(made.exit_code, 0) << made.err;
    ASSERT_THAT(page(), HasSubstr(file));
    EXPECT_EQ(test::run_examples(page(), "python", "/usr/bin/python3", folder), 2U);
    EXPECT_EQ(test::run_examples(page(), "r", "Rscript", folder), 1U);
}

TEST(sweep_page, has_sweep_files_that_can_be_read) {
    const test::TempFolder folder;
    std::filesystem::create_directory_symlink(QONYS_SOURCE_FOLDER "/params", folder.path() / "params");
    folder.write("scenarios/baseline_2025.yaml", test::read_text(QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml"));
    const std::vector<std::string> blocks = test::code_blocks(page(), "yaml");
    EXPECT_EQ(blocks.size(), 1U);
    for (const std::string& block : blocks) {
        const std::string file = folder.write("scenarios/sweeps/example.yaml", block);
        const Sweep sweep = load_sweep(file, {}, {});
        EXPECT_EQ(sweep.arms.size(), 2U);
        EXPECT_EQ(sweep.parameters.size(), 3U);
    }
}

TEST(sweep_page, names_every_option_and_no_other) {
    for (const std::string verb : {"sweep", "sensitivity"})
        EXPECT_EQ(flags_of(page(), "| option of `" + verb + "` |"), flags_to_document(verb)) << verb;
}

TEST(sweep_page, names_every_design_form_of_values_and_estimator) {
    for (const char* word : design_words) EXPECT_THAT(page(), HasSubstr("\n| `" + std::string(word) + "` |"));
    const std::vector<std::string> keys = keys_of_a_parameter();
    EXPECT_EQ(keys.size(), 13U);
    for (const std::string& key : keys)
        EXPECT_TRUE(page().find("`" + key + "`") != std::string::npos || page().find("`" + key + ": ") != std::string::npos ||
                    page().find("`{" + key + ": ") != std::string::npos)
            << key;
    for (const char* word : estimator_words) EXPECT_THAT(page(), HasSubstr("`" + std::string(word) + "`"));
}

}  // namespace
}  // namespace qonys
