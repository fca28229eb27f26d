// The SHA-256 fingerprint that results carry of each input file.
#pragma once

#include <string>
#include <string_view>

namespace qonys {

// 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace qonys
