#include "base/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace qonys {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

// As much of a wrong text as helps to find it, with nothing that could disturb a terminal.
std::string shown(std::string_view text) {
    constexpr std::size_t most = 60;
    if (!is_utf8(text)) return "text that is not UTF-8";
    std::string_view start = text.substr(0, most);
    while (start.size() < text.size() && !is_utf8(start)) start.remove_suffix(1);
    std::string result(start);
    std::replace_if(
        result.begin(), result.end(), [](unsigned char c) { return c < ' ' || c == 127; }, '?');
    return "\"" + result + (start.size() < text.size() ? "…\"" : "\"");
}

std::string plain(double value) {
    return std::abs(value) < 1e15 && value == std::floor(value) ? fmt::format("{}", static_cast<std::int64_t>(value))
                                                                : fmt::format("{}", value);
}

const char* number_hint(std::string_view text) {
    if (text.empty()) return "write a number";
    if (text.find(',') != std::string_view::npos) return "write decimals with a point, such as 0.5, and thousands without a mark";
    return "write digits, with a point before decimals, such as 12 or 0.5";
}

}  // namespace

std::string read_whole_file(const std::string& file) {
    const auto trouble = [&] { return FileTrouble(fmt::format("{}: cannot be read: {}", file, std::strerror(errno))); };
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) throw FileTrouble(file + ": cannot be read: is a folder");
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> input(std::fopen(file.c_str(), "rb"), &std::fclose);
    if (!input) throw trouble();
    std::string text;
    std::vector<char> block(1u << 20);
    for (std::size_t got = 0; (got = std::fread(block.data(), 1, block.size(), input.get())) > 0;) {
        text.append(block.data(), got);
        if (text.size() <= most_csv_bytes) continue;
        Problems problems;
        problems.add({file, 0, 0}, "", fmt::format("is larger than {} million bytes", most_csv_bytes >> 20),
                     "split it, or leave out columns that are not needed");
        throw BadInput(std::move(problems));
    }
    if (std::ferror(input.get()) != 0) throw trouble();
    return text;
}

CsvProblems::~CsvProblems() {
    if (more_ > 0) problems_.add({file_, 0, 0}, "", fmt::format("{} more problem{}", more_, more_ == 1 ? "" : "s"));
}

bool CsvProblems::wanted() {
    if (kept_ < most) return true;
    ++more_;
    return false;
}

void CsvProblems::add(Mark mark, std::string column, std::string what, std::string hint) {
    mark.file = file_;
    problems_.add(std::move(mark), std::move(column), std::move(what), std::move(hint));
    ++kept_;
}

CsvReader::CsvReader(std::string_view text, const std::vector<CsvColumn>& columns, CsvProblems& problems)
    : text_(text), problems_(problems), field_of_(columns.size(), -1) {
    for (const CsvColumn& column : columns) names_.emplace_back(column.name);
    const auto unusable = [&](const char* what, const char* hint) {
        usable_ = false;
        if (problems_.wanted()) problems_.add({}, "", what, hint);
    };
    if (text_.starts_with("\xEF\xBB\xBF")) next_ = 3;  // as spreadsheets write before UTF-8
    if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF"))
        unusable("is written in UTF-16", "save it as \"CSV UTF-8\"");
    else if (text_.starts_with("PK\x03\x04"))
        unusable("is a spreadsheet or an archive, not CSV", "save the sheet as \"CSV UTF-8\"");
    else if (text_.find('\0') != std::string_view::npos)
        unusable("holds zero bytes, so it is not text", "save it as \"CSV UTF-8\"");
    else
        usable_ = read_header(columns);
}

bool CsvReader::read_header(const std::vector<CsvColumn>& columns) {
    const auto tell = [&](const Field* field, std::string column, std::string what, std::string hint) {
        if (problems_.wanted())
            problems_.add(field ? mark(field->start) : Mark{}, std::move(column), std::move(what), std::move(hint));
    };
    if (!split_row()) {
        if (problems_.count() == 0) tell(nullptr, "", "is empty", "start it with the names of the columns");
        return false;
    }
    width_ = fields_.size();
    if (width_ > most_csv_columns) {
        tell(nullptr, "", fmt::format("has {} columns, more than {}", width_, most_csv_columns), "is this the right file?");
        return false;
    }
    std::vector<std::string>& found = header_;
    for (const Field& field : fields_) found.emplace_back(field.text);
    for (const auto& [separator, word] : {std::pair{';', "semicolons"}, {'\t', "tabs"}})
        if (width_ == 1 && found[0].find(separator) != std::string::npos) {
            tell(&fields_[0], "", fmt::format("the columns are separated by {}", word),
                 "separate them by commas, and write decimals with a point");
            return false;
        }
    bool complete = true;
    for (std::size_t i = 0; i < width_; ++i)
        if (!found[i].empty() && std::find(found.begin(), found.begin() + i, found[i]) != found.begin() + i) {
            tell(&fields_[i], "", "names the column " + shown(found[i]) + " a second time", "keep one of them");
            complete = false;
        }
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const auto at = std::find(found.begin(), found.end(), columns[c].name);
        if (at != found.end()) {
            field_of_[c] = static_cast<int>(at - found.begin());
        } else if (columns[c].required) {
            const std::string near = nearest(columns[c].name, found);
            tell(&fields_[0], "", fmt::format("has no column \"{}\"", columns[c].name),
                 near.empty() ? "name the columns in the first line" : "is it the one called " + shown(near) + "?");
            complete = false;
        }
    }
    return complete;
}

// From the opening quote: where the field ends. What stands between the quotes becomes the text.
std::size_t CsvReader::quoted_field(Field& field) {
    std::size_t at = next_ + 1;
    bool doubled = false;
    while (true) {
        at = text_.find('"', at);
        if (at == std::string_view::npos) {
            usable_ = false;  // where the rows after it start cannot be known
            if (problems_.wanted())
                problems_.add(mark(next_), "", "the quote that opens here is never closed", "close or remove it");
            return text_.size();
        }
        if (at + 1 >= text_.size() || text_[at + 1] != '"') break;
        doubled = true;
        at += 2;
    }
    field.text = text_.substr(next_ + 1, at - next_ - 1);
    if (doubled) {
        std::string& single = unescaped_.emplace_back();
        for (std::size_t i = 0; i < field.text.size(); ++i) {
            single += field.text[i];
            if (field.text[i] == '"') ++i;
        }
        field.text = single;
    }
    field.text = trimmed(field.text);
    ++at;
    while (at < text_.size() && is_blank(text_[at])) ++at;
    if (at == text_.size() || text_[at] == ',' || text_[at] == '\n' || text_[at] == '\r') return at;
    usable_ = false;
    if (problems_.wanted())
        problems_.add(mark(at), "", "text after a closing quote", "write a quote inside quotes twice, or remove both");
    return text_.size();
}

// Fields of the next line that is not blank; false at the end or where the file cannot be read on.
bool CsvReader::split_row() {
    unescaped_.clear();
    while (next_ < text_.size() && usable_) {
        fields_.clear();
        bool quoted = false;
        while (true) {
            while (next_ < text_.size() && is_blank(text_[next_])) ++next_;
            Field field{{}, next_};
            std::size_t end = next_;
            if (next_ < text_.size() && text_[next_] == '"') {
                quoted = true;
                end = quoted_field(field);
                if (!usable_) return false;
            } else {
                while (end < text_.size() && text_[end] != ',' && text_[end] != '\n' && text_[end] != '\r') ++end;
                field.text = trimmed(text_.substr(next_, end - next_));
            }
            fields_.push_back(field);
            next_ = end + 1;
            if (end >= text_.size() || text_[end] != ',') break;  // between CR and LF stands a blank line
        }
        if (fields_.size() > 1 || quoted || !fields_[0].text.empty()) return true;
    }
    return false;
}

bool CsvReader::next() {
    while (usable_ && split_row()) {
        if (++rows_ > most_csv_rows) {
            usable_ = false;
            if (problems_.wanted())
                problems_.add(mark(fields_[0].start), "", fmt::format("has more than {} rows", most_csv_rows), "split the file");
            return false;
        }
        if (fields_.size() == width_) return true;
        whole_ = false;
        if (!problems_.wanted()) continue;
        const std::size_t from = std::min(fields_.size() - 1, width_);
        problems_.add(
            mark(fields_[from].start), "",
            fmt::format("the row has {} field{}, and the header has {}", fields_.size(), fields_.size() == 1 ? "" : "s", width_),
            fields_.size() > width_ ? "put a text that holds a comma in quotes" : "add the commas that are missing");
    }
    return false;
}

std::string_view CsvReader::at(std::size_t column) const {
    return has(column) ? fields_[static_cast<std::size_t>(field_of_[column])].text : std::string_view{};
}

// Only made when there is something to tell, so it may read the file from the start. Columns count characters, not bytes.
Mark CsvReader::mark(std::size_t start) const {
    Mark found{{}, 1, 1};
    std::size_t line = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    for (std::size_t i = line; i < start; ++i)
        if (text_[i] == '\n' || (text_[i] == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n'))) {
            ++found.line;
            line = i + 1;
        }
    for (std::size_t i = line; i < start; ++i)
        if ((static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80) ++found.column;
    return found;
}

void CsvReader::add(std::size_t column, const std::string& what, const std::string& hint) {
    if (!problems_.wanted()) return;
    const std::size_t field = has(column) ? static_cast<std::size_t>(field_of_[column]) : 0;
    problems_.add(mark(fields_[field].start), names_[column], what, hint);
}

std::optional<double> CsvReader::number(std::size_t column, double least, double most) {
    const std::string_view text = at(column);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool digits = text.find_first_not_of("0123456789.eE+-") == std::string_view::npos;  // no inf, no nan
    if (text.empty() || !digits || error == std::errc::invalid_argument || end != text.data() + text.size()) {
        add(column, text.empty() ? "is empty" : shown(text) + " is not a number", number_hint(text));
        return std::nullopt;
    }
    if (error != std::errc{} || !(value >= least && value <= most)) {
        add(column, fmt::format("{} is not between {} and {}", shown(text), plain(least), plain(most)),
            "correct it, or leave the row out");
        return std::nullopt;
    }
    return value == 0 ? 0 : value;  // no negative zero
}

std::optional<std::int64_t> CsvReader::whole_number(std::size_t column, std::int64_t least, std::int64_t most) {
    const std::string_view text = at(column);
    const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) {
        add(column, text.empty() ? "is empty" : shown(text) + " is not a whole number", "write digits, such as 4");
        return std::nullopt;
    }
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || value < least || value > most) {
        add(column, fmt::format("{} is not between {} and {}", shown(text), least, most), "correct it, or leave the row out");
        return std::nullopt;
    }
    return value;
}

std::optional<std::string_view> CsvReader::name(std::size_t column) {
    constexpr std::size_t longest = 200;  // bytes
    const std::string_view text = at(column);
    const auto refuse = [&](const std::string& what, const char* hint) {
        add(column, what, hint);
        return std::nullopt;
    };
    if (text.empty()) return refuse("is empty", "give every row a name, or remove the row");
    if (text.size() > longest) return refuse(fmt::format("is longer than {} bytes", longest), "shorten the name");
    const auto is_control = [](unsigned char c) { return c < ' ' || c == 127; };
    if (std::any_of(text.begin(), text.end(), is_control))
        return refuse("holds a line break or another control character", "write names in one line");
    if (!is_utf8(text)) return refuse("is not UTF-8", "save the file as \"CSV UTF-8\"");
    return text;
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u; };
        const unsigned first = byte(i);
        if (first < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = first >= 0xF0 && first <= 0xF4 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
        if (length == 0 || first > 0xF4) return false;
        for (std::size_t k = 1; k < length; ++k)
            if ((byte(i + k) & 0xC0) != 0x80) return false;
        const unsigned second = byte(i + 1);
        // overlong forms, surrogates, and beyond the last character
        if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90) ||
            (first == 0xF4 && second > 0x8F))
            return false;
        i += length;
    }
    return true;
}

}  // namespace qonys
