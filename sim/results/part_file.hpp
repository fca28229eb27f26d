// A file that appears under its name only when it is complete: written beside it as NAME.PID.part, synced, renamed.
#pragma once

#include <string>

namespace qonys {

class PartFile {
public:
    explicit PartFile(const std::string& path);  // reserves the part; throws FileTrouble when it cannot be made
    ~PartFile();                                 // removes the part unless published
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    const std::string& path() const { return path_; }  // final name; a symbolic link is followed
    const std::string& part() const { return part_; }
    void publish();  // after the last write

private:
    std::string path_, part_;
    bool published_ = false;
};

}  // namespace qonys
