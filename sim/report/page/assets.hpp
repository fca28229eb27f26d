// Files that are built into the program: styles, scripts, texts and map of the page, and the chart library.
#pragma once

#include <span>
#include <string_view>

namespace qonys {

struct Asset {
    std::string_view name;  // "page.css", "texts/run.json", "vega.min.js"
    std::string_view bytes;
};

std::span<const Asset> assets();
// Throws BrokenInvariant when there is none of this name.
std::string_view asset(std::string_view name);

}  // namespace qonys
