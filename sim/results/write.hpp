// The result file: HDF5 that is also valid netCDF-4 (docs/output_format.md).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "accounts/measures.hpp"
#include "accounts/summary.hpp"
#include "results/result_form.hpp"

namespace qonys {

// What the file says of itself: the same for two runs of the same input.
struct ResultHeader {
    std::string question;
    std::string scenario_text;                                // resolved YAML
    std::vector<std::pair<std::string, std::string>> inputs;  // file name, sha256
    std::string assumed;                                      // one line per assumed value the result rests on
    std::int64_t seed = 0, replicates = 0;
    std::string uncertain = {};            // one line per uncertain value; empty when all are certain
    std::int64_t replicates_per_draw = 1;  // neighbouring replicates that share one draw of the uncertain values
};

// What differs between two runs of the same input: group run_info.
struct RunInfo {
    std::string started, finished, host, command;  // UTC, ISO 8601
    std::int64_t threads = 0;
    double wall_seconds = 0;
};

// Columns of one replicate, for --microdata.
struct Column {
    std::string name, unit, long_name;
    std::variant<std::vector<std::int32_t>, std::vector<std::int64_t>, std::vector<float>> cells;
    std::vector<std::string> flag_meanings;  // for coded columns: meaning of 0, 1, 2, …
};
struct Microdata {
    std::vector<Column> families, persons;  // row = id
    std::int64_t replicate = 0;
};

// Writes PATH.part, one replicate after the other, so that memory does not grow with their number; finish() syncs and renames.
// Destroyed before finish(), it removes the part. Throws FileTrouble (unwritable path, full disk).
class ResultWriter {
public:
    ResultWriter(std::string path, const ResultHeader& header, ResultForm form);
    ResultWriter(std::string path, const ResultHeader& header, const RunAxes& axes);  // of settlement
    ~ResultWriter();
    void add(const Tallies& tallies);  // the next replicate
    void finish(const Summary& summary, const Microdata* microdata, const RunInfo& info);

private:
    struct File;
    std::unique_ptr<File> file_;
};

}  // namespace qonys
