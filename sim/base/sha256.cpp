#include "base/sha256.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

#include "base/problems.hpp"

namespace qonys {

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        throw BrokenInvariant("the cryptographic library has no SHA-256");
    std::string hexadecimal;
    for (unsigned int i = 0; i < length; ++i) hexadecimal += fmt::format("{:02x}", digest[i]);
    return hexadecimal;
}

}  // namespace qonys
