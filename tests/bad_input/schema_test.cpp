#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "commit.hpp"
#include "scenario/fields.hpp"
#include "scenario/read.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

const std::string root = QONYS_SOURCE_FOLDER;

TEST(schema, the_copy_beside_the_scenarios_is_up_to_date) {
    EXPECT_TRUE(test::read_text(root + "/scenarios/schema.json") == json_schema())
        << "write it anew: ./qonys schema > scenarios/schema.json";
}

TEST(schema, it_has_every_field_with_its_words) {
    const auto schema = nlohmann::json::parse(json_schema());
    for (const Field& field : fields()) {
        std::string pointer = "/properties/" + field.path;
        for (std::size_t dot = pointer.find('.'); dot != std::string::npos; dot = pointer.find('.'))
            pointer.replace(dot, 1, "/properties/");
        const auto& described = schema.at(nlohmann::json::json_pointer(pointer));
        EXPECT_THAT(described.at("description").get<std::string>(), ::testing::StartsWith(field.doc));
        if (!field.choices.empty()) {
            EXPECT_EQ(described.at("anyOf").at(0).at("enum"), field.choices);
        }
    }
}

TEST(schema, another_reader_accepts_the_scenarios_and_finds_the_mistakes) {
    const auto result = test::run("/usr/bin/python3 " + test::shell_quoted(root + "/tests/bad_input/check_schema.py") + " " +
                                  test::shell_quoted(root));
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
}

}  // namespace
}  // namespace qonys
