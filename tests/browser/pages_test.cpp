// Pages in headless Chromium, as readers have them: made by the program from small results, and checked by checks.py. Each check
// must see an error that is planted. A browser that is not installed is a failure.
#include <gtest/gtest.h>

#include <fstream>

#include "commit.hpp"
#include "support/process.hpp"
#include "support/small_sweep.hpp"
#include "support/some_page.hpp"

namespace qonys {
namespace {

const std::string program = test::shell_quoted(QONYS_PROGRAM);
const std::string root = QONYS_SOURCE_FOLDER;
const std::string two_years = " --set run.last_month=2025-12 --replicates 2 --threads 1 --quiet";

// A blank in a folder's name must not matter.
std::string folder_in(const test::TempFolder& folder) {
    const std::filesystem::path path = folder.path() / "with a blank";
    std::filesystem::create_directories(path);
    return path.string();
}

void must_do(const std::string& command) {
    if (testing::Test::HasFailure()) return;
    const test::ProcessResult done = test::run(command);
    EXPECT_EQ(done.exit_code, 0) << command << "\n" << done.out << done.err;
}

std::string script(const std::string& name, const std::string& folder) {
    return "PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 " + test::shell_quoted(root + "/tests/browser/" + name) + " " +
           test::shell_quoted(folder + "/browser");
}

// `make`: the command that writes a result, up to the name of its file.
void check_page(const std::string& make, const std::string& language, const std::string& flags = "") {
    const test::TempFolder temp;
    const std::string folder = folder_in(temp), result = test::shell_quoted(folder + "/r.h5");
    const std::string page = test::shell_quoted(folder + "/r.html");
    must_do(make + " -o " + result);
    must_do(program + " report " + result + " --lang " + language + flags);
    must_do(script("check_pages.py", folder) + " " + language + " " + page);
}

std::string run_command() {
    return program + " run " + test::shell_quoted(root + "/scenarios/baseline_2025.yaml") + two_years;
}

TEST(pages, of_a_run_work_in_english) {
    check_page(run_command(), "en");
}

TEST(pages, of_a_run_with_small_counts_left_out_work_in_russian) {
    check_page(run_command(), "ru", " --suppress-below 20");
}

TEST(pages, of_a_comparison_work_in_russian) {
    const std::string arms = root + "/scenarios/comparisons/order_key_bid_price.yaml";
    check_page(program + " compare " + test::shell_quoted(arms) + two_years, "ru");
}

TEST(pages, of_a_sweep_work_in_kazakh) {
    const test::TempFolder temp;
    const std::string file =
        test::write_sweep_file(temp,
                               "design: grid\nreplicates: 2\nvary: {housing.home_area: [30, 80], leaving.free_hazard: "
                               "[0.001, 0.005]}\nmeasures: [placed, spending]\n");
    check_page(program + " sweep " + test::shell_quoted(file) + " --threads 1 --quiet", "kk");
}

std::string run_of_programmes() {
    return program + " run " + test::shell_quoted(root + "/scenarios/jusan_2019.yaml") + " --replicates 6 --threads 1 --quiet";
}

TEST(pages, of_pathway_programmes_work_in_english) {
    check_page(run_of_programmes(), "en");
}

TEST(pages, of_pathway_programmes_with_small_counts_left_out_work_in_russian) {
    check_page(run_of_programmes(), "ru", " --suppress-below 10");
}

TEST(page_checks, see_errors_that_are_planted) {
    const test::TempFolder temp;
    const std::string folder = folder_in(temp), page = folder + "/sound.html";
    std::ofstream(page, std::ios::binary) << page_html(test::some_page(), PageTexts(Language::english));
    must_do(script("check_pages.py", folder) + " en " + test::shell_quoted(page));
    must_do(script("plants.py", folder) + " " + test::shell_quoted(page));
}

}  // namespace
}  // namespace qonys
