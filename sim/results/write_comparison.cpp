#include "results/write_comparison.hpp"

#include <algorithm>

#include "results/hdf.hpp"
#include "results/parts.hpp"

namespace qonys {
namespace {

// Every group has coordinates of its own, so that tools that open one group find them.
hdf::Scales with_arms(const H5::Group& group, const std::vector<std::string>& arms) {
    hdf::Scales scales;
    hdf::add_scale(scales, group, "arm", arms);
    hdf::add_attribute(scales.at("arm"), "long_name", std::string("Arm of the comparison; the first is the reference"));
    return scales;
}

// One arm a chunk; a small variable is smaller in one piece.
std::vector<hsize_t> chunk_of(const hdf::Scales& scales, const std::vector<std::string>& axes) {
    std::vector<hsize_t> chunk;
    hsize_t cells = 1;
    for (const std::string& axis : axes) {
        chunk.push_back(hdf::length(scales.at(axis)));
        cells *= chunk.back();
    }
    chunk[0] = 1;
    if (cells < 1024) chunk.clear();
    return chunk;
}

void write_figures(const H5::Group& group, const hdf::Scales& scales, const std::string& name, const hdf::VariableText& text,
                   const std::vector<std::string>& axes, const std::vector<double>& figures, const std::string& others = "") {
    hsize_t cells = 1;
    for (const std::string& axis : axes) cells *= hdf::length(scales.at(axis));
    if (figures.size() != cells) throw BrokenInvariant("comparison file: " + name + " has the wrong number of cells");
    H5::DataSet data = hdf::add_variable<double>(group, name, text, scales, axes, chunk_of(scales, axes));
    if (!others.empty()) hdf::add_attribute(data, "ancillary_variables", others);
    data.write(figures.data(), hdf::Types<double>::memory());
    data.close();
}

std::vector<std::string> axes_of(const PairedTable& table, std::vector<std::string> first) {
    for (const Axis& axis : table.axes) first.push_back(axis.name);
    return first;
}

// The figures of a table in its own unit, as one variable: tools take long to open a group of thousands.
struct Statistic {
    const char* name;
    std::vector<double> PairedTable::*cells;
};
constexpr Statistic statistics[] = {{"mean", &PairedTable::mean},
                                    {"se", &PairedTable::se},
                                    {"difference", &PairedTable::difference},
                                    {"difference_se", &PairedTable::difference_se},
                                    {"low", &PairedTable::low},
                                    {"high", &PairedTable::high}};

// Row-major over (arm, statistic, cell).
std::vector<double> by_statistic(const PairedTable& table, std::size_t arms) {
    const std::size_t cells = table.cells();
    std::vector<double> figures;
    for (std::size_t arm = 0; arm < arms; ++arm)
        for (const Statistic& statistic : statistics) {
            const std::vector<double>& from = table.*statistic.cells;
            if (from.size() != arms * cells)
                throw BrokenInvariant("comparison file: " + table.measure.name + " has the wrong number of cells");
            const auto first = from.begin() + static_cast<std::ptrdiff_t>(arm * cells);
            figures.insert(figures.end(), first, first + static_cast<std::ptrdiff_t>(cells));
        }
    return figures;
}

void write_table(const H5::Group& group, hdf::Scales& scales, const PairedTable& table) {
    for (const Axis& axis : table.axes) hdf::add_axis(scales, group, axis);
    const SummaryMeasure& measure = table.measure;
    const std::string higher = measure.name + "_probability_higher", reduction = measure.name + "_variance_reduction";
    write_figures(group, scales, measure.name, {measure.unit, measure.long_name, "replicate: mean"},
                  axes_of(table, {"arm", "statistic"}), by_statistic(table, hdf::length(scales.at("arm"))),
                  higher + " " + reduction);
    write_figures(
        group, scales, higher,
        {"1", measure.long_name + ": share of replicates in which the arm is above the reference, ties counted half", ""},
        axes_of(table, {"arm"}), table.probability_higher);
    write_figures(
        group, scales, reduction,
        {"1", measure.long_name + ": variance of the difference with independent seeds over that with shared draws", ""},
        axes_of(table, {"arm"}), table.variance_reduction);
}

void write_tables(const H5::H5File& file, const PairedSummary& summary, bool pathways) {
    for (const auto& [period, name, title] : {std::tuple{Period::whole_run, "whole_run", "Tables over the whole run"},
                                              std::tuple{Period::year, "yearly", "Tables by calendar year"},
                                              std::tuple{Period::month, "monthly", "Tables by month"}}) {
        if (pathways && period == Period::month) continue;
        const H5::Group group = hdf::make_group(file, name);
        hdf::add_attribute(group, "title", std::string(title) + ": arms, and their paired differences from the reference");
        hdf::Scales scales = with_arms(group, summary.arms);
        std::vector<std::string> names;
        for (const Statistic& statistic : statistics) names.emplace_back(statistic.name);
        hdf::add_scale(scales, group, "statistic", names);
        for (const PairedTable& table : summary.tables)
            if (table.period == period) write_table(group, scales, table);
        file.flush(H5F_SCOPE_GLOBAL);  // a full disk is noticed here, not in a destructor, which could only print it
    }
}

void write_replicates(const H5::H5File& file, const PairedSummary& summary) {
    const H5::Group group = hdf::make_group(file, "replicates");
    hdf::add_attribute(group, "title", std::string("Tables over the whole run, each replicate"));
    hdf::Scales scales = with_arms(group, summary.arms);
    hdf::add_replicates(scales, group, summary.replicates);
    for (const PairedTable& table : summary.tables) {
        if (table.period != Period::whole_run) continue;
        for (const Axis& axis : table.axes) hdf::add_axis(scales, group, axis);
        write_figures(group, scales, table.measure.name, {table.measure.unit, table.measure.long_name, ""},
                      axes_of(table, {"arm", "replicate"}), table.replicates);
    }
    file.flush(H5F_SCOPE_GLOBAL);
}

// Names of the terms of the i-th total in any arm; the last one, which is left over, stays last.
std::vector<std::string> term_names(const std::vector<std::vector<Decomposition>>& decompositions, std::size_t total) {
    std::vector<std::string> names;
    for (const std::vector<Decomposition>& arm : decompositions)
        for (const Decomposition::Term& term : arm.at(total).terms)
            if (std::find(names.begin(), names.end(), term.name) == names.end()) names.push_back(term.name);
    const std::string& last = decompositions.at(0).at(total).terms.back().name;
    const auto at = std::find(names.begin(), names.end(), last);
    std::rotate(at, at + 1, names.end());
    return names;
}

void write_decompositions(const H5::H5File& file, const PairedSummary& summary,
                          const std::vector<std::vector<Decomposition>>& decompositions) {
    const H5::Group group = hdf::make_group(file, "decomposition");
    hdf::add_attribute(group, "title", std::string("Why totals differ from the reference: terms that sum to the difference"));
    hdf::Scales scales = with_arms(group, summary.arms);
    if (decompositions.empty()) return;
    if (decompositions.size() + 1 != summary.arms.size())
        throw BrokenInvariant("comparison file: a decomposition for each arm but the reference is wanted");
    for (std::size_t total = 0; total < decompositions[0].size(); ++total) {
        const Decomposition& first = decompositions[0][total];
        const std::vector<std::string> names = term_names(decompositions, total);
        const std::string axis = first.measure + "_term";
        hdf::add_scale(scales, group, axis, names);
        std::vector<double> terms(summary.arms.size() * names.size(), 0), differences(summary.arms.size(), 0);
        for (std::size_t arm = 1; arm < summary.arms.size(); ++arm) {
            const Decomposition& d = decompositions[arm - 1].at(total);
            differences[arm] = d.difference;
            for (const Decomposition::Term& term : d.terms) {
                const auto at = std::find(names.begin(), names.end(), term.name) - names.begin();
                terms[arm * names.size() + static_cast<std::size_t>(at)] = term.amount;
            }
        }
        write_figures(group, scales, first.measure,
                      {first.unit, "Part of the difference from the reference in " + first.measure, ""}, {"arm", axis}, terms);
        write_figures(group, scales, first.measure + "_difference",
                      {first.unit, "Difference from the reference in " + first.measure, ""}, {"arm"}, differences);
    }
    file.flush(H5F_SCOPE_GLOBAL);
}

void write_arms(const H5::H5File& file, const std::vector<ArmHeader>& arms, const std::vector<std::string>& names) {
    const H5::Group group = hdf::make_group(file, "arms");
    hdf::add_attribute(group, "title", std::string("What each arm is"));
    const hdf::Scales scales = with_arms(group, names);
    const auto texts = [&](const char* name, const char* long_name, auto text_of) {
        std::vector<std::string> cells;
        for (const ArmHeader& arm : arms) cells.push_back(text_of(arm));
        hdf::add_texts(group, name, long_name, scales, "arm", cells);
    };
    texts("question", "Question of the arm's scenario", [](const ArmHeader& a) { return a.question; });
    texts("changes", "Values that set the arm apart from the reference", [](const ArmHeader& a) { return a.changes; });
    texts("shared_until", "Last month simulated once for the arm and the reference; empty: none",
          [](const ArmHeader& a) { return a.shared_until; });
    texts("scenario_yaml", "The complete scenario with every parameter; qonys reads it again",
          [](const ArmHeader& a) { return a.scenario_text; });
    texts("inputs", "Every file read, with the SHA-256 of its bytes, as sha256sum -c reads it",
          [](const ArmHeader& a) { return hdf::checksum_lines(a.inputs); });
    texts("assumed", "Values without a source that the result rests on", [](const ArmHeader& a) { return a.assumed; });
    texts("uncertain", "Uncertain values, one a line; empty when all are certain",
          [](const ArmHeader& a) { return a.uncertain; });
    file.flush(H5F_SCOPE_GLOBAL);
}

}  // namespace

void write_comparison(const std::string& path, const ComparisonHeader& header, const PairedSummary& summary,
                      const std::vector<std::vector<Decomposition>>& decompositions, const RunInfo& info) {
    if (header.arms.size() != summary.arms.size() || header.replicates != summary.replicates)
        throw BrokenInvariant("comparison file: header and figures are of different comparisons");
    hdf::FileUnderWay out(path);
    out.guarded([&] {
        const H5::H5File& file = out.file();
        hdf::write_introduction(
            file, header.pathways ? "Pathway programmes compared: " : "Policies of resettlement in Kazakhstan compared: ",
            header.question, header.seed, header.replicates, header.replicates_per_draw);
        if (header.pathways) hdf::add_attribute(file, "subject", std::string(pathway_subject));
        hdf::add_attribute(file, "kind", std::string("comparison"));
        hdf::add_attribute(file, "reference", summary.arms.at(0));
        write_tables(file, summary, header.pathways);
        write_replicates(file, summary);
        if (!header.pathways) write_decompositions(file, summary, decompositions);
        write_arms(file, header.arms, summary.arms);
        hdf::write_run_info(file, info);
        out.close();
    });
    out.publish();
}

}  // namespace qonys
