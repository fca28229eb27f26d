#include "results/read_sweep.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include "results/hdf.hpp"
#include "results/labels.hpp"
#include "results/result_form.hpp"

namespace qonys {
namespace {

constexpr const char* format_version = "2";
constexpr hsize_t most_pressed = 1032;  // deflate makes data at most so many times smaller

[[noreturn]] void damaged(const std::string& path, const std::string& what) {
    throw FileTrouble(path + ": the result of a sweep is damaged: " + what);
}

std::vector<std::string> taken_over(std::vector<char*>& raw, const H5::StrType& type, const H5::DataSpace& space) {
    std::vector<std::string> texts;
    for (const char* text : raw) texts.emplace_back(text == nullptr ? "" : text);
    if (!raw.empty()) H5Dvlen_reclaim(type.getId(), space.getId(), H5P_DEFAULT, raw.data());
    return texts;
}

// Reads what write_sweep wrote, and nothing else: the right types and lengths, and all of it on disk.
class Source {
public:
    explicit Source(const std::string& path) : path_(path), file_(hdf::open_to_read(path)) {}

    const H5::H5File& file() const { return file_; }
    const std::string& path() const { return path_; }

    H5::DataSet variable(const std::string& name, H5T_class_t type, const std::vector<hsize_t>& shape) const {
        if (!file_.nameExists(name) || file_.childObjType(name) != H5O_TYPE_DATASET) damaged(path_, "it lacks " + name);
        H5::DataSet data = file_.openDataSet(name);
        const H5::DataSpace space = data.getSpace();
        std::vector<hsize_t> there(static_cast<std::size_t>(std::max(0, space.getSimpleExtentNdims())));
        if (!there.empty()) space.getSimpleExtentDims(there.data());
        if (data.getTypeClass() != type || there != shape) damaged(path_, name + " has another type or shape");
        if (type == H5T_STRING && !data.getStrType().isVariableStr()) damaged(path_, name + " holds texts of fixed length");
        const double bytes =
            static_cast<double>(space.getSimpleExtentNpoints()) * static_cast<double>(data.getDataType().getSize());
        if (bytes > static_cast<double>(data.getStorageSize()) * most_pressed)
            damaged(path_, name + " was not written to its end");
        return data;
    }
    hsize_t length(const std::string& axis) const {
        if (!file_.nameExists(axis) || file_.childObjType(axis) != H5O_TYPE_DATASET) damaged(path_, "it lacks " + axis);
        const H5::DataSpace space = file_.openDataSet(axis).getSpace();
        if (space.getSimpleExtentNdims() != 1) damaged(path_, axis + " is no axis");
        return static_cast<hsize_t>(space.getSimpleExtentNpoints());
    }

    template <class Number>
    std::vector<Number> numbers(const std::string& name, const std::vector<hsize_t>& shape) const {
        constexpr H5T_class_t type = std::is_floating_point_v<Number> ? H5T_FLOAT : H5T_INTEGER;
        const H5::DataSet data = variable(name, type, shape);
        std::vector<Number> cells(static_cast<std::size_t>(data.getSpace().getSimpleExtentNpoints()));
        if (!cells.empty()) data.read(cells.data(), hdf::Types<Number>::memory());
        return cells;
    }
    std::vector<std::string> texts(const std::string& name, const std::vector<hsize_t>& shape) const {
        const H5::DataSet data = variable(name, H5T_STRING, shape);
        std::vector<char*> raw(static_cast<std::size_t>(data.getSpace().getSimpleExtentNpoints()), nullptr);
        const H5::StrType type = hdf::text_type();
        if (!raw.empty()) data.read(raw.data(), type);
        return taken_over(raw, type, data.getSpace());
    }

    std::vector<std::string> text_attributes(const H5::H5Object& where, const std::string& name) const {
        const H5::Attribute attribute = attribute_of(where, name);
        if (attribute.getTypeClass() != H5T_STRING || !attribute.getStrType().isVariableStr())
            damaged(path_, name + " is no text");
        std::vector<char*> raw(static_cast<std::size_t>(attribute.getSpace().getSimpleExtentNpoints()), nullptr);
        const H5::StrType type = hdf::text_type();
        if (!raw.empty()) attribute.read(type, raw.data());
        return taken_over(raw, type, attribute.getSpace());
    }
    std::string text(const H5::H5Object& where, const std::string& name) const {
        const std::vector<std::string> texts = text_attributes(where, name);
        if (texts.size() != 1) damaged(path_, name + " is not one text");
        return texts[0];
    }
    template <class Number>
    Number number(const H5::H5Object& where, const std::string& name) const {
        const H5::Attribute attribute = attribute_of(where, name);
        constexpr H5T_class_t type = std::is_floating_point_v<Number> ? H5T_FLOAT : H5T_INTEGER;
        if (attribute.getTypeClass() != type || attribute.getSpace().getSimpleExtentNpoints() != 1)
            damaged(path_, name + " is not one number");
        Number value = 0;
        attribute.read(hdf::Types<Number>::memory(), &value);
        return value;
    }

private:
    H5::Attribute attribute_of(const H5::H5Object& where, const std::string& name) const {
        if (!where.attrExists(name)) damaged(path_, "it lacks the attribute " + name);
        return where.openAttribute(name);
    }

    std::string path_;
    H5::H5File file_;
};

bool says_sweep(const Source& source) {
    const H5::Group root = source.file().openGroup("/");
    return root.attrExists("kind") && root.openAttribute("kind").getTypeClass() == H5T_STRING &&
           source.text(root, "kind") == "sweep";
}

}  // namespace

struct SweepFileReader::State {
    Source source;
    SweepHeader header;
    SweepPoints points;
    std::vector<std::string> failures, measures;  // measures: names of variables

    explicit State(const std::string& path) : source(path) {
        if (!says_sweep(source)) throw FileTrouble(path + ": is not the result of a sweep");
        const H5::Group root = source.file().openGroup("/");
        if (const std::string version = source.text(root, "format_version"); version != format_version)
            throw FileTrouble(path + ": has format_version " + version + ", and this qonys reads " + format_version);
        read_attributes(root);
        read_arms();
        header.sweep_text = source.texts("sweep_yaml", {}).at(0);
        header.assumed = source.texts("assumed", {}).at(0);
        header.uncertain = source.texts("uncertain", {}).at(0);
        read_points(source.text_attributes(root, "parameters"));
        measures = source.text_attributes(root, "measures");
        for (const std::string& name : measures) {
            const H5::DataSet data = source.variable(name, H5T_FLOAT, shape_of_measure());
            SweptMeasure measure{source.text(data, "spec"), unit_for_people(source.text(data, "units")),
                                 source.text(data, "long_name"), 0};
            measure.better = static_cast<int>(source.number<std::int64_t>(data, "better"));
            header.measures.push_back(measure);
        }
    }

    void read_attributes(const H5::Group& root) {
        header.question = source.text(root, "question");
        header.pathways = root.attrExists("subject") && source.text(root, "subject") == pathway_subject;
        header.design = source.text(root, "design");
        header.fingerprint = source.text(root, "fingerprint");
        header.points = source.number<std::int64_t>(root, "points");
        header.replicates = source.number<std::int64_t>(root, "replicates");
        header.replicates_per_draw = source.number<std::int64_t>(root, "replicates_per_draw");
        header.seed = source.number<std::int64_t>(root, "seed");
        header.levels = source.number<std::int64_t>(root, "levels");
        const auto shard = source.number<std::int64_t>(root, "shard"), shards = source.number<std::int64_t>(root, "shards");
        if (header.points < 0 || header.replicates < 1 || header.replicates_per_draw < 1 || header.levels < 0 || shard < 1 ||
            shard > shards || shards > most_shards)
            damaged(source.path(), "its attributes do not fit together");
        header.shard = static_cast<int>(shard);
        header.shards = static_cast<int>(shards);
        if (static_cast<hsize_t>(header.replicates) != source.length("replicate"))
            damaged(source.path(), "replicate has another length");
    }

    void read_arms() {
        std::vector<hsize_t> shape;
        std::vector<std::string> names = {""};
        if (source.file().nameExists("arm")) {
            shape = {source.length("arm")};
            names = source.texts("arm", shape);
        }
        const std::vector<std::string> scenarios = source.texts("scenario_yaml", shape), inputs = source.texts("inputs", shape);
        for (std::size_t i = 0; i < names.size(); ++i) header.arms.push_back({names[i], scenarios[i], checksums_of(inputs[i])});
        if (header.arms.empty()) damaged(source.path(), "it has no arms");
    }

    void read_points(const std::vector<std::string>& variables) {
        const hsize_t size = source.length("point"), parameters = variables.size();
        points.number = source.numbers<std::int32_t>("point", {size});
        points.block = source.numbers<std::int32_t>("block", {size});
        points.role = source.numbers<std::int32_t>("role", {size});
        points.unit = source.numbers<double>("unit", {size, parameters});
        failures = source.texts("message", {size});
        for (std::size_t i = 0; i < size; ++i)
            if (points.number[i] < (i == 0 ? 0 : points.number[i - 1] + 1) || points.number[i] >= header.points)
                damaged(source.path(), "its points do not ascend");
        points.values.resize(points.unit.size());
        for (std::size_t p = 0; p < parameters; ++p) {
            std::string name = variables[p];
            if (source.file().nameExists(name) && source.file().childObjType(name) == H5O_TYPE_DATASET) {
                const H5::DataSet data = source.file().openDataSet(name);
                if (data.attrExists("positions")) name = source.text(data, "positions");
            }
            const std::vector<double> column = source.numbers<double>(name, {size});
            for (std::size_t i = 0; i < size; ++i) points.values[i * parameters + p] = column[i];
            header.parameters.push_back(parameter_of(source.file().openDataSet(name)));
            const auto words = static_cast<double>(header.parameters.back().words.size());
            const auto is_position = [&](double x) { return std::isnan(x) || (x >= 0 && x < words && x == std::floor(x)); };
            if (words > 0 && !std::all_of(column.begin(), column.end(), is_position))
                damaged(source.path(), name + " has positions without a word");
        }
    }

    SweptParameter parameter_of(const H5::DataSet& data) const {
        SweptParameter parameter;
        parameter.name = source.text(data, "path");
        parameter.unit = unit_for_people(source.text(data, "units"));
        parameter.doc = source.text(data, "long_name");
        parameter.text = source.text(data, "spread");
        parameter.base = source.number<double>(data, "base");
        if (data.attrExists("words")) parameter.words = source.text_attributes(data, "words");
        return parameter;
    }

    std::vector<hsize_t> shape_of_measure() const {
        std::vector<hsize_t> shape = {points.number.size()};
        if (header.has_arms()) shape.push_back(header.arms.size());
        shape.push_back(static_cast<hsize_t>(header.replicates));
        return shape;
    }

    std::vector<double> rows(std::size_t measure, std::size_t first, std::size_t last) const {
        std::vector<hsize_t> count = shape_of_measure(), start(count.size(), 0);
        const H5::DataSet data = source.variable(measures[measure], H5T_FLOAT, count);
        start[0] = first;
        count[0] = last - first;
        const H5::DataSpace there = data.getSpace(), here(static_cast<int>(count.size()), count.data());
        std::vector<double> cells(static_cast<std::size_t>(here.getSimpleExtentNpoints()));
        if (cells.empty()) return cells;
        there.selectHyperslab(H5S_SELECT_SET, count.data(), start.data());
        data.read(cells.data(), hdf::Types<double>::memory(), here, there);
        return cells;
    }
};

SweepFileReader::SweepFileReader(const std::string& path) {
    hdf::guarded(path, -1, [&] { state_ = std::make_unique<State>(path); });
}

SweepFileReader::~SweepFileReader() = default;

const SweepHeader& SweepFileReader::header() const {
    return state_->header;
}

const SweepPoints& SweepFileReader::points() const {
    return state_->points;
}

const std::vector<std::string>& SweepFileReader::failures() const {
    return state_->failures;
}

std::vector<double> SweepFileReader::values(std::size_t measure) const {
    if (measure >= state_->measures.size()) throw BrokenInvariant("sweep file: there is no such measure");
    std::vector<double> cells;
    hdf::guarded(state_->source.path(), -1, [&] { cells = state_->rows(measure, 0, state_->points.number.size()); });
    return cells;
}

std::vector<PointResult> SweepFileReader::results(std::size_t first, std::size_t last) const {
    const State& s = *state_;
    if (first > last || last > s.points.number.size()) throw BrokenInvariant("sweep file: there are no such points");
    const std::size_t measures = s.measures.size();
    const std::size_t cells_of_point = s.header.arms.size() * static_cast<std::size_t>(s.header.replicates);
    std::vector<PointResult> results(last - first);
    for (std::size_t i = 0; i < results.size(); ++i) {
        results[i].failure = s.failures[first + i];
        results[i].values.resize(cells_of_point * measures);
    }
    hdf::guarded(s.source.path(), -1, [&] {
        for (std::size_t m = 0; m < measures; ++m) {
            const std::vector<double> cells = s.rows(m, first, last);
            for (std::size_t i = 0; i < cells.size(); ++i)
                results[i / cells_of_point].values[i % cells_of_point * measures + m] = cells[i];
        }
    });
    return results;
}

bool is_sweep_result(const std::string& path) {
    bool is_sweep = false;
    try {
        hdf::guarded(path, -1, [&] { is_sweep = says_sweep(Source(path)); });
    } catch (const FileTrouble&) {
        return false;
    }
    return is_sweep;
}

}  // namespace qonys
