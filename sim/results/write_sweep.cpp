#include "results/write_sweep.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <set>

#include "accounts/spread.hpp"
#include "results/hdf.hpp"
#include "results/parts.hpp"

namespace qonys {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t cells_of_block = 32768;  // of one measure: 256 kB, a quarter of what HDF5 keeps of a variable in memory
constexpr hsize_t cells_of_chunk = 8192;       // of other variables

// A parameter's text variable has its numbers in NAME_position.
struct ParameterName {
    std::string variable, numbers;
};

// The names of variables: those of the measures and parameters themselves where HDF5 and netCDF allow, and no name twice.
struct Names {
    std::vector<std::string> measures;
    std::vector<ParameterName> parameters;
};

// Without "/", which parts groups, control characters, and blanks at the ends; netCDF wants a letter, digit or _ first.
std::string allowed(std::string name) {
    for (char& c : name)
        if (c == '/' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '_';
    const auto plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80) != 0; };
    if (name.empty() || !plain(name[0])) name = "_" + name;
    while (name.back() == ' ') name.pop_back();
    return name;
}

std::string free_name(std::set<std::string>& taken, const std::string& wanted, const std::vector<std::string>& endings,
                      const std::string& addition) {
    std::string name = allowed(wanted);
    while (std::any_of(endings.begin(), endings.end(), [&](const std::string& e) { return taken.count(name + e) > 0; }))
        name += addition;
    for (const std::string& ending : endings) taken.insert(name + ending);
    return name;
}

Names names_of(const SweepHeader& header) {
    std::set<std::string> taken = {"point",         "arm",    "replicate", "parameter", "unit",
                                   "block",         "role",   "status",    "message",   "sweep_yaml",
                                   "scenario_yaml", "inputs", "assumed",   "uncertain", "run_info"};
    std::vector<std::string> endings = {"", "_mean", "_se"};
    if (header.has_arms()) endings.insert(endings.end(), {"_difference", "_difference_se"});
    Names names;
    for (const SweptMeasure& measure : header.measures)
        names.measures.push_back(free_name(taken, measure.name, endings, "_measured"));
    for (const SweptParameter& parameter : header.parameters) {
        std::vector<std::string> own = {""};
        if (!parameter.words.empty()) own.push_back("_position");
        const std::string name = free_name(taken, parameter.name, own, "_varied");
        names.parameters.push_back({name, name + own.back()});
    }
    return names;
}

std::vector<std::string> variables_of(const std::vector<ParameterName>& names) {
    std::vector<std::string> all;
    for (const ParameterName& name : names) all.push_back(name.variable);
    return all;
}

class SweepWriter {
public:
    SweepWriter(const H5::H5File& file, const SweepHeader& header, const SweepPoints& points)
        : file_(file), header_(header), points_(points), names_(names_of(header)) {
        for (const ParameterName& name : names_.parameters)  // the attribute separates names by blanks
            if (name.variable.find(' ') == std::string::npos) coordinates_ += (coordinates_.empty() ? "" : " ") + name.variable;
    }
    void write_before(std::vector<H5::DataSet>& open);
    void write_results(std::vector<H5::DataSet>& open, const std::function<PointResult(std::size_t)>& result_of);

private:
    std::size_t size() const { return points_.number.size(); }
    std::size_t arms() const { return header_.arms.size(); }
    std::size_t replicates() const { return static_cast<std::size_t>(header_.replicates); }
    std::size_t cells_of_point() const { return arms() * replicates(); }
    std::vector<hsize_t> chunk(std::vector<hsize_t> inner) const;

    void write_attributes();
    void write_scales();
    void write_parameters();
    void write_parameter(std::size_t number);
    template <class Number>
    void write_whole(const std::string& name, const hdf::VariableText& text, const std::vector<std::string>& axes,
                     const std::vector<Number>& cells);
    void write_documents();
    void add_results(std::vector<H5::DataSet>& open);
    void add_measure(std::vector<H5::DataSet>& open, std::size_t number);
    void write_block(std::vector<H5::DataSet>& open, std::size_t first, const std::vector<PointResult>& block) const;

    const H5::H5File& file_;
    const SweepHeader& header_;
    const SweepPoints& points_;
    Names names_;
    std::string coordinates_;
    hdf::Scales scales_;
};

// Of a variable over the points whose other axes have these lengths; none, so one piece, where it is small.
std::vector<hsize_t> SweepWriter::chunk(std::vector<hsize_t> inner) const {
    hsize_t row = 1;
    for (const hsize_t n : inner) row *= n;
    if (size() * row < 1024) return {};
    inner.insert(inner.begin(), std::clamp<hsize_t>(cells_of_chunk / row, 1, size()));
    return inner;
}

void SweepWriter::write_attributes() {
    hdf::write_introduction(
        file_, header_.pathways ? "Sweep over pathway programmes: " : "Sweep over resettlement in Kazakhstan: ", header_.question,
        header_.seed, header_.replicates, header_.replicates_per_draw);
    if (header_.pathways) hdf::add_attribute(file_, "subject", std::string(pathway_subject));
    const auto text = [&](const char* name, const std::string& value) { hdf::add_attribute(file_, name, value); };
    const auto number = [&](const char* name, std::int64_t value) { hdf::add_attribute(file_, name, value); };
    text("kind", "sweep");
    text("fingerprint", header_.fingerprint);
    number("shard", header_.shard);
    number("shards", header_.shards);
    text("design", header_.design);
    number("levels", header_.levels);
    number("points", header_.points);
    if (header_.has_arms()) text("reference", header_.arms[0].name);
    hdf::add_attribute(file_, "parameters", variables_of(names_.parameters));
    hdf::add_attribute(file_, "measures", names_.measures);
}

void SweepWriter::write_scales() {
    hdf::add_scale(scales_, file_, "point", points_.number);
    hdf::add_attribute(scales_.at("point"), "long_name", std::string("Number of the point in the design"));
    if (header_.has_arms()) {
        std::vector<std::string> names;
        for (const SweptArm& arm : header_.arms) names.push_back(arm.name);
        hdf::add_scale(scales_, file_, "arm", names);
        hdf::add_attribute(scales_.at("arm"), "long_name", std::string("Arm of the comparison; the first is the reference"));
    }
    hdf::add_replicates(scales_, file_, header_.replicates);
    std::vector<std::string> names;
    for (const SweptParameter& parameter : header_.parameters) names.push_back(parameter.name);
    hdf::add_scale(scales_, file_, "parameter", names);
    hdf::add_attribute(scales_.at("parameter"), "long_name", std::string("Value that is varied"));
}

template <class Number>
void SweepWriter::write_whole(const std::string& name, const hdf::VariableText& text, const std::vector<std::string>& axes,
                              const std::vector<Number>& cells) {
    std::vector<hsize_t> inner;
    for (std::size_t i = 1; i < axes.size(); ++i) inner.push_back(hdf::length(scales_.at(axes[i])));
    H5::DataSet data = hdf::add_variable<Number>(file_, name, text, scales_, axes, chunk(inner));
    if (!cells.empty()) data.write(cells.data(), hdf::Types<Number>::memory());
    data.close();
}

void SweepWriter::write_parameter(std::size_t number) {
    const SweptParameter& parameter = header_.parameters[number];
    const ParameterName& name = names_.parameters[number];
    std::vector<double> values(size());
    for (std::size_t i = 0; i < size(); ++i) values[i] = points_.values[i * header_.parameters.size() + number];
    if (!parameter.words.empty()) {
        std::vector<std::string> texts;
        for (const double value : values) {
            if (!std::isnan(value) && !(value >= 0 && value < static_cast<double>(parameter.words.size())))
                throw BrokenInvariant("sweep file: " + parameter.name + " has no word for a value");
            texts.push_back(std::isnan(value) ? "base" : parameter.words[static_cast<std::size_t>(value)]);
        }
        H5::DataSet words = hdf::add_text_variable(file_, name.variable, parameter.doc, scales_, "point");
        hdf::add_attribute(words, "positions", name.numbers);
        hdf::write_rows(words, 0, texts);
        words.close();
    }
    H5::DataSet data =
        hdf::add_variable<double>(file_, name.numbers, {parameter.unit, parameter.doc, ""}, scales_, {"point"}, chunk({}));
    hdf::add_attribute(data, "path", parameter.name);
    hdf::add_attribute(data, "spread", parameter.text);
    hdf::add_attribute(data, "base", parameter.base);
    if (!parameter.words.empty()) hdf::add_attribute(data, "words", parameter.words);
    hdf::write_rows(data, 0, values);
    data.close();
}

void SweepWriter::write_parameters() {
    for (std::size_t i = 0; i < header_.parameters.size(); ++i) write_parameter(i);
    write_whole("unit",
                {"1", "Share of the parameter's distribution that lies below the value; NaN where the design has none", ""},
                {"point", "parameter"}, points_.unit);
    write_whole("block", {"1", "Points that belong together: base row of a sobol design, trajectory of morris", ""}, {"point"},
                points_.block);
    write_whole("role", {"1", "Place in the block; the meaning depends on the design", ""}, {"point"}, points_.role);
}

void SweepWriter::write_documents() {
    hdf::write_text(file_, "sweep_yaml", "What is varied, the design and the measures", header_.sweep_text);
    const char* scenario = "The complete scenario with every parameter, without the values of the points";
    const char* inputs = "Every file read, with the SHA-256 of its bytes, as sha256sum -c reads it";
    if (header_.has_arms()) {
        std::vector<std::string> scenarios, lines;
        for (const SweptArm& arm : header_.arms) {
            scenarios.push_back(arm.scenario_text);
            lines.push_back(hdf::checksum_lines(arm.inputs));
        }
        hdf::add_texts(file_, "scenario_yaml", scenario, scales_, "arm", scenarios);
        hdf::add_texts(file_, "inputs", inputs, scales_, "arm", lines);
    } else {
        hdf::write_text(file_, "scenario_yaml", scenario, header_.arms[0].scenario_text);
        hdf::write_text(file_, "inputs", inputs, hdf::checksum_lines(header_.arms[0].inputs));
    }
    hdf::write_text(file_, "assumed", "Values without a source that the result rests on", header_.assumed);
    hdf::write_text(file_, "uncertain", "Uncertain values, one a line; empty when all are certain", header_.uncertain);
}

void SweepWriter::add_measure(std::vector<H5::DataSet>& open, std::size_t number) {
    const SweptMeasure& measure = header_.measures[number];
    const std::string& name = names_.measures[number];
    std::vector<std::string> axes = {"point"};
    if (header_.has_arms()) axes.emplace_back("arm");
    const auto add = [&](const std::string& ending, const hdf::VariableText& text, const std::vector<hsize_t>& pieces) {
        open.push_back(hdf::add_variable<double>(file_, name + ending, text, scales_, axes, pieces));
        if (!coordinates_.empty()) hdf::add_attribute(open.back(), "coordinates", coordinates_);
    };
    const auto figures = [&](const std::string& ending, const std::string& meaning, const char* methods) {
        add(ending, {measure.unit, measure.title + ": " + meaning, methods},
            chunk(std::vector<hsize_t>(axes.size() - 1, arms())));
    };
    figures("_mean", "mean over replicates", "replicate: mean");
    hdf::add_attribute(open.back(), "ancillary_variables", name + "_se");
    figures("_se", "standard error of the mean", "");
    if (header_.has_arms()) {
        figures("_difference", "arm less reference, mean over replicates", "replicate: mean");
        hdf::add_attribute(open.back(), "ancillary_variables", name + "_difference_se");
        figures("_difference_se", "standard error of the difference", "");
    }
    std::vector<hsize_t> pieces;
    if (size() * cells_of_point() >= 1024) {
        pieces = {std::clamp<hsize_t>(cells_of_block / cells_of_point(), 1, size()), arms(),
                  std::min(replicates(), cells_of_block)};
        if (!header_.has_arms()) pieces.erase(pieces.begin() + 1);
    }
    axes.emplace_back("replicate");
    add("", {measure.unit, measure.title, ""}, pieces);
    hdf::add_attribute(open.back(), "spec", measure.name);
    hdf::add_attribute(open.back(), "better", std::int64_t{measure.better});
}

constexpr std::size_t status_at = 0, message_at = 1, measures_at = 2;  // in the list of open variables

void SweepWriter::add_results(std::vector<H5::DataSet>& open) {
    open.push_back(hdf::add_variable<std::int8_t>(file_, "status", {"1", "Whether the runs of the point were finished", ""},
                                                  scales_, {"point"}, chunk({})));
    hdf::add_attribute(open.back(), "flag_values", std::vector<std::int8_t>{0, 1});
    hdf::add_attribute(open.back(), "flag_meanings", std::string("finished failed"));
    open.push_back(hdf::add_text_variable(file_, "message", "Why the first failed run of the point failed; empty: none did",
                                          scales_, "point"));
    for (std::size_t i = 0; i < header_.measures.size(); ++i) add_measure(open, i);
}

void SweepWriter::write_before(std::vector<H5::DataSet>& open) {
    write_attributes();
    write_scales();
    write_parameters();
    write_documents();
    add_results(open);
    file_.flush(H5F_SCOPE_GLOBAL);  // a full disk is noticed here, not in a destructor, which could only print it
}

// Replicates of one arm of one point, or their differences from the reference; NaN has no meaning and is left out.
SpreadEstimate estimate_of(const double* values, const double* reference, const SweepHeader& header) {
    const bool uncertain = !header.uncertain.empty();
    Spread spread;
    for (std::int64_t r = 0; r < header.replicates; ++r) {
        if (uncertain && r > 0 && r % header.replicates_per_draw == 0) close_draw(spread);
        const double value = reference == nullptr ? values[r] : values[r] - reference[r];
        if (!std::isnan(value)) add(spread, value);
    }
    return estimate(spread, uncertain);
}

void SweepWriter::write_block(std::vector<H5::DataSet>& open, std::size_t first, const std::vector<PointResult>& block) const {
    std::vector<std::int8_t> status;
    std::vector<std::string> messages;
    for (const PointResult& point : block) {
        status.push_back(point.failure.empty() ? 0 : 1);
        messages.push_back(point.failure);
    }
    hdf::write_rows(open[status_at], first, status);
    hdf::write_rows(open[message_at], first, messages);
    const std::size_t measures = header_.measures.size();
    auto to = open.begin() + measures_at;
    for (std::size_t m = 0; m < measures; ++m) {
        std::vector<double> cells(block.size() * cells_of_point(), nan), figures[4];
        for (std::size_t p = 0; p < block.size(); ++p) {
            double* const own = cells.data() + p * cells_of_point();
            for (std::size_t i = 0; i < cells_of_point() && block[p].failure.empty(); ++i)
                own[i] = block[p].values[i * measures + m];
            for (std::size_t arm = 0; arm < arms(); ++arm) {
                const SpreadEstimate level = estimate_of(own + arm * replicates(), nullptr, header_);
                figures[0].push_back(level.mean);
                figures[1].push_back(level.se);
                if (!header_.has_arms()) continue;
                const SpreadEstimate difference = estimate_of(own + arm * replicates(), own, header_);
                figures[2].push_back(difference.mean);
                figures[3].push_back(difference.se);
            }
        }
        for (std::size_t i = 0; i < (header_.has_arms() ? 4 : 2); ++i) hdf::write_rows(*to++, first, figures[i]);
        hdf::write_rows(*to++, first, cells);
    }
}

void SweepWriter::write_results(std::vector<H5::DataSet>& open, const std::function<PointResult(std::size_t)>& result_of) {
    // Whole chunks, so that each is compressed once.
    const std::size_t rows = std::max<std::size_t>(1, cells_of_block / cells_of_point());
    for (std::size_t first = 0; first < size(); first += rows) {
        std::vector<PointResult> block;
        for (std::size_t i = first; i < std::min(size(), first + rows); ++i) {
            block.push_back(result_of(i));
            if (block.back().failure.empty() && block.back().values.size() != cells_of_point() * header_.measures.size())
                throw BrokenInvariant("sweep file: a point has the wrong number of values");
        }
        write_block(open, first, block);
    }
    for (H5::DataSet& data : open) data.close();
    open.clear();
    file_.flush(H5F_SCOPE_GLOBAL);
}

void require_consistent(const SweepHeader& header, const SweepPoints& points) {
    const std::size_t size = points.number.size(), cells = size * header.parameters.size();
    if (header.arms.empty() || header.replicates < 1 || header.replicates_per_draw < 1)
        throw BrokenInvariant("sweep file: no arms or no replicates");
    if (points.values.size() != cells || points.unit.size() != cells || points.block.size() != size || points.role.size() != size)
        throw BrokenInvariant("sweep file: header and points are of different sweeps");
    if (!std::is_sorted(points.number.begin(), points.number.end(), std::less_equal<>()))
        throw BrokenInvariant("sweep file: points are not in ascending order");
}

}  // namespace

void write_sweep(const std::string& path, const SweepHeader& header, const SweepPoints& points,
                 const std::function<PointResult(std::size_t)>& result_of, const RunInfo& info) {
    require_consistent(header, points);
    hdf::FileUnderWay out(path);
    out.guarded([&] {
        SweepWriter writer(out.file(), header, points);
        writer.write_before(out.data());
        writer.write_results(out.data(), result_of);
        hdf::write_run_info(out.file(), info);
        out.close();
    });
    out.publish();
}

}  // namespace qonys
