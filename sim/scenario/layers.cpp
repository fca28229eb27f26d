#include "scenario/layers.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/sha256.hpp"
#include "scenario/overlay.hpp"

namespace qonys {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_levels_of_extends = 16;
constexpr std::size_t most_files = 200;

// A file on its way into the tree.
struct Source {
    std::string name;      // as a message calls it: reached from the folder in which the program was started
    std::string relative;  // as results call it: reached from the folder of the scenario file
    Mark named_at;         // the extends: that names it; no file when the command line does
};

struct Loading {
    std::vector<InputFile> inputs;
    std::vector<std::string> chain, identities;  // names of the files being read, outermost first, and who they really are
    std::size_t files_read = 0;
};

[[noreturn]] void refuse(Mark mark, std::string path, std::string what, std::string hint = {}) {
    Problems problems;
    problems.add(std::move(mark), std::move(path), std::move(what), std::move(hint));
    throw BadInput(std::move(problems));
}

struct Descriptor {
    int number;
    ~Descriptor() {
        if (number >= 0) ::close(number);
    }
};

// What is wrong with a file as a whole, said where it is named.
[[noreturn]] void refuse_file(const Source& source, const std::string& what, std::string hint) {
    if (source.named_at.file.empty()) refuse({source.name, 0, 0}, {}, "this " + what, std::move(hint));
    refuse(source.named_at, "extends", source.name + " " + what, std::move(hint));
}

[[noreturn]] void refuse_unreadable(const Source& source, int error) {
    const std::string why = fmt::format("cannot be read: {}", std::strerror(error));
    if (source.named_at.file.empty()) throw FileTrouble(source.name + ": " + why);
    refuse_file(source, why, "paths are relative to the file that says extends:");
}

// Opened without waiting, so that a pipe nobody writes to cannot hang the program.
std::string read_bytes(const Source& source) {
    const Descriptor file{::open(source.name.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)};
    if (file.number < 0) refuse_unreadable(source, errno);
    struct stat about {};
    if (::fstat(file.number, &about) != 0) refuse_unreadable(source, errno);
    if (S_ISDIR(about.st_mode)) refuse_file(source, "is a folder", "name a file in it");
    if (!S_ISREG(about.st_mode)) refuse_file(source, "is a device or pipe", "save the scenario to a file first");
    const auto too_large = [&](std::size_t bytes) {
        refuse_file(source, fmt::format("has {} bytes, more than the {} that a scenario may have", bytes, most_file_bytes),
                    "is this the right file?");
    };
    if (static_cast<std::size_t>(about.st_size) > most_file_bytes) too_large(static_cast<std::size_t>(about.st_size));
    std::string bytes;
    char block[65536];
    for (;;) {
        const ssize_t got = ::read(file.number, block, sizeof block);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) refuse_unreadable(source, errno);
        if (got == 0) return bytes;
        bytes.append(block, static_cast<std::size_t>(got));
        if (bytes.size() > most_file_bytes) too_large(bytes.size());
    }
}

// The files named by `extends:`, which is taken out of the tree.
std::vector<Source> take_extends(Tree& tree, const Source& from) {
    const auto at = std::find_if(tree.entries.begin(), tree.entries.end(), [](const TreeEntry& e) { return e.key == "extends"; });
    if (at == tree.entries.end()) return {};
    std::vector<Tree> names;
    if (at->tree.is_list())
        names = at->tree.items;
    else
        names.push_back(at->tree);
    std::vector<Source> sources;
    for (const Tree& name : names) {
        if (!name.is_scalar() || name.empty || name.text.empty())
            refuse(name.mark, "extends", "this is not the name of a file",
                   "write extends: ../params/index.yaml, or a list of such names");
        const auto beside = [&](const std::string& file) {
            return (fs::path(file).parent_path() / name.text).lexically_normal().string();
        };
        sources.push_back({beside(from.name), beside(from.relative), name.mark});
    }
    tree.entries.erase(at);
    return sources;
}

void refuse_circle(const Source& source, const std::string& identity, const Loading& loading) {
    const auto again = std::find(loading.identities.begin(), loading.identities.end(), identity);
    if (again == loading.identities.end()) return;
    std::string circle;
    for (auto i = static_cast<std::size_t>(again - loading.identities.begin()); i < loading.chain.size(); ++i)
        circle += loading.chain[i] + " -> ";
    refuse(source.named_at, "extends", "the files extend each other in a circle: " + circle + source.name,
           "take one of these out");
}

Tree load_file(const Source& source, Loading& loading) {
    std::error_code ignored;
    const std::string identity = fs::weakly_canonical(source.name, ignored).string();
    refuse_circle(source, identity, loading);
    if (loading.chain.size() >= most_levels_of_extends || ++loading.files_read > most_files)
        refuse(source.named_at, "extends", fmt::format("more than {} levels or {} files", most_levels_of_extends, most_files));

    const std::string bytes = read_bytes(source);
    const auto has_name = [&](const InputFile& input) { return input.name == source.relative; };
    if (std::none_of(loading.inputs.begin(), loading.inputs.end(), has_name))
        loading.inputs.push_back({source.relative, sha256(bytes)});
    Tree own = parse_tree(bytes, source.name);
    if (own.empty) refuse({source.name, 0, 0}, {}, "the file is empty", "start it with: question: …");
    if (!own.is_map()) refuse(own.mark, {}, "this is not a map of names and values", "write lines such as run: {seed: 1}");

    loading.chain.push_back(source.name);
    loading.identities.push_back(identity);
    Tree result;
    result.kind = Tree::Kind::map;
    result.mark = own.mark;
    for (const Source& extended : take_extends(own, source)) lay_over(result, load_file(extended, loading));
    lay_over(result, std::move(own));
    loading.chain.pop_back();
    loading.identities.pop_back();
    return result;
}

void lay_settings(Tree& tree, const std::vector<std::string>& sets, Problems& problems) {
    for (const std::string& set : sets) {
        Tree over = tree_of_setting("--set", set, problems);
        if (over.find("extends") != nullptr)
            problems.add(over.mark, "extends", "extends: is said in a file", "write a file that extends both");
        else
            lay_over(tree, std::move(over));
    }
}

}  // namespace

Layers load_layers(const std::string& file, const std::vector<std::string>& sets, Problems& problems) {
    Loading loading;
    Layers layers;
    layers.tree = load_file({file, fs::path(file).filename().string(), {}}, loading);
    layers.inputs = std::move(loading.inputs);
    lay_settings(layers.tree, sets, problems);
    return layers;
}

Layers layers_of_text(const std::string& name, const std::string& text, const std::vector<std::string>& sets,
                      Problems& problems) {
    Layers layers;
    layers.inputs.push_back({name, sha256(text)});
    layers.tree = parse_tree(text, name);
    if (!layers.tree.is_map()) refuse({name, 0, 0}, {}, "this is not a map of names and values");
    if (const TreeEntry* extends = layers.tree.find("extends"))
        refuse(extends->mark, "extends", "a text stands by itself", "give the resolved scenario, as `qonys check` prints it");
    lay_settings(layers.tree, sets, problems);
    return layers;
}

}  // namespace qonys
