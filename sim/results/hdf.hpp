// What writer and reader share of HDF5: quiet errors with a reason, and variables in the form that netCDF-4 tools expect.
#pragma once

#include <H5Cpp.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/problems.hpp"

namespace qonys::hdf {

// While it lives, HDF5 prints nothing in this thread and the first error's reason is kept. At that error the file behind
// `descriptor` (if any) is exchanged for scrap memory: HDF5 1.10 crashes at exit when the flush in a close fails (full disk).
class Errors {
public:
    explicit Errors(int descriptor = -1);
    ~Errors();
    Errors(const Errors&) = delete;
    Errors& operator=(const Errors&) = delete;

    const std::string& reason() const { return reason_; }

private:
    static herr_t note(hid_t stack, void* self);

    int descriptor_;
    std::string reason_;
    H5E_auto2_t old_function_ = nullptr;
    void* old_data_ = nullptr;
};

// Whatever is written to the descriptor from now on goes nowhere.
void divert_to_scrap(int descriptor);

// Keeps handles that are never to be closed where leak checkers find them.
void leave_open(const void* handles);

// For the C functions.
template <class Result>
Result check(Result result) {
    if (result < 0) throw H5::Exception("HDF5", "call failed");
    return result;
}

// Runs `work` and turns an HDF5 error into FileTrouble with the path and the reason. Errors that a destructor of the HDF5
// classes swallows count too: they can be the flush of data to a full disk.
template <class Work>
void guarded(const std::string& path, int descriptor, Work work) {
    Errors errors(descriptor);
    try {
        work();
    } catch (const H5::Exception& error) {
        throw FileTrouble(path + ": " + (errors.reason().empty() ? error.getDetailMsg() : errors.reason()));
    }
    if (!errors.reason().empty()) throw FileTrouble(path + ": " + errors.reason());
}

H5::StrType text_type();  // variable length, UTF-8

void add_attribute(const H5::H5Object& where, const std::string& name, const std::string& value);
// As netCDF's char: some tools, ncdump -t among them, read units of time in no other form.
void add_char_attribute(const H5::H5Object& where, const std::string& name, const std::string& value);
void add_attribute(const H5::H5Object& where, const std::string& name, std::int32_t value);
void add_attribute(const H5::H5Object& where, const std::string& name, std::int64_t value);
void add_attribute(const H5::H5Object& where, const std::string& name, double value);
void add_attribute(const H5::H5Object& where, const std::string& name, const std::vector<std::string>& values);
void add_attribute(const H5::H5Object& where, const std::string& name, const std::vector<std::int8_t>& values);

template <class Number>
struct Types;
template <>
struct Types<std::int8_t> {
    static const H5::PredType& file() { return H5::PredType::STD_I8LE; }
    static const H5::PredType& memory() { return H5::PredType::NATIVE_INT8; }
};
template <>
struct Types<std::int32_t> {
    static const H5::PredType& file() { return H5::PredType::STD_I32LE; }
    static const H5::PredType& memory() { return H5::PredType::NATIVE_INT32; }
};
template <>
struct Types<std::int64_t> {
    static const H5::PredType& file() { return H5::PredType::STD_I64LE; }
    static const H5::PredType& memory() { return H5::PredType::NATIVE_INT64; }
};
template <>
struct Types<float> {
    static const H5::PredType& file() { return H5::PredType::IEEE_F32LE; }
    static const H5::PredType& memory() { return H5::PredType::NATIVE_FLOAT; }
};
template <>
struct Types<double> {
    static const H5::PredType& file() { return H5::PredType::IEEE_F64LE; }
    static const H5::PredType& memory() { return H5::PredType::NATIVE_DOUBLE; }
};

// No times and names in order of creation: the same content gives the same bytes, and tools list it in our order.
H5::Group make_group(const H5::Group& parent, const std::string& name);

// The text of a whole document; an attribute could not hold more than 64 kB.
void write_text(const H5::Group& group, const std::string& name, const std::string& long_name, const std::string& text);

// The coordinates of a group: name of an axis -> its dimension scale.
using Scales = std::map<std::string, H5::DataSet>;
void add_scale(Scales& scales, const H5::Group& group, const std::string& name, const std::vector<std::int32_t>& labels);
void add_scale(Scales& scales, const H5::Group& group, const std::string& name, const std::vector<std::string>& labels);
hsize_t length(const H5::DataSet& scale);

// One text for each label of an axis.
void add_texts(const H5::Group& group, const std::string& name, const std::string& long_name, const Scales& scales,
               const std::string& axis, const std::vector<std::string>& texts);

// The same, to be filled by write_rows().
H5::DataSet add_text_variable(const H5::Group& group, const std::string& name, const std::string& long_name, const Scales& scales,
                              const std::string& axis);

struct VariableText {
    std::string unit, long_name, cell_methods;
};

// A variable over the named axes. `chunk` empty: stored in one piece, otherwise in compressed chunks of that shape.
template <class Number>
H5::DataSet add_variable(const H5::Group& group, const std::string& name, const VariableText& text, const Scales& scales,
                         const std::vector<std::string>& axes, const std::vector<hsize_t>& chunk);

// Whole rows of a variable, along its first axis, from `first` on.
template <class Number>
void write_rows(const H5::DataSet& data, hsize_t first, const std::vector<Number>& cells);
void write_rows(const H5::DataSet& data, hsize_t first, const std::vector<std::string>& texts);

// Other programs may have the file open, and some network disks refuse locks.
H5::H5File open_to_read(const std::string& path);

}  // namespace qonys::hdf
