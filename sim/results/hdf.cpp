#include "results/hdf.hpp"

#include <fcntl.h>
#include <hdf5_hl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <filesystem>

#include <limits>
#include <type_traits>

#include "results/labels.hpp"

namespace qonys::hdf {
namespace {

// The innermost error tells the cause; those above it only pass it on.
herr_t innermost(unsigned depth, const H5E_error2_t* error, void* text) {
    if (depth == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
    return 0;
}

// From "file write failed: …, errno = 28, error message = 'No space left on device', buf = …"
std::string system_message(const std::string& text) {
    const std::string before = "error message = '";
    const std::size_t start = text.find(before);
    if (start == std::string::npos) return text;
    const std::size_t end = text.find('\'', start + before.size());
    return text.substr(start + before.size(), end - start - before.size());
}

template <class Number>
constexpr Number fill_value() {
    // the values netCDF itself uses for integers
    if constexpr (std::is_same_v<Number, std::int8_t>)
        return -127;
    else if constexpr (std::is_same_v<Number, std::int32_t>)
        return -2147483647;
    else if constexpr (std::is_same_v<Number, std::int64_t>)
        return -9223372036854775806;
    else
        return std::numeric_limits<Number>::quiet_NaN();
}

template <class Number>
void add_number(const H5::H5Object& where, const std::string& name, Number value) {
    where.createAttribute(name, Types<Number>::file(), H5::DataSpace(H5S_SCALAR)).write(Types<Number>::memory(), &value);
}

H5::DSetCreatPropList dataset_properties() {
    H5::DSetCreatPropList properties;
    check(H5Pset_obj_track_times(properties.getId(), false));
    check(H5Pset_attr_creation_order(properties.getId(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    return properties;
}

std::vector<const char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<const char*> pointers;
    for (const std::string& text : texts) pointers.push_back(text.c_str());
    return pointers;
}

// Of the file, rows first … first + size / (cells of a row) - 1; of the memory, all.
struct Rows {
    H5::DataSpace there, here;
};
Rows rows_of(const H5::DataSet& data, hsize_t first, std::size_t cells) {
    Rows rows{data.getSpace(), H5::DataSpace()};
    std::vector<hsize_t> count(static_cast<std::size_t>(rows.there.getSimpleExtentNdims())), start(count.size(), 0);
    rows.there.getSimpleExtentDims(count.data());
    hsize_t row = 1;
    for (std::size_t i = 1; i < count.size(); ++i) row *= count[i];
    if (count.empty() || row == 0 || cells % row != 0 || first + cells / row > count[0])
        throw BrokenInvariant("result file: rows of another shape");
    start[0] = first;
    count[0] = cells / row;
    rows.there.selectHyperslab(H5S_SELECT_SET, count.data(), start.data());
    rows.here = H5::DataSpace(static_cast<int>(count.size()), count.data());
    return rows;
}

H5::DataSet row_of_texts(const H5::Group& group, const std::string& name, const std::vector<std::string>& texts) {
    const hsize_t size = texts.size();
    const std::vector<const char*> pointers = pointers_to(texts);
    const H5::StrType type = text_type();
    H5::DataSet data = group.createDataSet(name, type, H5::DataSpace(1, &size), dataset_properties());
    if (size > 0) data.write(pointers.data(), type);
    return data;
}

void keep_scale(Scales& scales, const std::string& name, const H5::DataSet& data) {
    check(H5DSset_scale(data.getId(), name.c_str()));
    if (!scales.emplace(name, data).second) throw BrokenInvariant("result file: axis " + name + " written twice");
}

}  // namespace

Errors::Errors(int descriptor) : descriptor_(descriptor) {
    H5Eget_auto2(H5E_DEFAULT, &old_function_, &old_data_);
    H5Eset_auto2(H5E_DEFAULT, &Errors::note, this);
}

Errors::~Errors() {
    H5Eset_auto2(H5E_DEFAULT, old_function_, old_data_);
}

herr_t Errors::note(hid_t stack, void* self) {
    Errors& errors = *static_cast<Errors*>(self);
    if (!errors.reason_.empty()) return 0;
    std::string text;
    H5Ewalk2(stack, H5E_WALK_UPWARD, innermost, &text);
    errors.reason_ = system_message(text);
    if (errors.descriptor_ >= 0) divert_to_scrap(errors.descriptor_);
    return 0;
}

void divert_to_scrap(int descriptor) {
    const int scrap = ::memfd_create("qonys-scrap", MFD_CLOEXEC);
    if (scrap < 0) return;
    // The file, emptied, stays open: HDF5 knows files by their inode and would take a new file with a freed one for this.
    const int kept = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (kept >= 0 && ::ftruncate(kept, 0) != 0) ::close(kept);
    ::dup3(scrap, descriptor, O_CLOEXEC);
    ::close(scrap);
}

void leave_open(const void* handles) {
    static auto* const left = new std::vector<const void*>;  // still reachable at exit, so no leak
    left->push_back(handles);
}

H5::StrType text_type() {
    H5::StrType type(0, H5T_VARIABLE);
    type.setCset(H5T_CSET_UTF8);
    return type;
}

void add_attribute(const H5::H5Object& where, const std::string& name, const std::string& value) {
    const H5::StrType type = text_type();
    where.createAttribute(name, type, H5::DataSpace(H5S_SCALAR)).write(type, value);
}

void add_char_attribute(const H5::H5Object& where, const std::string& name, const std::string& value) {
    const H5::StrType type(0, value.size());
    where.createAttribute(name, type, H5::DataSpace(H5S_SCALAR)).write(type, value);
}

void add_attribute(const H5::H5Object& where, const std::string& name, std::int32_t value) {
    add_number(where, name, value);
}
void add_attribute(const H5::H5Object& where, const std::string& name, std::int64_t value) {
    add_number(where, name, value);
}
void add_attribute(const H5::H5Object& where, const std::string& name, double value) {
    add_number(where, name, value);
}

void add_attribute(const H5::H5Object& where, const std::string& name, const std::vector<std::string>& values) {
    const H5::StrType type = text_type();
    const hsize_t size = values.size();
    where.createAttribute(name, type, H5::DataSpace(1, &size)).write(type, pointers_to(values).data());
}
void add_attribute(const H5::H5Object& where, const std::string& name, const std::vector<std::int8_t>& values) {
    const hsize_t size = values.size();
    where.createAttribute(name, Types<std::int8_t>::file(), H5::DataSpace(1, &size))
        .write(Types<std::int8_t>::memory(), values.data());
}

H5::Group make_group(const H5::Group& parent, const std::string& name) {
    const hid_t properties = check(H5Pcreate(H5P_GROUP_CREATE));
    const H5::PropList keep(properties);
    H5Pclose(properties);
    check(H5Pset_obj_track_times(keep.getId(), false));
    check(H5Pset_link_creation_order(keep.getId(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    check(H5Pset_attr_creation_order(keep.getId(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    const hid_t id = check(H5Gcreate2(parent.getId(), name.c_str(), H5P_DEFAULT, keep.getId(), H5P_DEFAULT));
    H5::Group group(id);  // takes a share of the id
    H5Gclose(id);
    return group;
}

void write_text(const H5::Group& group, const std::string& name, const std::string& long_name, const std::string& text) {
    const H5::StrType type = text_type();
    H5::DataSet data = group.createDataSet(name, type, H5::DataSpace(H5S_SCALAR), dataset_properties());
    data.write(text, type);
    add_attribute(data, "long_name", long_name);
    data.close();  // said aloud: the destructor would print an error instead of throwing it
}

void add_scale(Scales& scales, const H5::Group& group, const std::string& name, const std::vector<std::int32_t>& labels) {
    const hsize_t size = labels.size();
    const H5::DataSet data =
        group.createDataSet(name, Types<std::int32_t>::file(), H5::DataSpace(1, &size), dataset_properties());
    if (size > 0) data.write(labels.data(), Types<std::int32_t>::memory());
    keep_scale(scales, name, data);
}

void add_scale(Scales& scales, const H5::Group& group, const std::string& name, const std::vector<std::string>& labels) {
    keep_scale(scales, name, row_of_texts(group, name, labels));
}

void add_texts(const H5::Group& group, const std::string& name, const std::string& long_name, const Scales& scales,
               const std::string& axis, const std::vector<std::string>& texts) {
    if (texts.size() != length(scales.at(axis))) throw BrokenInvariant("result file: " + name + " lacks texts");
    H5::DataSet data = row_of_texts(group, name, texts);
    add_attribute(data, "long_name", long_name);
    check(H5DSattach_scale(data.getId(), scales.at(axis).getId(), 0));
    data.close();
}

H5::DataSet add_text_variable(const H5::Group& group, const std::string& name, const std::string& long_name, const Scales& scales,
                              const std::string& axis) {
    const hsize_t size = length(scales.at(axis));
    H5::DataSet data = group.createDataSet(name, text_type(), H5::DataSpace(1, &size), dataset_properties());
    add_attribute(data, "long_name", long_name);
    check(H5DSattach_scale(data.getId(), scales.at(axis).getId(), 0));
    return data;
}

hsize_t length(const H5::DataSet& scale) {
    return static_cast<hsize_t>(scale.getSpace().getSimpleExtentNpoints());
}

template <class Number>
H5::DataSet add_variable(const H5::Group& group, const std::string& name, const VariableText& text, const Scales& scales,
                         const std::vector<std::string>& axes, const std::vector<hsize_t>& chunk) {
    std::vector<hsize_t> shape;
    for (const std::string& axis : axes) shape.push_back(length(scales.at(axis)));
    H5::DSetCreatPropList properties = dataset_properties();
    const Number fill = fill_value<Number>();
    properties.setFillValue(Types<Number>::memory(), &fill);
    if (!chunk.empty()) {
        properties.setChunk(static_cast<int>(chunk.size()), chunk.data());
        properties.setShuffle();
        properties.setDeflate(1);
    }
    const H5::DataSpace space =
        shape.empty() ? H5::DataSpace(H5S_SCALAR) : H5::DataSpace(static_cast<int>(shape.size()), shape.data());
    H5::DataSet data = group.createDataSet(name, Types<Number>::file(), space, properties);
    add_attribute(data, "units", unit_in_file(text.unit));
    add_attribute(data, "long_name", text.long_name);
    if (!text.cell_methods.empty()) add_attribute(data, "cell_methods", text.cell_methods);
    add_number(data, "_FillValue", fill);
    for (std::size_t i = 0; i < axes.size(); ++i)
        check(H5DSattach_scale(data.getId(), scales.at(axes[i]).getId(), static_cast<unsigned>(i)));
    return data;
}

template H5::DataSet add_variable<std::int8_t>(const H5::Group&, const std::string&, const VariableText&, const Scales&,
                                               const std::vector<std::string>&, const std::vector<hsize_t>&);
template H5::DataSet add_variable<std::int32_t>(const H5::Group&, const std::string&, const VariableText&, const Scales&,
                                                const std::vector<std::string>&, const std::vector<hsize_t>&);
template H5::DataSet add_variable<std::int64_t>(const H5::Group&, const std::string&, const VariableText&, const Scales&,
                                                const std::vector<std::string>&, const std::vector<hsize_t>&);
template H5::DataSet add_variable<float>(const H5::Group&, const std::string&, const VariableText&, const Scales&,
                                         const std::vector<std::string>&, const std::vector<hsize_t>&);
template H5::DataSet add_variable<double>(const H5::Group&, const std::string&, const VariableText&, const Scales&,
                                          const std::vector<std::string>&, const std::vector<hsize_t>&);

template <class Number>
void write_rows(const H5::DataSet& data, hsize_t first, const std::vector<Number>& cells) {
    if (cells.empty()) return;
    const Rows rows = rows_of(data, first, cells.size());
    data.write(cells.data(), Types<Number>::memory(), rows.here, rows.there);
}

template void write_rows<std::int8_t>(const H5::DataSet&, hsize_t, const std::vector<std::int8_t>&);
template void write_rows<std::int32_t>(const H5::DataSet&, hsize_t, const std::vector<std::int32_t>&);
template void write_rows<double>(const H5::DataSet&, hsize_t, const std::vector<double>&);

void write_rows(const H5::DataSet& data, hsize_t first, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    const Rows rows = rows_of(data, first, texts.size());
    data.write(pointers_to(texts).data(), text_type(), rows.here, rows.there);
}

H5::H5File open_to_read(const std::string& path) {
    std::error_code ignored;
    const auto there = std::filesystem::status(path, ignored);
    if (std::filesystem::exists(there) && !std::filesystem::is_regular_file(there))  // opening a pipe would wait for ever
        throw FileTrouble(path + ": is not an ordinary file");
    const H5::FileAccPropList access;
    access.setFcloseDegree(H5F_CLOSE_STRONG);
    check(H5Pset_file_locking(access.getId(), false, true));
    return H5::H5File(path, H5F_ACC_RDONLY, H5::FileCreatPropList::DEFAULT, access);
}

}  // namespace qonys::hdf
