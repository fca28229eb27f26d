// The logic of the launcher script, with stand-ins for the programs it calls: no network, no compiler, no root.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "commit.hpp"
#include "support/process.hpp"

namespace {

namespace fs = std::filesystem;
using qonys::test::ProcessResult;
using qonys::test::read_text;
using qonys::test::run;
using qonys::test::shell_quoted;
using qonys::test::TempFolder;
using testing::HasSubstr;
using testing::Not;

// A clone that holds only the launcher and what it reads, and a PATH that holds only what the test puts there. Each stand-in
// writes its arguments to the file `calls`.
class Launcher : public testing::Test {
protected:
    void SetUp() override {
        fs::create_directories(clone);
        for (const char* name : {"qonys", "packages.txt", "CMakePresets.json"}) {
            fs::copy_file(fs::path(QONYS_SOURCE_FOLDER) / name, clone / name);
        }
        fs::create_directories(bin);
        for (const char* tool : {"sh", "sed", "tr", "cat", "find", "mkdir", "rm", "dirname", "readlink", "getconf", "grep", "env",
                                 "flock", "sleep", "chmod", "awk"}) {
            const ProcessResult found = run(std::string("command -v ") + tool);
            if (found.exit_code == 0) fs::create_symlink(found.out.substr(0, found.out.size() - 1), bin / tool);
        }
        stand_in("id", "echo ${USER_ID-0}");
        // All packages are installed but those in the file `absent`.
        stand_in("dpkg-query", R"(for package; do
            case $package in -*) continue ;; esac
            grep -qx -- "$package" "$WORLD/absent" || echo "ii :$package"
        done)");
        stand_in("apt-get", "echo apt-get talks; case $1 in install) exit ${APT_EXIT-0} ;; esac");
        // Configuring leaves build.ninja; building leaves a program that prints its arguments.
        stand_in("cmake", R"(echo cmake talks
        case $1 in
            --build)
                [ "${BUILD_EXIT-0}" = 0 ] || { echo "error: no such thing"; exit "$BUILD_EXIT"; }
                echo begin >>"$WORLD/builds"; sleep "${BUILD_SECONDS-0}"; echo end >>"$WORLD/builds"
                [ -f "$2/qonys" ] && exit
                echo "[1/60] Building CXX object main.cpp.o"
                mkdir -p "$2/bench"
                printf '#!/bin/sh\nprintf "<%%s>" "$@"\n[ -z "${SHOW-}" ] || pwd\n[ -z "${SIGNAL-}" ] || kill -"$SIGNAL" $$\nexit ${PROGRAM_EXIT-0}\n' >"$2/qonys"
                cat "$2/qonys" >"$2/bench/qonys_bench"
                chmod +x "$2/qonys" "$2/bench/qonys_bench" ;;
            *)
                [ "${CONFIGURE_EXIT-0}" = 0 ] || { echo "CMake Error: no"; exit 1; }
                echo ninja >build/release/build.ninja ;;
        esac)");
        stand_in("ctest", R"(printf "<%s>" "$@"; exit ${CTEST_EXIT-0})");
        world.write("absent", "");
    }

    void stand_in(const std::string& name, const std::string& body) {
        const fs::path file =
            world.write("bin/" + name, "#!/bin/sh\necho \"" + name + " $*\" >>\"$WORLD/calls\"\n" + body + "\n");
        fs::permissions(file, fs::perms::owner_all);
    }

    // Starts ./qonys from another folder, with settings like "USER_ID=1000" before it.
    ProcessResult launch(const std::string& arguments, const std::string& settings = "") {
        return run("cd " + shell_quoted(world.path().string()) + " && PATH=" + shell_quoted(bin.string()) +
                   " WORLD=" + shell_quoted(world.path().string()) + " " + settings + " " +
                   shell_quoted((clone / "qonys").string()) + " " + arguments);
    }

    [[nodiscard]] std::string text_of(const std::string& name) const {
        return fs::exists(world.path() / name) ? read_text(world.path() / name) : "";
    }

    [[nodiscard]] std::string calls() const { return text_of("calls"); }

    const TempFolder world;
    const fs::path clone = world.path() / "a clone";
    const fs::path bin = world.path() / "bin";
};

TEST_F(Launcher, installs_nothing_when_nothing_is_missing) {
    const ProcessResult result = launch("run");
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(calls(), HasSubstr("dpkg-query"));
    EXPECT_THAT(calls(), Not(HasSubstr("apt-get")));
    EXPECT_THAT(result.err, Not(HasSubstr("install")));
}

TEST_F(Launcher, names_and_installs_the_missing_packages_and_only_those) {
    world.write("absent", "libfmt-dev\ncmake\nlibgtest-dev\n");
    const ProcessResult result = launch("run");
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("installing missing Debian packages: cmake libfmt-dev\n"));
    EXPECT_THAT(calls(), HasSubstr("apt-get update"));
    EXPECT_THAT(calls(), testing::ContainsRegex("apt-get install -y [^\n]*--no-install-recommends [^\n]* cmake libfmt-dev\n"));
    EXPECT_THAT(calls(), Not(HasSubstr("libgtest-dev cmake")));
    EXPECT_THAT(result.out, Not(HasSubstr("apt-get talks")));
}

TEST_F(Launcher, uses_sudo_when_not_root) {
    world.write("absent", "cmake\n");
    stand_in("sudo", "\"$@\"");
    const ProcessResult result = launch("run", "USER_ID=1000");
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(calls(), HasSubstr("sudo env DEBIAN_FRONTEND=noninteractive apt-get install"));
}

TEST_F(Launcher, shows_the_command_when_there_is_neither_root_nor_sudo) {
    world.write("absent", "cmake\nlibfmt-dev\n");
    const ProcessResult result = launch("run", "USER_ID=1000");
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("apt-get update && apt-get install -y --no-install-recommends cmake libfmt-dev\n"));
    EXPECT_THAT(calls(), Not(HasSubstr("cmake --")));
}

TEST_F(Launcher, stops_when_the_installation_fails) {
    world.write("absent", "cmake\n");
    const ProcessResult result = launch("run", "APT_EXIT=100");
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("the installation failed"));
    EXPECT_THAT(calls(), Not(HasSubstr("cmake --preset")));
}

TEST_F(Launcher, says_what_is_needed_where_there_is_no_dpkg) {
    fs::remove(bin / "dpkg-query");
    stand_in("c++", "");
    ProcessResult result = launch("run");
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("ninja is missing"));
    EXPECT_THAT(result.err, HasSubstr("libyaml-cpp-dev"));
    stand_in("ninja", "");
    result = launch("run");
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(calls(), HasSubstr("-DQONYS_TESTS=OFF"));
}

TEST_F(Launcher, needs_the_test_packages_only_for_tests) {
    world.write("absent", "libgtest-dev\n");
    EXPECT_EQ(launch("run").exit_code, 0);
    EXPECT_THAT(calls(), HasSubstr("cmake --preset release -DQONYS_TESTS=OFF -DQONYS_BENCH=OFF"));
    EXPECT_THAT(calls(), HasSubstr("--target qonys\n"));
    EXPECT_THAT(calls(), Not(HasSubstr("apt-get")));

    EXPECT_EQ(launch("test").exit_code, 0);
    EXPECT_THAT(calls(), testing::ContainsRegex("apt-get install [^\n]* libgtest-dev\n"));
    EXPECT_THAT(calls(), HasSubstr("cmake --preset release -DQONYS_TESTS=ON -DQONYS_BENCH=ON"));
    EXPECT_THAT(calls(), HasSubstr("--target all\n"));
}

TEST_F(Launcher, configures_once) {
    EXPECT_EQ(launch("run").exit_code, 0);
    fs::remove(world.path() / "calls");
    EXPECT_EQ(launch("run").exit_code, 0);
    EXPECT_THAT(calls(), Not(HasSubstr("--preset")));
    EXPECT_THAT(calls(), HasSubstr("cmake --build"));
    EXPECT_EQ(launch("test").exit_code, 0);
    EXPECT_THAT(calls(), Not(HasSubstr("cmake --preset")));
}

TEST_F(Launcher, configures_again_for_charts_whose_library_could_not_be_fetched) {
    EXPECT_EQ(launch("test").exit_code, 0);
    world.write("a clone/build/release/charts/missing.txt", "no network\n");
    for (const auto& [verb, again] : {std::pair{"run", false}, {"report", true}, {"test", true}}) {
        fs::remove(world.path() / "calls");
        EXPECT_EQ(launch(verb).exit_code, 0);
        EXPECT_EQ(calls().find("cmake --preset") != std::string::npos, again) << verb;
    }
}

TEST_F(Launcher, configures_afresh_when_the_folder_was_copied_from_elsewhere) {
    EXPECT_EQ(launch("run").exit_code, 0);
    world.write("a clone/build/release/CMakeCache.txt", "CMAKE_HOME_DIRECTORY:INTERNAL=/elsewhere\n");
    world.write("a clone/build/release/configured.txt", "tests ON in /elsewhere\n");
    EXPECT_EQ(launch("run").exit_code, 0);
    EXPECT_THAT(calls(), HasSubstr("cmake --fresh --preset release"));
}

TEST_F(Launcher, passes_arguments_and_exit_code_through_and_keeps_standard_output_clean) {
    const ProcessResult result = launch("run 'two words' '' --set a.b=1", "PROGRAM_EXIT=4");
    EXPECT_EQ(result.exit_code, 4);
    EXPECT_EQ(result.out, "<run><two words><><--set><a.b=1>");
    EXPECT_THAT(result.err, HasSubstr("qonys: building"));
    EXPECT_EQ(launch("check", "PROGRAM_EXIT=2").err, "");  // nothing to say when nothing is done
}

TEST_F(Launcher, dies_of_the_signal_that_killed_the_program) {
    EXPECT_EQ(launch("run", "SIGNAL=TERM").exit_code, 128 + 15);
}

TEST_F(Launcher, shows_the_output_of_a_failed_build_on_standard_error) {
    ProcessResult result = launch("run", "CONFIGURE_EXIT=1");
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("CMake Error: no"));
    result = launch("run", "BUILD_EXIT=9");
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, HasSubstr("error: no such thing"));
    EXPECT_THAT(result.err, HasSubstr("the build failed"));
}

TEST_F(Launcher, hands_the_arguments_of_test_to_ctest_and_exits_as_it_does) {
    const ProcessResult result = launch("test -R lint", "CTEST_EXIT=8");
    EXPECT_EQ(result.exit_code, 8);
    EXPECT_THAT(result.out, HasSubstr("<--preset><release>"));
    EXPECT_THAT(result.out, HasSubstr("<--no-tests=error>"));
    EXPECT_THAT(result.out, HasSubstr("<-R><lint>"));
}

TEST_F(Launcher, says_again_at_the_end_why_tests_failed) {
    fs::create_directories(clone / "build/release");
    std::ofstream(clone / "build/release/CTestTestfile.cmake") << R"(
        add_test(first.is_wrong sh -c "for i in 1 2 3; do echo reason $i; done; echo 1/9 Testing: me; exit 1")
        add_test(second.is_sound sh -c "echo no trouble")
        add_test(third.crashes sh -c "echo last words; kill -9 $$"))";
    const ProcessResult ctest = run("command -v ctest");
    // The real one, on three tests: the presets of this project are not for this folder.
    stand_in("ctest", "cd build/release && exec " + ctest.out);
    const ProcessResult result = launch("test");
    EXPECT_EQ(result.exit_code, 8);
    EXPECT_THAT(result.out, HasSubstr("2 tests failed out of 3"));
    EXPECT_THAT(result.err, HasSubstr("first.is_wrong failed:\n    reason 1\n    reason 2\n    reason 3\n    1/9 Testing: me\n"));
    EXPECT_THAT(result.err, HasSubstr("third.crashes failed:\n    last words\n"));
    EXPECT_THAT(result.err, Not(HasSubstr("no trouble")));
}

TEST_F(Launcher, builds_only_the_benchmarks_for_bench) {
    const ProcessResult result = launch("bench --benchmark_filter=month");
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(result.out, "<--benchmark_filter=month>");
    EXPECT_THAT(calls(), HasSubstr("--target qonys_bench\n"));
}

TEST_F(Launcher, works_through_a_symbolic_link) {
    fs::create_symlink(clone / "qonys", bin / "linked");
    const ProcessResult result =
        run("PATH=" + shell_quoted(bin.string()) + " WORLD=" + shell_quoted(world.path().string()) + " linked x");
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(result.out, "<x>");
    EXPECT_TRUE(fs::exists(clone / "build/release/qonys"));
}

TEST_F(Launcher, leaves_the_program_in_the_folder_of_the_caller) {
    fs::create_directories(clone / "sub");
    const ProcessResult result = run("cd " + shell_quoted((clone / "sub").string()) + " && PATH=" + shell_quoted(bin.string()) +
                                     " WORLD=" + shell_quoted(world.path().string()) + " SHOW=yes ../qonys x");
    EXPECT_EQ(result.out, "<x>" + fs::canonical(clone / "sub").string() + "\n") << result.err;
}

TEST_F(Launcher, builds_one_at_a_time) {
    if (!fs::exists(bin / "flock")) GTEST_SKIP() << "no flock here";
    const std::string one = shell_quoted((clone / "qonys").string()) + " x";
    const ProcessResult result = run("export BUILD_SECONDS=0.2 WORLD=" + shell_quoted(world.path().string()) +
                                     " PATH=" + shell_quoted(bin.string()) + "; " + one + " & " + one + " & wait");
    EXPECT_EQ(result.out, "<x><x>") << result.err;
    EXPECT_EQ(text_of("builds"), "begin\nend\nbegin\nend\n");
    EXPECT_THAT(result.err, HasSubstr("waiting for another build"));
}

}  // namespace
