#include "sweep/journal.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/problems.hpp"

namespace qonys {
namespace {

static_assert(std::endian::native == std::endian::little, "values are kept as little-endian doubles");

constexpr int application_id = 0x716f6e79;  // "qony"; another program's database is not touched
constexpr int layout_version = 2;

std::string reason_of(sqlite3* database, int code) {
    std::string reason = database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database);
    const int system = database == nullptr ? 0 : sqlite3_system_errno(database);
    const int kind = code & 0xff;  // without the details of the extended code
    if (system != 0 && (kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN || kind == SQLITE_FULL))
        reason += std::string(" (") + std::strerror(system) + ")";
    return reason;
}

[[noreturn]] void damaged(const std::string& path) {
    throw FileTrouble(path + ": the journal is damaged; move it away to start the sweep again");
}

// Of a run: SQLite does not notice a changed bit of a value (FNV-1a).
std::int64_t checksum_of(const FinishedRun& run) {
    std::uint64_t sum = 14695981039346656037u;
    const auto add = [&](const void* bytes, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) sum = (sum ^ static_cast<const unsigned char*>(bytes)[i]) * 1099511628211u;
    };
    add(&run.point, sizeof run.point);
    add(&run.replicate, sizeof run.replicate);
    add(run.failure.data(), run.failure.size());
    add(run.values.data(), run.values.size() * sizeof(double));
    return static_cast<std::int64_t>(sum);
}

[[noreturn]] void fail(const std::string& path, sqlite3* database, int code) {
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw FileTrouble(path + ": another process is at work on this sweep");
        case SQLITE_NOTADB:
            throw FileTrouble(path + ": is not a journal of a sweep; move it away, or choose another output file");
        case SQLITE_CORRUPT:
            throw FileTrouble(path + ": the journal is damaged (" + reason_of(database, code) +
                              "); move it away to start the sweep again");
        case SQLITE_READONLY:
            throw FileTrouble(path + ": cannot be written (" + reason_of(database, code) + ")");
        case SQLITE_FULL:
            throw FileTrouble(path + ": No space left on device; what was committed before is kept");
        default:
            throw FileTrouble(path + ": " + reason_of(database, code));
    }
}

class Database {
public:
    Database(const std::string& path, int flags) : path_(path) {
        const int code = sqlite3_open_v2(path.c_str(), &handle_, flags | SQLITE_OPEN_EXRESCODE, nullptr);
        if (code == SQLITE_OK) {
            sqlite3_busy_timeout(handle_, 1000);  // a killed process keeps its lock until the system has buried it
            return;
        }
        const std::string reason = reason_of(handle_, code);
        sqlite3_close(handle_);
        throw FileTrouble(path + ": cannot be opened or made (" + reason + ")");
    }
    ~Database() { sqlite3_close(handle_); }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void check(int code) const {
        if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) fail(path_, handle_, code);
    }
    void run(const char* sql) const { check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr)); }
    sqlite3* handle() const { return handle_; }
    const std::string& path() const { return path_; }

private:
    std::string path_;
    sqlite3* handle_ = nullptr;
};

class Statement {
public:
    Statement(const Database& database, const char* sql) : database_(database) {
        database.check(sqlite3_prepare_v2(database.handle(), sql, -1, &handle_, nullptr));
    }
    ~Statement() { sqlite3_finalize(handle_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    // The texts and blobs must live until step().
    void bind(int at, std::int64_t number) { database_.check(sqlite3_bind_int64(handle_, at, number)); }
    void bind(int at, const std::string& text) {
        database_.check(sqlite3_bind_text64(handle_, at, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8));
    }
    void bind(int at, const std::vector<double>& values) {
        const void* bytes = values.empty() ? static_cast<const void*>("") : values.data();  // a null pointer would be NULL
        database_.check(sqlite3_bind_blob64(handle_, at, bytes, values.size() * sizeof(double), SQLITE_STATIC));
    }
    bool step() {
        const int code = sqlite3_step(handle_);
        database_.check(code);
        return code == SQLITE_ROW;
    }
    void again() { sqlite3_reset(handle_); }  // its code is that of the last step()

    std::int64_t number(int column) { return sqlite3_column_int64(handle_, column); }
    std::string text(int column) {
        const unsigned char* bytes = sqlite3_column_text(handle_, column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
        return bytes == nullptr ? "" : std::string(reinterpret_cast<const char*>(bytes), size);
    }
    std::vector<double> values(int column) {
        if (sqlite3_column_type(handle_, column) != SQLITE_BLOB) damaged(database_.path());
        const void* bytes = sqlite3_column_blob(handle_, column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
        if (size % sizeof(double) != 0) damaged(database_.path());
        std::vector<double> values(size / sizeof(double));
        if (size > 0) std::memcpy(values.data(), bytes, size);
        return values;
    }

private:
    const Database& database_;
    sqlite3_stmt* handle_ = nullptr;
};

// Undone unless committed.
class Transaction {
public:
    Transaction(const Database& database, const char* begin) : database_(database) { database.run(begin); }
    ~Transaction() {
        if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit() {
        database_.run("COMMIT");
        open_ = false;
    }

private:
    const Database& database_;
    bool open_ = true;
};

std::int64_t number_of(const Database& database, const char* sql) {
    Statement statement(database, sql);
    return statement.step() ? statement.number(0) : 0;
}

// Takes the lock and keeps it: in this mode SQLite needs no memory shared between processes, which network disks lack.
void lock(const Database& database) {
    database.run("PRAGMA locking_mode = EXCLUSIVE");
    Transaction(database, "BEGIN EXCLUSIVE").commit();
}

// False for an empty database, left by a kill before the first commit.
bool holds_journal(const Database& database) {
    if (number_of(database, "SELECT count(*) FROM sqlite_schema") == 0) return false;
    if (number_of(database, "PRAGMA application_id") != application_id) fail(database.path(), database.handle(), SQLITE_NOTADB);
    if (number_of(database, "PRAGMA user_version") != layout_version)
        throw FileTrouble(database.path() +
                          ": was written by another version of qonys; finish the sweep with that version, or "
                          "move the file away to start again");
    return true;
}

void verify(const Database& database) {
    Statement check(database, "PRAGMA quick_check(1)");
    if (check.step() && check.text(0) != "ok")
        throw FileTrouble(database.path() + ": the journal is damaged (" + check.text(0) +
                          "); move it away to start the sweep again");
}

JournalNotes read_notes(const Database& database) {
    JournalNotes notes;
    Statement all(database, "SELECT key, value FROM notes");
    while (all.step()) notes[all.text(0)] = all.text(1);
    return notes;
}

void put_note(const Database& database, const std::string& key, const std::string& value) {
    Statement put(database, "INSERT OR REPLACE INTO notes VALUES (?, ?)");
    put.bind(1, key);
    put.bind(2, value);
    put.step();
}

}  // namespace

std::string journal_path(const std::string& output) {
    return output + ".sweep";
}

struct Journal::State {
    Database database;
    bool was_there = false;

    explicit State(const std::string& path) : database(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) {
        lock(database);
        was_there = holds_journal(database);
        if (sqlite3_db_readonly(database.handle(), "main") != 0) fail(path, nullptr, SQLITE_READONLY);
        // Write-ahead log: a commit is one append and one sync. FULL: the sync happens at each commit.
        database.run("PRAGMA journal_mode = WAL");
        database.run("PRAGMA synchronous = FULL");
        if (was_there) verify(database);
    }

    void start(const JournalNotes& notes) {
        Transaction all(database, "BEGIN EXCLUSIVE");
        database.run(
            "CREATE TABLE runs (point INTEGER NOT NULL, replicate INTEGER NOT NULL, failure TEXT NOT NULL, "
            "cells BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (point, replicate)) WITHOUT ROWID;"
            "CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;");
        database.run(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
        database.run(("PRAGMA user_version = " + std::to_string(layout_version)).c_str());
        for (const auto& [key, value] : notes) put_note(database, key, value);
        all.commit();
    }
};

Journal::Journal(const std::string& path, const JournalNotes& notes) : state_(std::make_unique<State>(path)) {
    if (!state_->was_there) state_->start(notes);
}

Journal::~Journal() = default;

bool Journal::was_there() const {
    return state_->was_there;
}

JournalNotes Journal::notes() const {
    return read_notes(state_->database);
}

void Journal::note(const std::string& key, const std::string& value) {
    put_note(state_->database, key, value);
}

void Journal::add(const std::vector<FinishedRun>& runs) {
    if (runs.empty()) return;
    Transaction all(state_->database, "BEGIN EXCLUSIVE");
    Statement put(state_->database, "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?)");
    for (const FinishedRun& run : runs) {
        put.bind(1, run.point);
        put.bind(2, run.replicate);
        put.bind(3, run.failure);
        put.bind(4, run.values);
        put.bind(5, checksum_of(run));
        put.step();
        put.again();
    }
    all.commit();
}

std::int64_t Journal::size() const {
    return number_of(state_->database, "SELECT count(*) FROM runs");
}

std::vector<FinishedRun> Journal::runs_of(std::int64_t point) const {
    std::vector<FinishedRun> runs;
    Statement all(state_->database, "SELECT replicate, failure, cells, checksum FROM runs WHERE point = ? ORDER BY replicate");
    all.bind(1, point);
    while (all.step()) {
        runs.push_back({point, all.number(0), all.text(1), all.values(2)});
        if (checksum_of(runs.back()) != all.number(3)) damaged(state_->database.path());
    }
    return runs;
}

void Journal::each_number(const std::function<void(std::int64_t, std::int64_t, bool)>& take) const {
    Statement all(state_->database, "SELECT point, replicate, failure <> '' FROM runs ORDER BY point, replicate");
    while (all.step()) take(all.number(0), all.number(1), all.number(2) != 0);
}

void Journal::remove() {
    const std::string path = state_->database.path();
    state_.reset();  // folds the log into the file and deletes it
    // The file first: a log without its file is ignored, a file without its log may lack runs.
    for (const char* companion : {"", "-wal", "-shm", "-journal"})
        if (::unlink((path + companion).c_str()) != 0 && errno != ENOENT)
            throw FileTrouble(path + companion + ": cannot be removed (" + std::strerror(errno) + ")");
}

JournalNotes notes_of_journal(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return {};
    // Not read-only: the log of a killed process is folded in first.
    const Database database(path, SQLITE_OPEN_READWRITE);
    lock(database);
    return holds_journal(database) ? read_notes(database) : JournalNotes{};
}

}  // namespace qonys
