#include "results/write.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "accounts/kaplan_meier.hpp"
#include "results/hdf.hpp"
#include "results/parts.hpp"

namespace qonys {
namespace {

using Axes = std::vector<std::string>;

// The other measures of a month are sums over the month.
constexpr std::array end_of_month = {M::embassy_waiting, M::waiting,          M::quota,          M::quota_left, M::stock,
                                     M::working_age,     M::employed,         M::self_employed,  M::retained,   M::free_jobs,
                                     M::rent_level,      M::home_price_level, M::claims_waiting, M::budget_left};

std::string cell_methods(std::size_t number) {
    const Axes& axes = measures()[number].axes;
    if (std::find(axes.begin(), axes.end(), "month") == axes.end()) return "";
    const bool stock = std::find(end_of_month.begin(), end_of_month.end(), static_cast<M>(number)) != end_of_month.end();
    return stock ? "month: point" : "month: sum";
}

void write_header(const H5::H5File& file, const ResultHeader& header) {
    hdf::write_introduction(file, "Simulated resettlement in Kazakhstan: ", header.question, header.seed, header.replicates,
                            header.replicates_per_draw);
    if (!header.uncertain.empty()) hdf::add_attribute(file, "uncertain", header.uncertain);
}

void write_documents(const H5::H5File& file, const ResultHeader& header) {
    hdf::write_text(file, "scenario_yaml", "The complete scenario with every parameter; qonys reads it again",
                    header.scenario_text);
    hdf::write_text(file, "inputs", "Every file read, with the SHA-256 of its bytes, as sha256sum -c reads it",
                    hdf::checksum_lines(header.inputs));
    hdf::write_text(file, "assumed", "Values without a source that the result rests on", header.assumed);
}

hdf::Scales write_coordinates(const H5::H5File& file, const ResultHeader& header, const RunAxes& axes) {
    hdf::Scales scales;
    const auto describe = [&](const std::string& name, const char* attribute, const char* text) {
        hdf::add_attribute(scales.at(name), attribute, std::string(text));
    };
    hdf::add_replicates(scales, file, header.replicates);
    hdf::add_months(scales, file, axes.month);
    hdf::add_scale(scales, file, "months_since", hdf::whole_numbers(axes.months_since));
    describe("months_since", "long_name", "Months since the family settled");
    describe("months_since", "units", "months");
    for (const auto& [name, long_name] : {std::pair{"region", "Region of Kazakhstan, code of ISO 3166-2"},
                                          {"region_to", "Region moved to, code of ISO 3166-2"},
                                          {"origin", "Country the family came from, code of ISO 3166-1, or region that it left"},
                                          {"stream", "By which programme and under which rules the family settled"},
                                          {"inflow", "In which stream the family arrived"},
                                          {"instrument", "Benefit paid"},
                                          {"component", "Families in a group joined by ties"}}) {
        hdf::add_scale(scales, file, name, axes.find(name).labels);
        describe(name, "long_name", long_name);
    }
    hdf::add_scale(scales, file, "cohort", hdf::whole_numbers(axes.cohort));
    describe("cohort", "long_name", "Calendar year in which the family was placed");
    return scales;
}

template <class Number>
H5::DataSet add_replicated(const H5::H5File& file, const std::string& name, const hdf::VariableText& text,
                           const hdf::Scales& scales, const Axes& own_axes) {
    Axes axes = {"replicate"};
    axes.insert(axes.end(), own_axes.begin(), own_axes.end());
    std::vector<hsize_t> chunk = {1};
    for (const std::string& axis : own_axes) chunk.push_back(hdf::length(scales.at(axis)));
    return hdf::add_variable<Number>(file, name, text, scales, axes, chunk);
}

// One replicate of a variable whose first axis is the replicate.
template <class Number>
void write_replicate(const H5::DataSet& data, hsize_t replicate, const std::vector<Number>& cells) {
    const H5::DataSpace there = data.getSpace();
    std::vector<hsize_t> size(static_cast<std::size_t>(there.getSimpleExtentNdims()));
    there.getSimpleExtentDims(size.data());
    std::vector<hsize_t> start(size.size(), 0);
    start[0] = replicate;
    size[0] = 1;
    there.selectHyperslab(H5S_SELECT_SET, size.data(), start.data());
    const H5::DataSpace here(static_cast<int>(size.size()), size.data());
    if (static_cast<std::size_t>(here.getSimpleExtentNpoints()) != cells.size())
        throw BrokenInvariant("result file: a measure has the wrong number of cells");
    data.write(cells.data(), hdf::Types<Number>::memory(), here, there);
}

std::vector<std::int32_t> as_counts(const Measure& measure, const std::vector<std::int64_t>& cells) {
    std::vector<std::int32_t> counts;
    counts.reserve(cells.size());
    for (const std::int64_t cell : cells) {
        // the lowest value stands for "missing" in the file
        if (cell > std::numeric_limits<std::int32_t>::max() || cell <= -std::numeric_limits<std::int32_t>::max())
            throw BrokenInvariant(measure.name + ": " + std::to_string(cell) + " does not fit 32 bits");
        counts.push_back(static_cast<std::int32_t>(cell));
    }
    return counts;
}

// Share of families still in their first region, over (months_since, stream), all regions together.
std::vector<double> retained_share(const Tallies& tallies, const RunAxes& axes) {
    const std::size_t months = axes.months_since.size(), regions = axes.region.size(), streams = axes.stream.size();
    const auto& at_risk = tallies.cells.at(static_cast<std::size_t>(M::family_at_risk));
    const auto& left = tallies.cells.at(static_cast<std::size_t>(M::family_left));
    std::vector<double> shares(months * streams);
    for (std::size_t stream = 0; stream < streams; ++stream) {
        std::vector<std::int64_t> risk_sum(months, 0), left_sum(months, 0);
        for (std::size_t month = 0; month < months; ++month)
            for (std::size_t region = 0; region < regions; ++region) {
                const std::size_t cell = (month * regions + region) * streams + stream;
                risk_sum[month] += at_risk.at(cell);
                left_sum[month] += left.at(cell);
            }
        const std::vector<double> curve = kaplan_meier(risk_sum, left_sum);
        for (std::size_t month = 0; month < months; ++month) shares[month * streams + stream] = curve[month];
    }
    return shares;
}

void write_table(const H5::Group& group, hdf::Scales& scales, const SummaryTable& table) {
    Axes axes;
    std::size_t cells = 1;
    for (const Axis& axis : table.axes) {
        axes.push_back(axis.name);
        cells *= axis.size();
        hdf::add_axis(scales, group, axis);
    }
    const SummaryMeasure& measure = table.measure;
    const std::string& name = measure.name;
    for (const std::size_t size :
         {table.mean.size(), table.se.size(), table.count.size(), table.sd_monte_carlo.size(), table.sd_parameters.size()})
        if (size != cells) throw BrokenInvariant("result file: summary table " + name + " has the wrong number of cells");
    std::vector<hsize_t> chunk;  // a small table is smaller in one piece
    if (cells >= 1024)
        for (const Axis& axis : table.axes) chunk.push_back(axis.size());
    const std::string others = name + "_se " + name + "_sd_monte_carlo " + name + "_sd_parameters " + name + "_count";
    for (const auto& [ending, meaning, figures] :
         {std::tuple{"_mean", "mean over replicates", &table.mean},
          {"_se", "standard error of the mean", &table.se},
          {"_sd_monte_carlo", "standard deviation between replicates with the same parameters", &table.sd_monte_carlo},
          {"_sd_parameters", "standard deviation of the expected value over uncertain parameters", &table.sd_parameters}}) {
        const bool is_mean = figures == &table.mean;
        H5::DataSet data = hdf::add_variable<double>(
            group, name + ending, {measure.unit, measure.long_name + ": " + meaning, is_mean ? "replicate: mean" : ""}, scales,
            axes, chunk);
        if (is_mean) hdf::add_attribute(data, "ancillary_variables", others);
        data.write(figures->data(), hdf::Types<double>::memory());
        data.close();
    }
    H5::DataSet count = hdf::add_variable<std::int32_t>(
        group, name + "_count", {"1", measure.long_name + ": replicates in which it has a meaning", ""}, scales, axes, chunk);
    const std::vector<std::int32_t> counts(table.count.begin(), table.count.end());
    count.write(counts.data(), hdf::Types<std::int32_t>::memory());
    count.close();
}

void write_summary(const H5::H5File& file, const Summary& summary) {
    for (const auto& [period, name, title] : {std::tuple{Period::year, "yearly", "Tables by calendar year"},
                                              std::tuple{Period::whole_run, "whole_run", "Tables over the whole run"}}) {
        const H5::Group group = hdf::make_group(file, name);
        hdf::add_attribute(group, "title", std::string(title) + ": means over replicates and their spread");
        hdf::Scales scales;
        for (const SummaryTable& table : summary.tables)
            if (table.period == period) write_table(group, scales, table);
        file.flush(H5F_SCOPE_GLOBAL);  // a full disk is noticed here, not in a destructor, which could only print it
    }
}

template <class Number>
void write_column(const H5::Group& group, const hdf::Scales& scales, const std::string& axis, const Column& column,
                  const std::vector<Number>& cells) {
    const hsize_t rows = hdf::length(scales.at(axis));
    if (cells.size() != rows) throw BrokenInvariant("microdata: column " + column.name + " has another number of rows");
    std::vector<hsize_t> chunk;
    if (rows > 0) chunk.push_back(std::min<hsize_t>(rows, 65536));
    H5::DataSet data = hdf::add_variable<Number>(group, column.name, {column.unit, column.long_name, ""}, scales, {axis}, chunk);
    if (!column.flag_meanings.empty()) {
        std::vector<Number> flags;
        std::string meanings;
        for (std::string word : column.flag_meanings) {
            std::replace(word.begin(), word.end(), ' ', '_');  // CF separates the meanings by blanks
            meanings += (meanings.empty() ? "" : " ") + word;
            flags.push_back(static_cast<Number>(flags.size()));
        }
        const hsize_t size = flags.size();
        data.createAttribute("flag_values", hdf::Types<Number>::file(), H5::DataSpace(1, &size))
            .write(hdf::Types<Number>::memory(), flags.data());
        hdf::add_attribute(data, "flag_meanings", meanings);
    }
    data.write(cells.data(), hdf::Types<Number>::memory());
    data.close();
}

void write_columns(const H5::Group& parent, const std::string& name, const std::string& axis,
                   const std::vector<Column>& columns) {
    const H5::Group group = hdf::make_group(parent, name);
    std::size_t rows = 0;
    if (!columns.empty()) rows = std::visit([](const auto& cells) { return cells.size(); }, columns[0].cells);
    hdf::Scales scales;
    hdf::add_scale(scales, group, axis, hdf::count_up(static_cast<std::int64_t>(rows)));
    hdf::add_attribute(scales.at(axis), "long_name", "Id of the " + axis);
    for (const Column& column : columns)
        std::visit([&](const auto& cells) { write_column(group, scales, axis, column, cells); }, column.cells);
    group.flush(H5F_SCOPE_GLOBAL);
}

void write_microdata(const H5::H5File& file, const Microdata& microdata) {
    const H5::Group group = hdf::make_group(file, "microdata");
    hdf::add_attribute(group, "replicate", microdata.replicate);
    write_columns(group, "families", "family", microdata.families);
    write_columns(group, "persons", "person", microdata.persons);
}

}  // namespace

struct ResultWriter::File {
    hdf::FileUnderWay out;  // its data: the measures in the order of M, then the curve of retention
    ResultHeader header;
    RunAxes axes;
    std::int64_t added = 0;

    File(const std::string& path, const ResultHeader& head, const RunAxes& run_axes) : out(path), header(head), axes(run_axes) {
        out.guarded([&] { begin(); });
    }

    void begin() {
        const H5::H5File& file = out.file();
        write_header(file, header);
        const hdf::Scales scales = write_coordinates(file, header, axes);
        write_documents(file, header);
        for (std::size_t i = 0; i < qonys::measures().size(); ++i) {
            const Measure& m = qonys::measures()[i];
            const hdf::VariableText text = {m.unit, m.long_name, cell_methods(i)};
            out.data().push_back(m.type == CellType::count ? add_replicated<std::int32_t>(file, m.name, text, scales, m.axes)
                                                           : add_replicated<std::int64_t>(file, m.name, text, scales, m.axes));
        }
        out.data().push_back(add_replicated<double>(
            file, "retained_share",
            {"1", "Share of families still in their first region after the n-th month since settling (Kaplan-Meier)", ""}, scales,
            {"months_since", "stream"}));
        file.flush(H5F_SCOPE_GLOBAL);
    }
};

ResultWriter::ResultWriter(std::string path, const ResultHeader& header, const RunAxes& axes)
    : file_(std::make_unique<File>(path, header, axes)) {}

ResultWriter::~ResultWriter() = default;

void ResultWriter::add(const Tallies& tallies) {
    file_->out.guarded([&] {
        if (file_->added >= file_->header.replicates) throw BrokenInvariant("result file: more replicates than announced");
        if (tallies.cells.size() != measures().size()) throw BrokenInvariant("result file: a replicate lacks measures");
        const auto replicate = static_cast<hsize_t>(file_->added);
        for (std::size_t i = 0; i < measures().size(); ++i) {
            if (measures()[i].type == CellType::count)
                write_replicate(file_->out.data()[i], replicate, as_counts(measures()[i], tallies.cells[i]));
            else
                write_replicate(file_->out.data()[i], replicate, tallies.cells[i]);
        }
        write_replicate(file_->out.data().back(), replicate, retained_share(tallies, file_->axes));
        ++file_->added;
    });
}

void ResultWriter::finish(const Summary& summary, const Microdata* microdata, const RunInfo& info) {
    file_->out.guarded([&] {
        if (file_->added != file_->header.replicates) throw BrokenInvariant("result file: fewer replicates than announced");
        write_summary(file_->out.file(), summary);
        if (microdata != nullptr) write_microdata(file_->out.file(), *microdata);
        hdf::write_run_info(file_->out.file(), info);
        file_->out.close();
    });
    file_->out.publish();
}

}  // namespace qonys
