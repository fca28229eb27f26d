// Reads result files, and any HDF5 file of integers, reals and strings.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace qonys {

enum class CellKind { integer, real, text, other };  // other: references between objects, which HDF5 keeps for itself

using Cells = std::variant<std::vector<std::int64_t>, std::vector<double>, std::vector<std::string>>;

struct StoredAttribute {
    std::string name;
    std::string type;  // as the file declares it: "H5T_STD_I32LE"
    std::vector<std::size_t> shape;
    CellKind kind = CellKind::other;
    Cells values;  // none for CellKind::other
};

struct StoredObject {
    std::string path;  // "yearly/quota_mean"; "" is the root group
    bool is_group = false;
    std::string type;  // of a dataset
    CellKind kind = CellKind::other;
    std::vector<std::size_t> shape;
    std::vector<std::string> axes;            // name of the scale attached to each axis, "" where none is
    std::vector<StoredAttribute> attributes;  // by name
};

// Throws FileTrouble when the file is missing, damaged or no HDF5.
class ResultFile {
public:
    explicit ResultFile(const std::string& path);
    // Without some groups of the root: opening their hundreds of tables takes seconds.
    ResultFile(const std::string& path, const std::vector<std::string>& left_out);
    ~ResultFile();

    const std::vector<StoredObject>& objects() const;  // groups before their content, names in alphabetical order
    const StoredObject& find(const std::string& path) const;
    bool has(const std::string& path) const;

    std::vector<std::int64_t> integers(const std::string& path) const;
    // Only `count` rows of the first axis, from `first` on: for variables that are too large as a whole.
    std::vector<std::int64_t> integers(const std::string& path, std::size_t first, std::size_t count) const;
    std::vector<double> reals(const std::string& path) const;  // of integers too
    std::vector<std::string> texts(const std::string& path) const;

private:
    struct File;
    std::unique_ptr<File> file_;
};

}  // namespace qonys
