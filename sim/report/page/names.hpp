// Names of regions, origins, streams and so on in the language of the page, from texts/names.json.
#pragma once

#include <map>
#include <string>

#include "report/page/texts.hpp"

namespace qonys {

// Kinds: "region" ("KZ": the country), "origin" (a country, or a region that internal migrants leave), "stream", "inflow",
// "instrument". `given`: the scenario's name, which stands unless it is the one of params/ or empty. Without a text: the code
// with blanks for underscores.
std::string name_of(const PageTexts& texts, const std::string& kind, const std::string& code, const std::string& given = {});

// The same with the names that the scenario gives to codes; names that several of them share get the code in brackets.
std::string name_of(const PageTexts& texts, const std::string& kind, const std::string& code,
                    const std::map<std::string, std::string>& scenario_names);

}  // namespace qonys
