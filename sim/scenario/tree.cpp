#include "scenario/tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>

namespace qonys {

namespace {

constexpr std::size_t most_syntax_problems = 200;

[[noreturn]] void refuse(Mark mark, std::string what, std::string hint = {}) {
    Problems problems;
    problems.add(std::move(mark), {}, std::move(what), std::move(hint));
    throw BadInput(std::move(problems));
}

bool continues_a_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// yaml-cpp counts columns in bytes from 0; editors count characters from 1.
class Positions {
public:
    Positions(const std::string& bytes, std::string file) : bytes_(bytes), file_(std::move(file)), line_starts_{0} {
        for (std::size_t i = 0; i < bytes.size(); ++i)
            if (bytes[i] == '\n') line_starts_.push_back(i + 1);
    }

    Mark mark(const YAML::Mark& at) {
        if (at.line < 0 || static_cast<std::size_t>(at.line) >= line_starts_.size()) return {file_, 0, 0};
        const auto line = static_cast<std::size_t>(at.line);
        const std::size_t byte = std::min(line_starts_[line] + static_cast<std::size_t>(std::max(at.column, 0)), bytes_.size());
        if (line != line_ || byte < byte_) {
            line_ = line;
            byte_ = line_starts_[line];
            column_ = 1;
        }
        // Goes on from the last mark of the line, so that one very long line is not walked again for each of its nodes.
        for (; byte_ < byte; ++byte_)
            if (!continues_a_character(bytes_[byte_])) ++column_;
        return {file_, at.line + 1, column_};
    }

    std::string line(int number_from_1) const {
        if (number_from_1 < 1 || static_cast<std::size_t>(number_from_1) > line_starts_.size()) return {};
        const std::size_t start = line_starts_[static_cast<std::size_t>(number_from_1) - 1];
        return bytes_.substr(start, bytes_.find('\n', start) - start);
    }

private:
    const std::string& bytes_;
    std::string file_;
    std::vector<std::size_t> line_starts_;
    std::size_t line_ = 0, byte_ = 0;
    int column_ = 1;
};

// Takes the parser's events and builds the tree; the parser recurses once per level, so too deep is refused on the way down.
class TreeBuilder : public YAML::EventHandler {
public:
    explicit TreeBuilder(Positions& positions) : positions_(positions) {}

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ > 1) refuse(positions_.mark(mark), "a second YAML document starts here", "keep one document per file");
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        Tree node;
        node.empty = true;
        node.mark = positions_.mark(mark);
        refuse_anchor(node.mark, anchor);
        add(std::move(node));
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        Tree node;
        node.empty = true;
        node.mark = positions_.mark(mark);
        complain(node.mark, "aliases (*name) are not read", "say each value once; to share values between files use extends:");
        add(std::move(node));
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
        Tree node;
        node.text = value;
        node.quoted = tag == "!";
        node.mark = positions_.mark(mark);
        refuse_anchor(node.mark, anchor);
        refuse_tag(node.mark, tag);
        add(std::move(node));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(Tree::Kind::list, mark, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(Tree::Kind::map, mark, tag, anchor);
    }
    void OnMapEnd() override { close(); }

    Tree root;
    int documents() const { return documents_; }
    Problems problems;

private:
    struct Open {
        Tree tree;
        bool has_key = false, repeated = false;  // a key is waiting for its value
        std::string key;
        Mark key_mark;
        std::unordered_map<std::string, Mark> seen;
    };

    void complain(const Mark& mark, std::string what, std::string hint) {
        if (problems.list.size() < most_syntax_problems) problems.add(mark, {}, std::move(what), std::move(hint));
    }

    void refuse_anchor(const Mark& mark, YAML::anchor_t anchor) {
        if (anchor != 0)
            complain(mark, "anchors (&name) are not read", "say each value once; to share values between files use extends:");
    }

    void refuse_tag(const Mark& mark, const std::string& tag) {
        if (!tag.empty() && tag != "?" && tag != "!")
            complain(mark, fmt::format("tags are not read, here {}", shown(tag)), "remove the tag");
    }

    void open(Tree::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        Open opened;
        opened.tree.kind = kind;
        opened.tree.mark = positions_.mark(mark);
        refuse_anchor(opened.tree.mark, anchor);
        refuse_tag(opened.tree.mark, tag);
        if (awaits_key()) refuse(opened.tree.mark, "a key must be one word, not a map or list");
        if (stack_.size() >= most_tree_depth)
            refuse(opened.tree.mark, fmt::format("nested deeper than {} levels", most_tree_depth));
        stack_.push_back(std::move(opened));
    }

    void close() {
        Tree done = std::move(stack_.back().tree);
        stack_.pop_back();
        add(std::move(done));
    }

    bool awaits_key() const { return !stack_.empty() && stack_.back().tree.is_map() && !stack_.back().has_key; }

    void add(Tree node) {
        if (++nodes_ > most_tree_nodes) refuse(node.mark, fmt::format("more than {} values in one file", most_tree_nodes));
        if (stack_.empty()) {
            root = std::move(node);
            return;
        }
        Open& top = stack_.back();
        if (top.tree.is_list()) {
            top.tree.items.push_back(std::move(node));
        } else if (!top.has_key) {
            take_key(top, node);
        } else {
            if (node.empty) node.mark = top.key_mark;  // the parser sees nothing only on the next line
            if (!top.repeated) top.tree.entries.push_back({std::move(top.key), std::move(top.key_mark), std::move(node)});
            top.has_key = false;
        }
    }

    void take_key(Open& top, const Tree& node) {
        if (node.empty) complain(node.mark, "a key is empty or null", "give it a name");
        const auto [place, is_new] = top.seen.try_emplace(node.text, node.mark);
        if (!is_new && !node.empty)
            complain(node.mark,
                     fmt::format("the key {} is repeated, first at line {} column {}", shown(node.text), place->second.line,
                                 place->second.column),
                     "keep one of the two");
        top.has_key = true;
        top.repeated = !is_new;
        top.key = node.text;
        top.key_mark = node.mark;
    }

    Positions& positions_;
    std::vector<Open> stack_;
    std::size_t nodes_ = 0;
    int documents_ = 0;
};

// The length of the well-formed UTF-8 character at `at`, or 0.
std::size_t character_length(const std::string& bytes, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned lead = byte(at);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > bytes.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if (!continues_a_character(bytes[at + i])) return 0;
    const unsigned second = byte(at + 1);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate_or_beyond = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
    return overlong || surrogate_or_beyond ? 0 : length;
}

void refuse_odd_bytes(const std::string& bytes, const std::string& file) {
    Mark mark{file, 1, 1};
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t length = character_length(bytes, i);
        if (length == 0)
            refuse(mark, fmt::format("the byte 0x{:02x} is not UTF-8", static_cast<unsigned char>(bytes[i])),
                   "save the file as UTF-8 text");
        const auto code = static_cast<unsigned char>(bytes[i]);
        if ((code < 0x20 && code != '\t' && code != '\n' && code != '\r') || code == 0x7F)
            refuse(mark, fmt::format("the control character 0x{:02x} does not belong in a text file", code),
                   "is this a YAML file?");
        i += length;
        mark.column = code == '\n' ? 1 : mark.column + 1;
        if (code == '\n') ++mark.line;
    }
}

// What is likely to be wrong with a line that is not YAML.
std::string syntax_hint(const std::string& line) {
    const std::size_t first = line.find_first_not_of(' ');
    if (first != std::string::npos && line[first] == '\t') return "indent with spaces, not tabs";
    if (line.find(": ") != line.rfind(": ")) return "put a text that contains a colon in quotes";
    return {};
}

}  // namespace

const TreeEntry* Tree::find(const std::string& key) const {
    for (const TreeEntry& entry : entries)
        if (entry.key == key) return &entry;
    return nullptr;
}

std::string shown(const std::string& text) {
    constexpr std::size_t most = 60;
    std::string result = "\"";
    std::size_t i = 0;
    for (; i < text.size() && i < most; ++i) {
        const auto code = static_cast<unsigned char>(text[i]);
        if (code < 0x20 || code == 0x7F)
            result += fmt::format("\\x{:02x}", code);
        else
            result += text[i];
    }
    while (i < text.size() && continues_a_character(text[i])) result += text[i++];
    return result + (i < text.size() ? "…\"" : "\"");
}

Tree parse_tree(const std::string& given, const std::string& file) {
    const std::string bytes = given.starts_with("\xEF\xBB\xBF") ? given.substr(3) : given;  // a byte order mark says nothing
    refuse_odd_bytes(bytes, file);
    Positions positions(bytes, file);
    TreeBuilder builder(positions);
    try {
        std::istringstream stream(bytes);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const YAML::Exception& e) {
        const Mark mark = positions.mark(e.mark);
        builder.problems.add(mark, {}, fmt::format("not valid YAML: {}", e.msg), syntax_hint(positions.line(mark.line)));
    }
    if (!builder.problems.empty()) throw BadInput(std::move(builder.problems));
    if (builder.documents() == 0) {
        builder.root = {};
        builder.root.empty = true;
        builder.root.mark = {file, 0, 0};
    }
    return std::move(builder.root);
}

}  // namespace qonys
