// What is wrong with an input, in the shape that every message to a user has:
// file:line:col: path: what is wrong (why); what to try
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace qonys {

struct Mark {
    std::string file;  // as the user named it; "--set" for the command line
    int line = 0;      // from 1; 0 = the whole file
    int column = 0;    // from 1
};

struct Problem {
    Mark mark;
    std::string path;  // dotted parameter path, may be empty
    std::string what;  // what is wrong and why
    std::string hint;  // what to try, may be empty
};

std::string to_string(const Problem& problem);

// Collected while reading, so that all are reported at once.
struct Problems {
    std::vector<Problem> list;

    void add(Mark mark, std::string path, std::string what, std::string hint = {}) {
        list.push_back({std::move(mark), std::move(path), std::move(what), std::move(hint)});
    }
    bool empty() const { return list.empty(); }
};

// Exit code 2: what the user gave us cannot be used.
struct BadInput : std::runtime_error {
    explicit BadInput(Problems found);
    Problems problems;
};

// Exit code 3: a file that cannot be read or written, a full disk.
struct FileTrouble : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Exit code 4: our own mistake; the run stops rather than print a wrong number.
struct BrokenInvariant : std::logic_error {
    using std::logic_error::logic_error;
};

// Exit code 130: Ctrl-C.
struct Interrupted : std::runtime_error {
    explicit Interrupted(const std::string& kept = "no result file was written") : std::runtime_error("interrupted: " + kept) {}
};

// The candidate nearest to `word` by edit distance, or empty when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace qonys
