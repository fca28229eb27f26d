#include "small_sweep.hpp"

#include "commit.hpp"

namespace qonys::test {

std::string write_small_sweep(const TempFolder& folder, int points) {
    return folder
        .write("sweep.yaml",
               "question: \"what does a higher relocation amount cost?\"\n"
               "extends: " QONYS_SOURCE_FOLDER
               "/scenarios/baseline_2025.yaml\n"
               "run: {first_month: 2025-01, last_month: 2025-12, warm_up_months: 0, replicates: 10, seed: 7}\n"
               "vary: {benefits.relocation_mrp.2021-01-01: {range: [35, 105]}}\n"
               "design: lhs\n"
               "points: " +
                   std::to_string(points) + "\nmeasures: [placed, spending]\n")
        .string();
}

std::string differs_from_unsharded(const TempFolder& folder, const std::string& file, int shards, std::string merged) {
    const std::string program = shell_quoted(QONYS_PROGRAM);
    const auto in_folder = [&](const std::string& command) {
        return run("cd " + shell_quoted(folder.path().string()) + " && SOURCE_DATE_EPOCH=1700000000 " + command);
    };
    if (merged.empty()) {
        merged = "merged.h5";
        std::string parts;
        for (int k = 1; k <= shards; ++k) parts += " out.shard-" + std::to_string(k) + "-of-" + std::to_string(shards) + ".h5";
        const auto merge = in_folder(program + " merge" + parts + " -o merged.h5");
        if (merge.exit_code != 0) return "merge ends with " + std::to_string(merge.exit_code) + ": " + merge.err;
    }
    const auto whole = in_folder(program + " sweep " + shell_quoted(file) + " --quiet -o whole.h5");
    if (whole.exit_code != 0) return "the unsharded sweep ends with " + std::to_string(whole.exit_code) + ": " + whole.err;
    const auto compared = in_folder("cmp whole.h5 " + shell_quoted(merged));
    return compared.exit_code == 0 ? "" : compared.out + compared.err + "unlike";
}

}  // namespace qonys::test
