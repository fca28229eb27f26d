#include "results/parts.hpp"

#include <numeric>
#include <optional>

#include "base/month.hpp"
#include "commit.hpp"

namespace qonys::hdf {
namespace {

H5::H5File create(const std::string& part) {
    const H5::FileCreatPropList properties;
    check(H5Pset_obj_track_times(properties.getId(), false));
    check(H5Pset_link_creation_order(properties.getId(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    check(H5Pset_attr_creation_order(properties.getId(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    const H5::FileAccPropList access;
    access.setFcloseDegree(H5F_CLOSE_STRONG);
    // The name is ours alone, and some network disks refuse locks.
    check(H5Pset_file_locking(access.getId(), false, true));
    return H5::H5File(part, H5F_ACC_TRUNC, properties, access);
}

int descriptor_of(const H5::H5File& file) {
    void* handle = nullptr;
    file.getVFDHandle(&handle);
    return *static_cast<int*>(handle);
}

std::vector<std::int32_t> days_of(const Axis& axis) {
    std::vector<std::int32_t> days;
    for (const std::string& label : axis.labels) {
        const std::optional<Month> month = parse_month(label);
        const std::optional<Date> date = month ? first_day(*month) : parse_date(label);
        if (!date) throw BrokenInvariant("axis " + axis.name + ": " + label + " is no month or day");
        days.push_back(date->days);
    }
    return days;
}

}  // namespace

FileUnderWay::FileUnderWay(const std::string& path) : part_(path) {
    hdf::guarded(part_.path(), -1, [&] {
        open_->file = create(part_.part());
        descriptor_ = descriptor_of(open_->file);
    });
}

FileUnderWay::~FileUnderWay() {
    abandon();
}

void FileUnderWay::close() {
    for (H5::DataSet& data : open_->data) data.close();
    open_->file.close();
    open_.reset();
    descriptor_ = -1;
}

// Leaves the handles open for good: HDF5 1.10 crashes when it closes a file that it could not write. What it may still write
// goes to scrap memory; the part is then removed.
void FileUnderWay::abandon() noexcept {
    if (descriptor_ < 0) return;
    divert_to_scrap(descriptor_);
    leave_open(open_.release());
    descriptor_ = -1;
}

void write_introduction(const H5::H5File& file, const std::string& title, const std::string& question, std::int64_t seed,
                        std::int64_t replicates, std::int64_t replicates_per_draw) {
    const auto text = [&](const char* name, const std::string& value) { add_attribute(file, name, value); };
    text("Conventions", "CF-1.8");
    text("title", title + question);
    text("source", std::string("qonys ") + QONYS_VERSION + " (" + QONYS_COMMIT + ")");
    text("format_version", "2");
    text("program_version", QONYS_VERSION);
    text("program_commit", QONYS_COMMIT);
    text("question", question);
    text("random_numbers",
         "Philox4x32-10, counter = (agent low word, agent high word, ordinal, purpose + 65536 block), key = (seed, replicate)");
    add_attribute(file, "seed", seed);
    add_attribute(file, "replicates", replicates);
    add_attribute(file, "replicates_per_draw", replicates_per_draw);
}

void write_run_info(const H5::H5File& file, const RunInfo& info) {
    const H5::Group group = make_group(file, "run_info");
    add_attribute(group, "started", info.started);
    add_attribute(group, "finished", info.finished);
    add_attribute(group, "host", info.host);
    add_attribute(group, "command", info.command);
    add_attribute(group, "threads", info.threads);
    add_attribute(group, "wall_seconds", info.wall_seconds);
}

std::string checksum_lines(const Inputs& inputs) {
    std::string lines;
    for (const auto& [name, sha256] : inputs) lines += sha256 + "  " + name + "\n";
    return lines;
}

std::vector<std::int32_t> whole_numbers(const Axis& axis) {
    std::vector<std::int32_t> numbers;
    for (const std::string& label : axis.labels) {
        std::size_t used = 0;
        try {
            numbers.push_back(std::stoi(label, &used));
        } catch (const std::exception&) {
        }
        if (used != label.size() || label.empty()) throw BrokenInvariant("axis " + axis.name + ": " + label + " is not a number");
    }
    return numbers;
}

std::vector<std::int32_t> count_up(std::int64_t size) {
    std::vector<std::int32_t> numbers(static_cast<std::size_t>(size));
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

void add_replicates(Scales& scales, const H5::Group& group, std::int64_t replicates) {
    add_scale(scales, group, "replicate", count_up(replicates));
    add_attribute(scales.at("replicate"), "long_name",
                  std::string("Number of the replicate, part of the key of its random numbers"));
}

void add_time(Scales& scales, const H5::Group& group, const Axis& axis, const std::string& long_name) {
    add_scale(scales, group, axis.name, days_of(axis));
    add_attribute(scales.at(axis.name), "long_name", long_name);
    for (const auto& [name, text] :
         {std::pair{"standard_name", "time"}, {"units", "days since 1970-01-01"}, {"calendar", "standard"}, {"axis", "T"}})
        add_char_attribute(scales.at(axis.name), name, text);
}

void add_axis(Scales& scales, const H5::Group& group, const Axis& axis) {
    if (scales.count(axis.name) == 0) {
        if (axis.name == "month")
            add_time(scales, group, axis, "First day of the month");
        else if (axis.name == "year" || axis.name == "cohort" || axis.name == "horizon")
            add_scale(scales, group, axis.name, whole_numbers(axis));
        else
            add_scale(scales, group, axis.name, axis.labels);
        if (axis.name == "horizon") add_attribute(scales.at(axis.name), "units", std::string("months"));
    }
    if (length(scales.at(axis.name)) != axis.size())
        throw BrokenInvariant("result file: two lengths of axis " + axis.name + " in the tables");
}

}  // namespace qonys::hdf
