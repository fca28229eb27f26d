#include "support/examples.hpp"

#include <gtest/gtest.h>

namespace qonys::test {

std::vector<std::string> code_blocks(const std::string& page, const std::string& language) {
    std::vector<std::string> blocks;
    const std::string opening = "```" + language + "\n";
    for (std::size_t at = page.find(opening); at != std::string::npos; at = page.find(opening, at + 1)) {
        const std::size_t start = at + opening.size();
        blocks.push_back(page.substr(start, page.find("```", start) - start));
    }
    return blocks;
}

std::size_t run_examples(const std::string& page, const std::string& language, const std::string& program,
                         const TempFolder& folder) {
    const std::vector<std::string> blocks = code_blocks(page, language);
    for (const std::string& block : blocks) {
        const std::string example = folder.write("example", block);
        const ProcessResult result = run("cd " + shell_quoted(folder.path().string()) + " && " + program + " " + example);
        EXPECT_EQ(result.exit_code, 0) << language << " example\n" << block << result.err;
        EXPECT_FALSE(result.out.empty()) << language << " example\n" << block;
    }
    return blocks.size();
}

}  // namespace qonys::test
