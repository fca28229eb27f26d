#include "results/read.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "results/hdf.hpp"

namespace qonys {
namespace {

std::string describe(const H5::DataType& type) {
    std::size_t size = 0;
    hdf::check(H5LTdtype_to_text(type.getId(), nullptr, H5LT_DDL, &size));
    std::string text(size, '\0');
    hdf::check(H5LTdtype_to_text(type.getId(), text.data(), H5LT_DDL, &size));
    text.resize(text.find('\0') == std::string::npos ? size : text.find('\0'));
    return text;
}

CellKind kind_of(const H5::DataType& type) {
    switch (type.getClass()) {
        case H5T_INTEGER:
            return CellKind::integer;
        case H5T_FLOAT:
            return CellKind::real;
        case H5T_STRING:
            return CellKind::text;
        default:
            return CellKind::other;
    }
}

std::vector<std::size_t> shape_of(const H5::DataSpace& space) {
    if (space.getSimpleExtentType() != H5S_SIMPLE) return {};
    std::vector<hsize_t> size(static_cast<std::size_t>(space.getSimpleExtentNdims()));
    if (!size.empty()) space.getSimpleExtentDims(size.data());
    return {size.begin(), size.end()};
}

// `read` fills a buffer of the given memory type; `count` elements.
using ReadInto = std::function<void(void*, const H5::DataType&)>;

std::vector<std::string> read_texts(const H5::DataType& type, const H5::DataSpace& space, std::size_t count,
                                    const ReadInto& read) {
    std::vector<std::string> texts;
    if (count == 0) return texts;
    const H5::StrType string_type(type.getId());
    if (string_type.isVariableStr()) {
        std::vector<char*> raw(count, nullptr);
        H5::StrType memory(0, H5T_VARIABLE);
        memory.setCset(string_type.getCset());
        read(raw.data(), memory);
        for (const char* text : raw) texts.emplace_back(text == nullptr ? "" : text);
        H5Dvlen_reclaim(memory.getId(), space.getId(), H5P_DEFAULT, raw.data());
    } else {
        const std::size_t width = type.getSize();
        std::vector<char> raw(count * width);
        read(raw.data(), type);
        for (std::size_t i = 0; i < count; ++i) {
            const std::string cell(raw.data() + i * width, width);
            texts.push_back(cell.substr(0, cell.find('\0')));
        }
    }
    return texts;
}

Cells read_cells(CellKind kind, const H5::DataType& type, const H5::DataSpace& space, const ReadInto& read) {
    const auto count = static_cast<std::size_t>(space.getSimpleExtentNpoints());
    if (kind == CellKind::text) return read_texts(type, space, count, read);
    if (kind == CellKind::integer) {
        std::vector<std::int64_t> cells(count);
        if (count > 0) read(cells.data(), H5::PredType::NATIVE_INT64);
        return cells;
    }
    std::vector<double> cells(kind == CellKind::real ? count : 0);
    if (!cells.empty()) read(cells.data(), H5::PredType::NATIVE_DOUBLE);
    return cells;
}

herr_t take_name(hid_t, const char* name, const H5L_info_t*, void* names) {
    static_cast<std::vector<std::string>*>(names)->emplace_back(name);
    return 0;
}

// A list of references for each axis, as the dimension scales interface writes it; it does not look before it reads them.
void check_dimension_list(const H5::DataSet& data, const std::string& path, std::size_t axes) {
    const H5::Attribute list = data.openAttribute("DIMENSION_LIST");
    const bool references = list.getTypeClass() == H5T_VLEN && list.getVarLenType().getSuper().getClass() == H5T_REFERENCE;
    if (!references || list.getSpace().getSimpleExtentNpoints() != static_cast<hssize_t>(axes))
        throw H5::Exception("HDF5", path + ": its DIMENSION_LIST is damaged");
}

// HDF5 looks through the whole file for the name of an object that it was led to by a reference: each scale is asked once.
struct ScaleNames {
    std::map<haddr_t, std::string> known = {};
    std::string found = {};
};

herr_t take_scale(hid_t, unsigned, hid_t scale, void* names) {
    auto& [known, found] = *static_cast<ScaleNames*>(names);
    H5O_info_t info;
    hdf::check(H5Oget_info2(scale, &info, H5O_INFO_BASIC));
    const auto [name, is_new] = known.try_emplace(info.addr);
    const auto length = is_new ? H5Iget_name(scale, nullptr, 0) : 0;
    if (length > 0) {  // in a damaged file a scale may stand nowhere
        std::string path(static_cast<std::size_t>(length) + 1, '\0');
        H5Iget_name(scale, path.data(), path.size());
        path.pop_back();
        name->second = path.substr(path.rfind('/') + 1);
    }
    found = name->second;
    return 1;  // the first is enough
}

std::vector<StoredAttribute> attributes_of(const H5::H5Object& object) {
    std::vector<StoredAttribute> all;
    for (int i = 0; i < object.getNumAttrs(); ++i) {
        const H5::Attribute attribute = object.openAttribute(static_cast<unsigned>(i));
        const H5::DataType type = attribute.getDataType();
        StoredAttribute stored{attribute.getName(), describe(type), shape_of(attribute.getSpace()), kind_of(type), {}};
        stored.values = read_cells(stored.kind, type, attribute.getSpace(),
                                   [&](void* to, const H5::DataType& memory) { attribute.read(memory, to); });
        all.push_back(std::move(stored));
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return all;
}

StoredObject dataset_of(const H5::DataSet& data, const std::string& path, ScaleNames& scales) {
    const H5::DataType type = data.getDataType();
    StoredObject object{path, false, describe(type), kind_of(type), shape_of(data.getSpace()), {}, attributes_of(data)};
    object.axes.resize(object.shape.size());
    const bool is_scale = hdf::check(H5DSis_scale(data.getId())) > 0;
    const bool has_scales = data.attrExists("DIMENSION_LIST");
    if (has_scales && !is_scale) check_dimension_list(data, path, object.axes.size());
    for (std::size_t i = 0; i < object.axes.size() && has_scales && !is_scale; ++i) {
        scales.found.clear();
        hdf::check(H5DSiterate_scales(data.getId(), static_cast<unsigned>(i), nullptr, take_scale, &scales));
        object.axes[i] = scales.found;
    }
    return object;
}

struct Walk {
    const std::vector<std::string>& left_out;
    std::vector<StoredObject>& objects;
    ScaleNames scales = {};
    std::set<haddr_t> groups = {};  // met so far
};

void walk(const H5::Group& group, const std::string& path, Walk& all) {
    auto& [left_out, objects, scales, groups] = all;
    H5O_info_t info;
    hdf::check(H5Oget_info2(group.getId(), &info, H5O_INFO_BASIC));
    if (!groups.insert(info.addr).second) throw H5::Exception("HDF5", "damaged: the group " + path + " stands in the file twice");
    objects.push_back({path, true, "", CellKind::other, {}, {}, attributes_of(group)});
    std::vector<std::string> names;
    // In the order of the file: to sort by itself HDF5 1.10 reads all names first, and frees what it never set where one is
    // damaged.
    hdf::check(H5Literate(group.getId(), H5_INDEX_NAME, H5_ITER_NATIVE, nullptr, take_name, &names));
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
        const std::string full = path.empty() ? name : path + "/" + name;
        if (std::find(left_out.begin(), left_out.end(), full) != left_out.end()) continue;
        switch (group.childObjType(name)) {
            case H5O_TYPE_GROUP:
                walk(group.openGroup(name), full, all);
                break;
            case H5O_TYPE_DATASET:
                objects.push_back(dataset_of(group.openDataSet(name), full, scales));
                break;
            default:
                objects.push_back({full, false, "named type", CellKind::other, {}, {}, {}});
        }
    }
}

}  // namespace

struct ResultFile::File {
    std::string path;
    H5::H5File file;
    std::vector<StoredObject> objects;

    Cells cells(const StoredObject& object) const {
        Cells cells;
        hdf::guarded(path, -1, [&] {
            const H5::DataSet data = file.openDataSet(object.path);
            cells = read_cells(object.kind, data.getDataType(), data.getSpace(),
                               [&](void* to, const H5::DataType& memory) { data.read(to, memory); });
        });
        return cells;
    }
};

ResultFile::ResultFile(const std::string& path) : ResultFile(path, {}) {}

ResultFile::ResultFile(const std::string& path, const std::vector<std::string>& left_out) : file_(std::make_unique<File>()) {
    file_->path = path;
    hdf::guarded(path, -1, [&] {
        file_->file = hdf::open_to_read(path);
        Walk all{left_out, file_->objects};
        walk(file_->file.openGroup("/"), "", all);
    });
}

ResultFile::~ResultFile() = default;

const std::vector<StoredObject>& ResultFile::objects() const {
    return file_->objects;
}

bool ResultFile::has(const std::string& path) const {
    return std::any_of(objects().begin(), objects().end(), [&](const StoredObject& object) { return object.path == path; });
}

const StoredObject& ResultFile::find(const std::string& path) const {
    for (const StoredObject& object : objects())
        if (object.path == path) return object;
    throw FileTrouble(file_->path + ": holds nothing named " + path);
}

std::vector<std::int64_t> ResultFile::integers(const std::string& path) const {
    const StoredObject& object = find(path);
    if (object.kind != CellKind::integer) throw FileTrouble(file_->path + ": " + path + " does not hold integers");
    return std::get<std::vector<std::int64_t>>(file_->cells(object));
}

std::vector<std::int64_t> ResultFile::integers(const std::string& path, std::size_t first, std::size_t count) const {
    const StoredObject& object = find(path);
    if (object.kind != CellKind::integer) throw FileTrouble(file_->path + ": " + path + " does not hold integers");
    if (object.shape.empty() || first > object.shape[0] || count > object.shape[0] - first)
        throw BrokenInvariant(path + " has no such rows");
    std::vector<hsize_t> start(object.shape.size(), 0), size(object.shape.begin(), object.shape.end());
    start[0] = first;
    size[0] = count;
    std::size_t cells = 1;
    for (const hsize_t each : size) cells *= static_cast<std::size_t>(each);
    std::vector<std::int64_t> values(cells);
    if (cells == 0) return values;
    hdf::guarded(file_->path, -1, [&] {
        const H5::DataSet data = file_->file.openDataSet(path);
        const H5::DataSpace memory(static_cast<int>(size.size()), size.data()), space = data.getSpace();
        space.selectHyperslab(H5S_SELECT_SET, size.data(), start.data());
        data.read(values.data(), H5::PredType::NATIVE_INT64, memory, space);
    });
    return values;
}

std::vector<double> ResultFile::reals(const std::string& path) const {
    const StoredObject& object = find(path);
    if (object.kind == CellKind::integer) {
        const std::vector<std::int64_t> cells = integers(path);
        return {cells.begin(), cells.end()};
    }
    if (object.kind != CellKind::real) throw FileTrouble(file_->path + ": " + path + " does not hold numbers");
    return std::get<std::vector<double>>(file_->cells(object));
}

std::vector<std::string> ResultFile::texts(const std::string& path) const {
    const StoredObject& object = find(path);
    if (object.kind != CellKind::text) throw FileTrouble(file_->path + ": " + path + " does not hold strings");
    return std::get<std::vector<std::string>>(file_->cells(object));
}

}  // namespace qonys
