// Names of regions, origins, streams and so on in the language of the page, from texts/names.json.
#pragma once

#include <map>
#include <string>

#include "report/page/texts.hpp"

namespace qonys {

// Kinds: "region" ("KZ": the country), "origin" (a country, or a region that internal migrants leave), "stream", "inflow",
// "instrument". Without a text: `fallback`, or the code with blanks for underscores where that is empty.
std::string name_of(const PageTexts& texts, const std::string& kind, const std::string& code, const std::string& fallback = {});

// The same with the names that the scenario gives to codes.
std::string name_of(const PageTexts& texts, const std::string& kind, const std::string& code,
                    const std::map<std::string, std::string>& scenario_names);

}  // namespace qonys
