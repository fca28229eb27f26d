#include "report/page/names.hpp"

#include <algorithm>

namespace qonys {

std::string name_of(const PageTexts& texts, const std::string& kind, const std::string& code, const std::string& fallback) {
    std::string words = fallback;
    if (words.empty()) {
        words = code;
        std::replace(words.begin(), words.end(), '_', ' ');
    }
    if (kind == "origin" && !texts.has("name.origin." + code)) return texts.or_else("name.region." + code, words);
    return texts.or_else("name." + kind + "." + code, words);
}

std::string name_of(const PageTexts& texts, const std::string& kind, const std::string& code,
                    const std::map<std::string, std::string>& scenario_names) {
    const auto found = scenario_names.find(code);
    return name_of(texts, kind, code, found == scenario_names.end() ? "" : found->second);
}

}  // namespace qonys
