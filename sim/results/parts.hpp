// What the result files of runs and of comparisons share: how a file is begun and given up, what it says of itself, and its axes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/table.hpp"
#include "results/hdf.hpp"
#include "results/part_file.hpp"
#include "results/write.hpp"

namespace qonys::hdf {

// A file being written. Until publish() it can be given up at any time: its part is then removed.
class FileUnderWay {
public:
    explicit FileUnderWay(const std::string& path);  // throws FileTrouble
    ~FileUnderWay();
    FileUnderWay(const FileUnderWay&) = delete;
    FileUnderWay& operator=(const FileUnderWay&) = delete;

    const H5::H5File& file() const { return open_->file; }
    std::vector<H5::DataSet>& data() { return open_->data; }  // kept open between writes

    // Turns errors of HDF5 into FileTrouble and gives the file up.
    template <class Work>
    void guarded(Work work) {
        if (descriptor_ < 0) throw BrokenInvariant("result file: written to after its end");
        try {
            hdf::guarded(part_.path(), descriptor_, work);
        } catch (...) {
            abandon();
            throw;
        }
    }
    void close();  // within the last guarded()
    void publish() { part_.publish(); }

private:
    void abandon() noexcept;

    PartFile part_;
    struct Open {
        H5::H5File file;
        std::vector<H5::DataSet> data;
    };
    std::unique_ptr<Open> open_ = std::make_unique<Open>();
    int descriptor_ = -1;
};

// Attributes of the root; `title` comes before the question.
void write_introduction(const H5::H5File& file, const std::string& title, const std::string& question, std::int64_t seed,
                        std::int64_t replicates, std::int64_t replicates_per_draw);
void write_run_info(const H5::H5File& file, const RunInfo& info);

using Inputs = std::vector<std::pair<std::string, std::string>>;
std::string checksum_lines(const Inputs& inputs);  // as sha256sum -c reads them

std::vector<std::int32_t> whole_numbers(const Axis& axis);
std::vector<std::int32_t> count_up(std::int64_t size);

void add_replicates(Scales& scales, const H5::Group& group, std::int64_t replicates);
// An axis of months, "2025-03", or days, "2025-03-01", as days since 1970.
void add_time(Scales& scales, const H5::Group& group, const Axis& axis, const std::string& long_name);
// An axis of a table, unless the group has it already: months as days, years and horizons as numbers, others by their labels.
void add_axis(Scales& scales, const H5::Group& group, const Axis& axis);

}  // namespace qonys::hdf
