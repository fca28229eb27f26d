#include "report/page/page.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/problems.hpp"
#include "report/page/assets.hpp"
#include "results/part_file.hpp"
#include "results/read.hpp"
#include "verbs/shared.hpp"
#include "verbs/verbs.hpp"

namespace qonys {

namespace {

constexpr std::size_t most_files = 12;
constexpr std::size_t large_page = 3'000'000;  // bytes: mail and old computers take pages up to about this

const StoredAttribute* root_attribute(const ResultFile& file, const std::string& name) {
    for (const StoredAttribute& attribute : file.find("").attributes)
        if (attribute.name == name) return &attribute;
    return nullptr;
}

std::string kind_of(const std::string& path) {
    const ResultFile file(path);
    if (!root_attribute(file, "program_version") || !root_attribute(file, "format_version"))
        throw FileTrouble(path + ": is no result of qonys (it lacks the attribute program_version)");
    const StoredAttribute* kind = root_attribute(file, "kind");
    if (!kind) return "run";
    const auto* words = std::get_if<std::vector<std::string>>(&kind->values);
    return words && words->size() == 1 ? words->front() : "";
}

PageSource source_of(const std::string& path, const PageTexts& texts) {
    const std::string kind = kind_of(path);
    if (kind == "run") return run_page(path, texts);
    if (kind == "comparison") return comparison_page(path, texts);
    if (kind == "sweep") return sweep_page(path, texts);
    throw FileTrouble(fmt::format("{}: a result of the kind \"{}\", of which this version makes no page", path, kind));
}

Language language_of(const std::string& code) {
    int i = 0;
    while (code != language_words[i]) ++i;
    return static_cast<Language>(i);
}

void refuse_without_charts() {
    for (const char* name : {"vega.min.js", "vega-lite.min.js", "vega-embed.min.js"})
        if (asset(name).empty())
            throw FileTrouble(
                "the program was built without the chart library, which could not be fetched then; run ./qonys report again "
                "with a network, and it is built in");
}

void check(const ReportArguments& a, const std::string& output) {
    Problems problems;
    if (a.files.size() > most_files)
        problems.add({"", 0, 0}, "", fmt::format("{} result files are too many for one page", a.files.size()),
                     fmt::format("give at most {}", most_files));
    std::error_code ignored;
    for (const std::string& file : a.files)
        if (std::filesystem::equivalent(output, file, ignored))
            problems.add({output, 0, 0}, "", "is a result that the page is made from and would be overwritten",
                         "choose another name for -o");
    if (std::filesystem::is_directory(output, ignored))
        problems.add({output, 0, 0}, "", "is a folder", "name a file for -o, such as report.html");
    if (!problems.empty()) throw BadInput(std::move(problems));
}

void write_page(const std::string& path, const std::string& html) {
    PartFile file(path);
    std::ofstream stream(file.part(), std::ios::binary);
    stream << html;
    stream.close();
    if (!stream) throw FileTrouble(fmt::format("{}: cannot be written ({})", path, std::strerror(errno)));
    file.publish();
}

}  // namespace

void report(const ReportArguments& a) {
    const std::string output = a.output ? *a.output : std::filesystem::path(a.files.front()).replace_extension(".html").string();
    check(a, output);
    refuse_without_charts();
    const PageTexts texts(language_of(a.language));
    Page page;
    page.suppress_below = a.suppress_below;
    for (const std::string& file : a.files) page.sources.push_back(source_of(file, texts));
    page.title = page.sources.size() == 1
                     ? page.sources[0].question
                     : texts("page.several", {{"count", texts.number(static_cast<double>(page.sources.size()), 0)}});
    suppress_small_cells(page);
    const std::string html = page_html(page, texts);
    if (stop_asked) throw Interrupted("no page was written");
    write_page(output, html);
    const std::size_t kilobytes = (html.size() + 999) / 1000;
    if (html.size() > large_page)
        complain(fmt::format("{}: the page has {} kB, more than the {} kB that open well everywhere; {}", output, kilobytes,
                             large_page / 1000,
                             page.sources.size() > 1 ? "fewer results on it make it smaller"
                                                     : "a result of fewer arms, months or points makes a smaller one"));
    print(fmt::format("{} ({} kB)\n", output, kilobytes));
}

}  // namespace qonys
