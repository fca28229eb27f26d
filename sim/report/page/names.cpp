#include "report/page/names.hpp"

#include <algorithm>
#include <string_view>

namespace qonys {

namespace {

std::string text_key(const PageTexts& texts, const std::string& kind, const std::string& code) {
    const std::string key = "name." + kind + "." + code;
    return kind == "origin" && !texts.has(key) ? "name.region." + code : key;
}

// "Abai Region" and "Almaty oblast" without the second word, which files leave out.
std::string_view without_kind_of_place(std::string_view name) {
    for (const std::string_view word : {" Region", " oblast"})
        if (name.ends_with(word)) name.remove_suffix(word.size());
    return name;
}

// A scenario that says no more than the files it builds on: the text says the same in the language of the page.
bool is_usual_name(const std::string& key, const std::string& name) {
    static const PageTexts english(Language::english);
    return english.has(key) && without_kind_of_place(english(key)) == without_kind_of_place(name);
}

}  // namespace

std::string name_of(const PageTexts& texts, const std::string& kind, const std::string& code, const std::string& given) {
    const std::string key = text_key(texts, kind, code);
    if (!given.empty()) return is_usual_name(key, given) ? texts(key) : given;
    std::string words = code;
    std::replace(words.begin(), words.end(), '_', ' ');
    return texts.or_else(key, words);
}

std::string name_of(const PageTexts& texts, const std::string& kind, const std::string& code,
                    const std::map<std::string, std::string>& scenario_names) {
    const auto found = scenario_names.find(code);
    const std::string name = name_of(texts, kind, code, found == scenario_names.end() ? "" : found->second);
    const bool shared = std::any_of(scenario_names.begin(), scenario_names.end(), [&](const auto& other) {
        return other.first != code && name_of(texts, kind, other.first, other.second) == name;
    });
    return shared ? name + " (" + code + ")" : name;
}

}  // namespace qonys
