// A scenario with bytes knocked about either reads or is refused; it never brings the program down.
#include <gtest/gtest.h>

#include <random>

#include "bad_input/tiny_world.hpp"
#include "commit.hpp"
#include "scenario/overlay.hpp"
#include "scenario/read.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using test::read_text;
using test::TempFolder;

const std::string root = QONYS_SOURCE_FOLDER;
const std::string alphabet = "\n\t :-{}[],#&*!|>'\"%@`?~.0123456789eEx+_naN\xD2\x9B\0";

std::string mutated(std::string text, std::mt19937& engine) {
    const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine); };
    for (std::size_t edits = 1 + below(4); edits > 0; --edits) {
        const std::size_t at = below(text.size()), length = std::min(1 + below(20), text.size() - at);
        switch (below(5)) {
            case 0:
                text[at] = alphabet[below(alphabet.size())];
                break;
            case 1:
                text.insert(at, 1, alphabet[below(alphabet.size())]);
                break;
            case 2:
                text.erase(at, length);
                break;
            case 3:
                text.insert(below(text.size()), text.substr(at, length));
                break;
            default:
                text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
                break;
        }
        if (text.empty()) text = "x";
    }
    return text;
}

TEST(mutations, two_thousand_damaged_scenarios_read_or_are_refused) {
    TempFolder folder;
    std::string original = read_text(root + "/scenarios/baseline_2025.yaml");
    const std::string index = "../params/index.yaml";
    original.replace(original.find(index), index.size(), root + "/params/index.yaml");
    std::mt19937 engine(20250101);
    int read = 0, refused = 0;
    for (int i = 0; i < 2000; ++i) {
        const auto file = folder.write("mutated.yaml", mutated(original, engine));
        try {
            load_scenario(file.string(), {});
            ++read;
        } catch (const BadInput& bad) {
            ++refused;
            EXPECT_FALSE(bad.problems.empty());
        }
    }
    EXPECT_GT(read, 200);
    EXPECT_GT(refused, 200);
}

TEST(mutations, damaged_yaml_of_every_kind_parses_or_is_refused) {
    const std::string original =
        "a: {b: [1, 2, {c: 'd'}], \"e\\n\": f}\ng:\n  - h\n  - i: |\n      text\n    j: >-\n      folded\n? k\n: l\n# m\n%n: [o, "
        "p\n";
    std::mt19937 engine(20250102);
    int read = 0, refused = 0;
    for (int i = 0; i < 20000; ++i) {
        try {
            parse_tree(mutated(original.substr(0, original.size() - 12), engine), "damaged");
            ++read;
        } catch (const BadInput&) {
            ++refused;
        }
    }
    EXPECT_GT(read, 1000);
    EXPECT_GT(refused, 1000);
}

TEST(mutations, damaged_settings_read_or_are_refused) {
    std::mt19937 engine(20250103);
    for (int i = 0; i < 20000; ++i) {
        Problems problems;
        tree_of_setting("--set", mutated("benefits.rent_mrp={2017-01-01: {city: {1: '20', 2-4: [25]}}}", engine), problems);
    }
}

}  // namespace
}  // namespace qonys
