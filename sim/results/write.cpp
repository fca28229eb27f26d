#include "results/write.hpp"

#include <algorithm>
#include <limits>

#include "results/hdf.hpp"
#include "results/parts.hpp"

namespace qonys {
namespace {

using Axes = std::vector<std::string>;

void write_header(const H5::H5File& file, const ResultHeader& header, const ResultForm& form) {
    hdf::write_introduction(file, form.title, header.question, header.seed, header.replicates, header.replicates_per_draw);
    if (!form.subject.empty()) hdf::add_attribute(file, "subject", form.subject);
    if (!header.uncertain.empty()) hdf::add_attribute(file, "uncertain", header.uncertain);
}

void write_documents(const H5::H5File& file, const ResultHeader& header) {
    hdf::write_text(file, "scenario_yaml", "The complete scenario with every parameter; qonys reads it again",
                    header.scenario_text);
    hdf::write_text(file, "inputs", "Every file read, with the SHA-256 of its bytes, as sha256sum -c reads it",
                    hdf::checksum_lines(header.inputs));
    hdf::write_text(file, "assumed", "Values without a source that the result rests on", header.assumed);
}

hdf::Scales write_coordinates(const H5::H5File& file, const ResultHeader& header, const ResultForm& form) {
    hdf::Scales scales;
    hdf::add_replicates(scales, file, header.replicates);
    for (const auto& [axis, kind, long_name, unit] : form.axes) {
        if (kind == AxisKind::months || kind == AxisKind::days) {
            hdf::add_time(scales, file, axis, long_name);
            continue;
        }
        if (kind == AxisKind::whole_numbers)
            hdf::add_scale(scales, file, axis.name, hdf::whole_numbers(axis));
        else
            hdf::add_scale(scales, file, axis.name, axis.labels);
        hdf::add_attribute(scales.at(axis.name), "long_name", long_name);
        if (!unit.empty()) hdf::add_attribute(scales.at(axis.name), "units", unit);
    }
    for (const AxisTexts& of : form.texts) hdf::add_texts(file, of.name, of.long_name, scales, of.axis, of.texts);
    return scales;
}

template <class Number>
H5::DataSet add_replicated(const H5::H5File& file, const std::string& name, const hdf::VariableText& text,
                           const hdf::Scales& scales, const Axes& own_axes, std::size_t cells_of_chunk) {
    Axes axes = {"replicate"};
    axes.insert(axes.end(), own_axes.begin(), own_axes.end());
    std::vector<hsize_t> chunk = {1};
    hsize_t cells = 1;
    for (const std::string& axis : own_axes) {
        chunk.push_back(hdf::length(scales.at(axis)));
        cells *= chunk.back();
    }
    if (cells > 0 && cells_of_chunk > cells)
        chunk[0] = std::clamp<hsize_t>(cells_of_chunk / cells, 1, std::max<hsize_t>(1, hdf::length(scales.at("replicate"))));
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
    hdf::FileUnderWay out;  // its data: the measures, then what follows from them
    ResultHeader header;
    ResultForm form;
    std::int64_t added = 0;

    File(const std::string& path, const ResultHeader& head, ResultForm of_kind)
        : out(path), header(head), form(std::move(of_kind)) {
        out.guarded([&] { begin(); });
    }

    void begin() {
        const H5::H5File& file = out.file();
        write_header(file, header, form);
        const hdf::Scales scales = write_coordinates(file, header, form);
        write_documents(file, header);
        const std::size_t chunk = form.cells_of_chunk;
        for (std::size_t i = 0; i < form.measures.size(); ++i) {
            const Measure& m = form.measures[i];
            const hdf::VariableText text = {m.unit, m.long_name, form.cell_methods.at(i)};
            out.data().push_back(m.type == CellType::count
                                     ? add_replicated<std::int32_t>(file, m.name, text, scales, m.axes, chunk)
                                     : add_replicated<std::int64_t>(file, m.name, text, scales, m.axes, chunk));
        }
        for (const DerivedVariable& of : form.derived)
            out.data().push_back(add_replicated<double>(file, of.name, {of.unit, of.long_name, ""}, scales, of.axes, chunk));
        file.flush(H5F_SCOPE_GLOBAL);
    }

    void add(const Tallies& tallies) {
        if (added >= header.replicates) throw BrokenInvariant("result file: more replicates than announced");
        if (tallies.cells.size() != form.measures.size()) throw BrokenInvariant("result file: a replicate lacks measures");
        const auto replicate = static_cast<hsize_t>(added);
        auto data = out.data().begin();
        for (std::size_t i = 0; i < form.measures.size(); ++i, ++data) {
            if (form.measures[i].type == CellType::count)
                write_replicate(*data, replicate, as_counts(form.measures[i], tallies.cells[i]));
            else
                write_replicate(*data, replicate, tallies.cells[i]);
        }
        for (const DerivedVariable& of : form.derived) write_replicate(*data++, replicate, of.values(tallies));
        ++added;
    }
};

ResultWriter::ResultWriter(std::string path, const ResultHeader& header, ResultForm form)
    : file_(std::make_unique<File>(path, header, std::move(form))) {}

ResultWriter::ResultWriter(std::string path, const ResultHeader& header, const RunAxes& axes)
    : ResultWriter(std::move(path), header, run_form(axes)) {}

ResultWriter::~ResultWriter() = default;

void ResultWriter::add(const Tallies& tallies) {
    file_->out.guarded([&] { file_->add(tallies); });
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
