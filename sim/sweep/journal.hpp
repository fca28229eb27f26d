// The finished runs of a sweep under way, in an SQLite file beside the result: what is committed survives a killed process and a
// power cut. One process at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace qonys {

struct FinishedRun {
    std::int64_t point = 0, replicate = 0;
    std::string failure;         // empty: none
    std::vector<double> values;  // (arm, measure); NaN: no meaning; none when it failed
};

using JournalNotes = std::map<std::string, std::string>;  // what the sweep is, "fingerprint", "command", …

// Path of the journal of a result file: "x.h5.sweep".
std::string journal_path(const std::string& output);

class Journal {
public:
    // Opens the journal, or starts it with these notes. Throws FileTrouble: not writable, damaged, or held by another process.
    Journal(const std::string& path, const JournalNotes& notes);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    bool was_there() const;      // it was opened, not started
    JournalNotes notes() const;  // those it was started with, and later ones
    void note(const std::string& key, const std::string& value);

    void add(const std::vector<FinishedRun>& runs);  // in one transaction, on disk when this returns
    std::int64_t size() const;
    std::vector<FinishedRun> runs_of(std::int64_t point) const;  // by replicate; FileTrouble when one was changed
    // Calls for each run: point and replicate in ascending order.
    void each_number(const std::function<void(std::int64_t point, std::int64_t replicate, bool failed)>& take) const;
    void remove();  // closes and deletes it with its companions; then only the destructor may be called

private:
    struct State;
    std::unique_ptr<State> state_;
};

// The notes of a journal that nobody is writing, else FileTrouble; empty when there is no journal.
JournalNotes notes_of_journal(const std::string& path);

}  // namespace qonys
