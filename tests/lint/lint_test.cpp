// Every rule twice: on the files of the repository, and on a planted breach that it has to name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "commit.hpp"
#include "lint/rules.hpp"
#include "support/process.hpp"

namespace {

namespace fs = std::filesystem;
using qonys::lint::Breaches;
using qonys::lint::File;
using qonys::test::read_text;
using qonys::test::run;
using qonys::test::shell_quoted;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const fs::path root = QONYS_SOURCE_FOLDER;

// The tracked files; where git does not know any, all files but what programs leave behind.
std::vector<std::string> repository_paths() {
    std::vector<std::string> paths;
    const auto listed = run("git -C " + shell_quoted(root.string()) + " ls-files");
    std::istringstream lines(listed.exit_code == 0 ? listed.out : "");
    for (std::string path; std::getline(lines, path);) {
        if (fs::is_regular_file(root / path)) paths.push_back(path);
    }
    if (!paths.empty()) return paths;
    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator(); ++entry) {
        const std::string name = entry->path().filename().string();
        if (entry->is_directory() && (name == ".git" || name == "build" || name == "outputs" || name == "__pycache__")) {
            entry.disable_recursion_pending();
        } else if (entry->is_regular_file()) {
            paths.push_back(fs::relative(entry->path(), root).string());
        }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::vector<File> repository_files(const std::string& folder = "", const std::vector<std::string>& endings = {""}) {
    std::vector<File> files;
    for (const auto& path : repository_paths()) {
        const bool wanted =
            std::any_of(endings.begin(), endings.end(), [&](const auto& ending) { return path.ends_with(ending); });
        if (path.starts_with(folder) && wanted) files.push_back({path, read_text(root / path)});
    }
    EXPECT_THAT(files, testing::Not(IsEmpty())) << "no files in " << folder;
    return files;
}

template <class Rule>
std::string all_breaches(const std::vector<File>& files, Rule rule) {
    std::string text;
    for (const auto& file : files) {
        for (const auto& breach : rule(file)) text += breach + "\n";
    }
    return text;
}

TEST(lint, each_folder_includes_only_what_it_may) {
    EXPECT_EQ(all_breaches(repository_files("sim/", {".hpp", ".cpp"}), qonys::lint::include_breaches), "");
}

TEST(lint, a_forbidden_include_is_named) {
    using qonys::lint::include_breaches;
    EXPECT_THAT(include_breaches({"sim/people/arrivals.cpp", "#include <vector>\n\n#include \"policy/rules.hpp\"\n"}),
                ElementsAre(HasSubstr("sim/people/arrivals.cpp:3: people may not include policy")));
    EXPECT_THAT(include_breaches({"sim/experiment/replicates.cpp", "#include \"month/month.hpp\"\n"}),
                ElementsAre(HasSubstr("experiment may not include month")));
    EXPECT_THAT(include_breaches({"sim/run.cpp", "  # include \"report/table.hpp\"\n"}),
                ElementsAre(HasSubstr("run may not include report")));
    EXPECT_THAT(include_breaches({"sim/month/work.cpp", "#include \"clocks.hpp\"\n"}), ElementsAre(HasSubstr("in no folder")));
    EXPECT_THAT(include_breaches({"sim/new/thing.cpp", ""}), ElementsAre(HasSubstr("does not know \"new\"")));
    EXPECT_THAT(include_breaches({"sim/run.cpp", "#include \"run.hpp\"\n#include \"month/month.hpp\"\n"}), IsEmpty());
}

TEST(lint, a_library_outside_its_fence_is_named) {
    using qonys::lint::include_breaches;
    const std::vector<std::pair<std::string, std::string>> fenced{
        {"yaml-cpp/yaml.h", "scenario"},
        {"H5Cpp.h", "results"},
        {"hdf5_hl.h", "results"},
        {"boost/graph/dijkstra.hpp", "places"},
        {"Random123/philox.h", "base"},
        {"boost/random/gamma_distribution.hpp", "base"},
        {"random", "base"},
        {"openssl/sha.h", "base"},
        {"CLI/CLI.hpp", "main"},
    };
    for (const auto& [header, home] : fenced) {
        const std::string line = "#include <" + header + ">\n";
        EXPECT_THAT(include_breaches({"sim/month/work.cpp", line}),
                    ElementsAre(HasSubstr("month may not include <" + header + ">")));
        EXPECT_THAT(include_breaches({"sim/" + home + ".cpp", line}), IsEmpty());
    }
}

TEST(lint, each_scenario_starts_with_its_question_and_names_its_schema) {
    EXPECT_EQ(all_breaches(repository_files("scenarios/", {".yaml"}), qonys::lint::scenario_breaches), "");
}

TEST(lint, a_scenario_without_question_or_schema_is_named) {
    using qonys::lint::scenario_breaches;
    const std::string schema = "# yaml-language-server: $schema=schema.json\n";
    EXPECT_THAT(scenario_breaches({"scenarios/a.yaml", schema + "run: {}\nquestion: late\n"}),
                ElementsAre(HasSubstr("does not start with \"question:\"")));
    EXPECT_THAT(scenario_breaches({"scenarios/a.yaml", "question: what?\n"}), ElementsAre(HasSubstr("$schema")));
    EXPECT_THAT(scenario_breaches({"scenarios/a.yaml", "question: what?\n" + schema}), IsEmpty());
    EXPECT_THAT(scenario_breaches({"scenarios/a.yaml", schema + "\nquestion: what?\n"}), IsEmpty());
}

TEST(lint, links_between_files_lead_somewhere) {
    const auto rule = [](const File& file) {
        return qonys::lint::link_breaches(file, [](const std::string& path) { return fs::exists(root / path); });
    };
    EXPECT_EQ(all_breaches(repository_files("", {".md"}), rule), "");
    EXPECT_EQ(all_breaches(repository_files("scenarios/", {".yaml"}), rule), "");
}

TEST(lint, a_link_to_nowhere_is_named) {
    const auto rule = [](const File& file) {
        return qonys::lint::link_breaches(file, [](const std::string& path) { return path == "docs/model.md"; });
    };
    EXPECT_THAT(rule({"outputs/README.md", "see [a](../docs/model.md#top) and [b](https://example.org/x)\n"}), IsEmpty());
    EXPECT_THAT(rule({"outputs/README.md", "\nsee [a](../docs/model.md), [b](../docs/modle.md)\n"}),
                ElementsAre("outputs/README.md:2: points at docs/modle.md, which is not there"));
    EXPECT_THAT(rule({"scenarios/a.yaml", "# yaml-language-server: $schema=shema.json\n"}),
                ElementsAre(HasSubstr("scenarios/shema.json")));
}

TEST(lint, no_source_file_is_longer_than_500_lines) {
    const auto rule = [](const File& file) { return qonys::lint::length_breaches(file, 500); };
    EXPECT_EQ(all_breaches(repository_files("sim/"), rule), "");
    EXPECT_THAT(rule({"sim/long.cpp", std::string(501, '\n')}), ElementsAre(HasSubstr("sim/long.cpp: has 501 lines")));
    EXPECT_THAT(rule({"sim/short.cpp", std::string(500, '\n')}), IsEmpty());
}

TEST(lint, each_type_has_a_name_of_its_own) {
    using qonys::lint::type_name_breaches;
    EXPECT_THAT(type_name_breaches(repository_files("sim/", {".hpp"})), IsEmpty());
    const File one{"sim/a.hpp", "struct Rule {\n};\nstruct Other;\n"},
        two{"sim/b.hpp", "struct Other;\nclass Rule : public Base {\n"};
    EXPECT_THAT(type_name_breaches({one, two}), ElementsAre("sim/b.hpp:2: Rule is a type of sim/a.hpp too"));
}

TEST(lint, no_file_names_a_folder_of_one_machine) {
    EXPECT_EQ(all_breaches(repository_files(), qonys::lint::machine_path_breaches), "");
    for (const std::string folder : {"wo"
                                     "rk",
                                     "tm"
                                     "p",
                                     "ro"
                                     "ot",
                                     "ho"
                                     "me"}) {
        EXPECT_THAT(qonys::lint::machine_path_breaches({"a.md", "x\nsee /" + folder + "/me\n"}),
                    ElementsAre(HasSubstr("a.md:2: names the folder /" + folder + "/")));
        EXPECT_THAT(qonys::lint::machine_path_breaches({"a.md", "see my/" + folder + "/x and /" + folder + "ing/x\n"}),
                    IsEmpty());
    }
}

TEST(lint, no_file_says_that_it_is_unfinished) {
    EXPECT_EQ(all_breaches(repository_files(), qonys::lint::unfinished_breaches), "");
    for (const std::string word : {"TO"
                                   "DO",
                                   "FIX"
                                   "ME",
                                   "XX"
                                   "X",
                                   "HA"
                                   "CK",
                                   "TB"
                                   "D",
                                   "WI"
                                   "P"}) {
        EXPECT_THAT(qonys::lint::unfinished_breaches({"a.cpp", "\n// " + word + ": later\n"}),
                    ElementsAre("a.cpp:2: says " + word));
        EXPECT_THAT(qonys::lint::unfinished_breaches({"a.cpp", word + "S " + word}), ElementsAre("a.cpp:1: says " + word));
        EXPECT_THAT(qonys::lint::unfinished_breaches({"a.cpp", "A" + word + " " + word + "S\n"}), IsEmpty());
    }
    EXPECT_THAT(qonys::lint::unfinished_breaches({"a.md",
                                                  "This is Not "
                                                  "Implemented.\n"}),
                ElementsAre(HasSubstr("a.md:1")));
}

TEST(lint, the_version_is_the_same_everywhere) {
    const auto file = [](const char* name) { return File{name, read_text(root / name)}; };
    EXPECT_THAT(qonys::lint::version_breaches(file("CMakeLists.txt"), file("CITATION.cff"), file("CHANGELOG.md")), IsEmpty());
    const File cmake_lists{"CMakeLists.txt", "project(qonys VERSION 1.2.0 LANGUAGES CXX)\n"};
    const File citation{"CITATION.cff", "cff-version: 1.2.0\nversion: 1.1.9\n"};
    const File changelog{"CHANGELOG.md", "# Changes\n\n## [1.3.0] - 2030-01-01\n\n## [1.2.0] - 2029-01-01\n"};
    EXPECT_THAT(qonys::lint::version_breaches(cmake_lists, citation, changelog),
                ElementsAre("CITATION.cff: version 1.1.9, but CMakeLists.txt has 1.2.0",
                            "CHANGELOG.md: version 1.3.0, but CMakeLists.txt has 1.2.0"));
    EXPECT_THAT(qonys::lint::version_breaches({"CMakeLists.txt", ""}, citation, changelog),
                ElementsAre(HasSubstr("names no version")));
}

// The files that clang-format would change, with the first place in each.
std::string format_breaches(const std::string& files) {
    std::istringstream lines(run("cd " + shell_quoted(root.string()) + " && clang-format --dry-run -Werror " + files).err);
    std::string breaches, last;
    for (std::string line; std::getline(lines, line);) {
        const auto message = line.find(": error:");
        if (message == std::string::npos) continue;
        const std::string name = line.substr(0, line.find(':'));
        if (name != last) breaches += line.substr(0, message) + "\n";
        last = name;
    }
    return breaches;
}

// Another release formats otherwise, so only that of Debian 12 judges.
bool has_the_clang_format_of_debian_12() {
    return run("clang-format --version").out.find("version 14.") != std::string::npos;
}

TEST(lint, sources_are_formatted) {
    if (!has_the_clang_format_of_debian_12()) GTEST_SKIP() << "needs clang-format 14";
    std::string files;
    for (const auto& path : repository_paths()) {
        const bool ours = path.starts_with("sim/") || path.starts_with("tests/") || path.starts_with("bench/");
        if (ours && (path.ends_with(".cpp") || path.ends_with(".hpp"))) files += " " + shell_quoted(path);
    }
    ASSERT_FALSE(files.empty());
    EXPECT_EQ(format_breaches(files), "") << "clang-format -i mends this";
}

TEST(lint, an_unformatted_source_is_named) {
    if (!has_the_clang_format_of_debian_12()) GTEST_SKIP() << "needs clang-format 14";
    const qonys::test::TempFolder folder;
    const auto file = folder.write("crooked.cpp", "int  main( ){return 0 ;}\n");
    fs::copy_file(root / ".clang-format", folder.path() / ".clang-format");
    EXPECT_THAT(format_breaches(shell_quoted(file.string())), HasSubstr("crooked.cpp:1"));
}

}  // namespace
