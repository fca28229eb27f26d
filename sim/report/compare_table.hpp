// What `qonys compare` prints.
#pragma once

#include <string>
#include <vector>

#include "accounts/decomposition.hpp"
#include "accounts/headlines.hpp"
#include "accounts/paired.hpp"
#include "base/table.hpp"
#include "report/format.hpp"

namespace qonys {

struct CompareReport {
    std::string question;
    PairedSummary summary;
    std::vector<Headline> headlines;
    std::vector<std::vector<Decomposition>> decompositions;  // [arm - 1]
    std::vector<std::string> arm_notes;                      // one line per arm: what it changes, from when, history shared
    Names region_names, origin_names;
    std::string first_month, last_month;
    std::int64_t seed = 0;
    std::string precision_note;  // what --until-ci came to; empty without
    std::string assumed;         // one line per assumed value that an arm rests on
    std::string output_path;
    std::string without_source = {};  // of pathway programmes: one line per value given without a source
};

// table: headlines, winners and losers by region, origin and family type, decomposition, places and prices, how good the
// placement was. csv: one row per arm and cell. json: likewise.
std::string report_comparison(const CompareReport& report, Format format);

}  // namespace qonys
