// Files that are no scenario at all: too large, no text, no file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "bad_input/tiny_world.hpp"
#include "scenario/read.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using test::complaints;
using test::TempFolder;
using test::tiny_world;
using ::testing::HasSubstr;
using namespace std::string_literals;

TEST(odd_files, a_file_of_50_megabytes_is_refused_unread) {
    TempFolder folder;
    const std::string file = (folder.path() / "large.yaml").string();
    std::ofstream(file) << "question: large\n";
    std::filesystem::resize_file(file, 50'000'000);
    EXPECT_THAT(complaints(file), HasSubstr("large.yaml: this has 50000000 bytes, more than the 4194304"));
}

TEST(odd_files, a_large_file_of_one_line_is_refused_in_a_moment) {
    TempFolder folder;
    std::string text = "a: [";
    while (text.size() < 4'000'000) text += "1,";
    EXPECT_THAT(complaints(folder.write("wide.yaml", text)), HasSubstr("more than 200000 values in one file"));
}

TEST(odd_files, a_folder_is_refused) {
    TempFolder folder;
    EXPECT_THAT(complaints(folder.path().string()), HasSubstr("this is a folder"));
}

TEST(odd_files, an_endless_device_is_refused) {
    EXPECT_THAT(complaints("/dev/zero"), HasSubstr("this is a device or pipe"));
}

TEST(odd_files, a_pipe_that_nobody_writes_to_does_not_hang_the_program) {
    TempFolder folder;
    const std::string pipe = (folder.path() / "pipe.yaml").string();
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_THAT(complaints(pipe), HasSubstr("this is a device or pipe"));
}

TEST(odd_files, a_file_that_is_not_there_is_file_trouble) {
    TempFolder folder;
    EXPECT_THROW(load_scenario((folder.path() / "none.yaml").string(), {}), FileTrouble);
}

TEST(odd_files, bytes_that_are_not_utf8_are_refused_with_their_place) {
    TempFolder folder;
    EXPECT_THAT(complaints(folder.write("latin.yaml", "# a\nquestion: Shymk\xE9nt\n")),
                HasSubstr("latin.yaml:2:16: the byte 0xe9"));
    EXPECT_THAT(complaints(folder.write("wide.yaml", "\xFF\xFEq\0"s)), HasSubstr("wide.yaml:1:1: the byte 0xff"));
    EXPECT_THAT(complaints(folder.write("overlong.yaml", "question: \xC0\x80\n")), HasSubstr("the byte 0xc0"));
    EXPECT_THAT(complaints(folder.write("overlong3.yaml", "question: \xE0\x80\x80\n")), HasSubstr("the byte 0xe0"));
    EXPECT_THAT(complaints(folder.write("surrogate.yaml", "question: \xED\xA0\x80\n")), HasSubstr("the byte 0xed"));
    EXPECT_THAT(complaints(folder.write("cut.yaml", "question: \xD2")), HasSubstr("the byte 0xd2"));
}

TEST(odd_files, control_characters_are_refused_with_their_place) {
    TempFolder folder;
    EXPECT_THAT(complaints(folder.write("nul.yaml", "question: a\0b\n"s)),
                HasSubstr("nul.yaml:1:12: the control character 0x00"));
    EXPECT_THAT(complaints(folder.write("escape.yaml", "question: \x1b[2J\n")), HasSubstr("the control character 0x1b"));
}

TEST(odd_files, what_is_shown_of_a_file_cannot_steer_the_terminal) {
    TempFolder folder;
    const std::string said = complaints(folder.write("escaped.yaml", tiny_world() + "\"\\x1b[2J\": 1\n"));
    EXPECT_THAT(said, HasSubstr("unknown name \"\\x1b[2J\""));
    EXPECT_EQ(said.find('\x1b'), std::string::npos);
}

TEST(odd_files, a_byte_order_mark_and_dos_line_ends_are_read) {
    TempFolder folder;
    std::string text = "\xEF\xBB\xBF";
    for (const char c : tiny_world()) text += c == '\n' ? "\r\n"s : std::string(1, c);
    EXPECT_EQ(complaints(folder.write("dos.yaml", text)), "");
    EXPECT_THAT(complaints(folder.write("mark.yaml", "\xEF\xBB\xBF{question: q, sed: 1}\n")),
                HasSubstr("mark.yaml:1:15: unknown name \"sed\""));
}

TEST(odd_files, columns_count_characters_not_bytes) {
    TempFolder folder;
    EXPECT_THAT(complaints(folder.write("kazakh.yaml", "{question: \"Қонысқа\", қоныс: 1}\n")),
                HasSubstr("kazakh.yaml:1:23: unknown name \"қоныс\""));
}

TEST(odd_files, at_most_fifty_problems_are_told) {
    TempFolder folder;
    std::string text = "question: q\n";
    for (int i = 0; i < 80; ++i) text += "unknown" + std::to_string(i) + ": 1\n";
    const std::string said = complaints(folder.write("many.yaml", text));
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 50);
    // 80 names and 25 missing sections, which come first because they belong to no line.
    EXPECT_THAT(said, HasSubstr("many.yaml:26:1: unknown name \"unknown24\""));
    EXPECT_THAT(said, HasSubstr("\nand 55 more problems"));
}

TEST(odd_files, many_unknown_names_do_not_take_long) {
    TempFolder folder;
    std::string text;
    for (int i = 0; i < 30'000; ++i) text += "unknown_name_of_some_length_" + std::to_string(i) + ": 1\n";
    EXPECT_THAT(complaints(folder.write("many.yaml", text)), HasSubstr("more problems"));
}

}  // namespace
}  // namespace qonys
