#include "report/sensitivity_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/sensitivity_findings.hpp"
#include "report/sweep_labels.hpp"

namespace qonys {
namespace {

constexpr const char* not_told_apart = "°";  // behind an interval that holds what no effect gives
constexpr std::size_t widest_title = 90;

// Decimals of an estimate are those of its table.
struct EstimateColumns {
    std::string group, name;
    int decimals = 2;
    double factor = 1;
    bool marks = true;
    std::vector<double> none = {};                          // [parameter] what no effect gives; empty: 0
    double most = std::numeric_limits<double>::infinity();  // that the estimate can be
};

// An end of an interval, with one more decimal where it is not 0 but would round to it: on which side of 0 it lies matters.
std::string end_text(double value, int decimals) {
    const auto rounds_to_zero = [](const std::string& text) { return text.find_first_of("123456789") == std::string::npos; };
    const std::string text = with_separators(value, decimals);
    if (value == 0 || !rounds_to_zero(text)) return text;
    const std::string longer = with_separators(value, decimals + 1);
    if (!rounds_to_zero(longer)) return longer;
    const std::string least = "0." + std::string(static_cast<std::size_t>(decimals), '0') + "1";
    return value > 0 ? "<" + least : ">−" + least;
}

// Value and interval, and a mark where the interval holds what no effect gives.
void add_columns(FigureTable& table, const EstimateColumns& how, const std::vector<Estimate>& estimates,
                 const std::vector<std::size_t>& order, bool& marked) {
    FigureColumn value{how.group, how.name, 0, {}, {}}, interval{how.group, "95 % interval", 0, {}, {}};
    for (const std::size_t p : order) {
        const Estimate& e = estimates[p];
        value.texts.push_back(with_separators(e.value * how.factor, how.decimals));
        if (std::isnan(e.low) || std::isnan(e.high)) {
            interval.texts.emplace_back("– ");
            continue;
        }
        const double none = how.none.empty() ? 0 : how.none[p];
        const bool holds_none = how.marks && e.low <= none && (e.high >= 0 || !how.none.empty());
        marked = marked || holds_none;
        interval.texts.push_back(fmt::format("[{}, {}]{}", end_text(e.low * how.factor, how.decimals),
                                             end_text(std::min(e.high, how.most) * how.factor, how.decimals),
                                             holds_none ? not_told_apart : " "));
    }
    table.columns.insert(table.columns.end(), {value, interval});
}

std::string mark_line(bool marked) {
    return marked ? std::string(not_told_apart) + " the interval holds 0: not told apart from no effect.\n" : "";
}

std::string counted_observations(const SweepHeader& header) {
    const std::size_t n = observations_of(header);
    const std::string noun = header.uncertain.empty() ? "replicate" : "draw";
    return n == 1 ? "this one " + noun : "these " + counted(n, noun);
}

// Such intervals say nothing of whether a parameter matters: with the same draws at every point a replicate has its own slopes.
std::string rows_alone_text(const SweepHeader& header) {
    const char* const rows = header.design == "sobol" ? "base rows" : header.design == "morris" ? "trajectories" : "points";
    return wrapped(
        fmt::format("Intervals over {} for {}: they do not hold what other draws would change, so no parameter is "
                    "called without effect. Use 4 or more {}.",
                    rows, counted_observations(header), header.uncertain.empty() ? "replicates" : "draws"));
}

// What the head says once, when it is so in every section.
bool rows_alone(const MeasureFindings& found) {
    return !(found.sobol && found.sobol->replicates_in_intervals) && !(found.morris && found.morris->replicates_in_intervals) &&
           !(found.regression && found.regression->replicates_in_intervals);
}
bool rows_alone_everywhere(const SensitivityFindings& findings) {
    return std::all_of(findings.measures.begin(), findings.measures.end(), rows_alone);
}

std::string sum_text(const SobolIndices& sobol) {
    const Estimate& sum = sobol.first_sum;
    if (std::isnan(sum.value)) return "";
    std::string text = "First-order indices sum to " + with_separators(sum.value, 2);
    if (std::isfinite(sum.low) && std::isfinite(sum.high))
        text += fmt::format(" [{}, {}]", with_separators(sum.low, 2), with_separators(sum.high, 2));
    const std::string rest = with_separators(1 - sum.value, 2), noise = sobol.noise_removed ? "" : " and Monte-Carlo noise";
    if (sum.value > 1)
        text += "; above 1 by errors of estimation: nothing is seen of interactions";
    else if (sobol.replicates_in_intervals && sum.high >= 1)
        text += fmt::format("; the {} left to interactions is not told apart from none", rest);
    else
        text += fmt::format("; {} is left to interactions{}", rest, noise);
    return wrapped(text + ".");
}

// Parameters by a size, largest first, those without one last.
template <class Size>
std::vector<std::size_t> sorted_by(std::size_t parameters, Size size) {
    std::vector<std::size_t> order(parameters);
    for (std::size_t p = 0; p < parameters; ++p) order[p] = p;
    const auto known = [&](std::size_t p) { return std::isnan(size(p)) ? -1e300 : size(p); };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return known(a) > known(b); });
    return order;
}

FigureTable table_of(const SweepHeader& header, const std::string& title, const std::vector<std::size_t>& order,
                     std::size_t name_columns = 36) {
    FigureTable table{title, "parameter", {}, {}, false};
    for (const std::size_t p : order) table.rows.push_back(row_name(header.parameters, p, name_columns));
    return table;
}

std::string sobol_section(const SweepHeader& header, const SobolIndices& sobol) {
    const std::vector<std::size_t> order =
        sorted_by(header.parameters.size(), [&](std::size_t p) { return sobol.total[p].value; });
    FigureTable table = table_of(header, "Sobol' indices: shares of the variance between points", order);
    bool marked = false;
    const bool marks = sobol.replicates_in_intervals;
    add_columns(table, {"alone (first-order)", "index", 2, 1, marks}, sobol.first, order, marked);
    add_columns(table, {"with interactions (total)", "index", 2, 1, marks}, sobol.total, order, marked);
    std::string text = print_within(table, sweep_page_width) + mark_line(marked) + sum_text(sobol);
    text += sobol.noise_removed
                ? "Monte-Carlo noise is taken out: products are taken between different replicates.\n"
                : "One replicate: Monte-Carlo noise cannot be taken out, and the totals contain it beside interactions.\n";
    text +=
        with_separators(static_cast<double>(sobol.rows), 0) + " of " + counted(sobol.rows + sobol.dropped, "base row") + " used";
    if (sobol.dropped > 0)
        text += fmt::format("; {} dropped whole, because a run failed or has no value",
                            with_separators(static_cast<double>(sobol.dropped), 0));
    return text + ".\n";
}

std::string morris_section(const SweepHeader& header, const MeasureFindings& found) {
    const ElementaryEffects& morris = *found.morris;
    const Shown shown = shown_as(header.measures[found.measure].unit);
    const std::vector<std::size_t> order =
        sorted_by(header.parameters.size(), [&](std::size_t p) { return morris.mu_star[p].value; });
    FigureTable table = table_of(
        header,
        "Elementary effects (Morris)" + (shown.unit.empty() ? "" : ", " + shown.unit) + ", for one whole range of the parameter",
        order, 24);
    double least = 0;
    for (const Estimate& e : morris.mu_star)
        if (e.value > 0) least = least > 0 ? std::min(least, e.value) : e.value;
    const double size = order.empty() ? 0 : morris.mu_star[order.front()].value * shown.factor;
    const int decimals = decimals_to_tell_apart(size, least * shown.factor);
    bool marked = false;
    FigureColumn rank{"", "rank", 0, {}, {}}, sigma{"", "sigma", 0, {}, {}}, noise{"", "noise", 0, {}, {}};
    for (std::size_t i = 0; i < order.size(); ++i) {
        rank.texts.push_back(std::isnan(morris.mu_star[order[i]].value) ? "–" : fmt::format("{}", i + 1));
        sigma.texts.push_back(with_separators(morris.sigma[order[i]] * shown.factor, decimals));
        noise.texts.push_back(with_separators(morris.noise[order[i]] * shown.factor, decimals));
    }
    table.columns.push_back(rank);
    const bool marks = morris.replicates_in_intervals;
    bool noise_marked = false;
    std::vector<double> none;
    for (const double n : morris.noise) none.push_back(std::isnan(n) ? 0 : mu_star_of_noise(n));
    add_columns(table, {"size (mu*)", "mean", decimals, shown.factor, marks, none}, morris.mu_star, order, noise_marked);
    add_columns(table, {"with its sign (mu)", "mean", decimals, shown.factor, marks}, morris.mu, order, marked);
    table.columns.push_back(sigma);
    if (morris.noise_removed) table.columns.push_back(noise);
    std::string text = print_within(table, sweep_page_width);
    if (marked || noise_marked)
        text +=
            wrapped(std::string(not_told_apart) +
                    " not told apart from no effect: the interval of mu holds 0, or that of mu* does not lie above 0.8 x noise.");
    text += wrapped(std::string("sigma: how much the effect differs from place to place (curvature and interactions)") +
                    (morris.noise_removed
                         ? ", Monte-Carlo noise taken out; noise: standard error of one effect from the replicates alone. A "
                           "parameter without any effect has a mu* of about 0.8 x noise, not 0."
                         : "; Monte-Carlo noise is in it, and in mu*, which without any effect is not 0."));
    text += with_separators(static_cast<double>(morris.trajectories), 0) + " of " +
            (morris.trajectories + morris.dropped == 1
                 ? "1 trajectory"
                 : with_separators(static_cast<double>(morris.trajectories + morris.dropped), 0) + " trajectories") +
            " used";
    if (morris.dropped > 0) text += fmt::format("; {} dropped, because a run failed or has no value", morris.dropped);
    return text + ".\n";
}

// Why a parameter has none.
std::string without_coefficient_text(const SweepHeader& header, const Regression& regression) {
    bool words = false, others = false;
    for (std::size_t p = 0; p < header.parameters.size(); ++p) {
        if (!std::isnan(regression.coefficient[p].value)) continue;
        (is_unordered(header.parameters[p]) ? words : others) = true;
    }
    std::string text;
    if (words)
        text += wrapped(std::string("–: words of three or more have no order, so no slope; their effect stands in ./qonys sweep "
                                    "--table") +
                        (header.design == "sobol"    ? " and in the Sobol' indices."
                         : header.design == "morris" ? " and in the elementary effects."
                                                     : "."));
    if (others)
        text += wrapped(
            "–: cannot be told from other parameters (a multiple of one, a sum of several), never changes, or has no "
            "value at some points.");
    return text;
}

std::string explained_text(const Regression& regression) {
    const auto percent = [](double share) { return with_separators(std::clamp(share, 0.0, 1.0) * 100, 1); };
    const Estimate& r2 = regression.r2;
    const bool adjusted = std::isfinite(regression.r2_adjusted);
    std::string raw = percent(r2.value) + " %";
    if (std::isfinite(r2.low)) raw += fmt::format(" [{}, {}]", percent(r2.low), percent(r2.high));
    std::string text = fmt::format("A straight line explains {} of the variance of the points' means",
                                   adjusted ? percent(regression.r2_adjusted) + " %" : raw);
    if (adjusted) text += fmt::format(" (adjusted R2; R2 {})", raw);
    if (std::isfinite(regression.r2_possible))
        text += fmt::format("; {} % of that variance is not Monte-Carlo noise", percent(regression.r2_possible));
    return text + ".";
}

std::string regression_section(const SweepHeader& header, const Regression& regression) {
    const std::vector<std::size_t> order =
        sorted_by(header.parameters.size(), [&](std::size_t p) { return std::abs(regression.coefficient[p].value); });
    FigureTable table = table_of(header, "Standardised regression: sd of the measure for one sd of the parameter", order);
    bool marked = false;
    add_columns(table, {"", "coefficient", 2, 1, regression.replicates_in_intervals}, regression.coefficient, order, marked);
    add_columns(table, {"", "partial R2", 2, 1, false, {}, 1}, regression.partial_r2, order, marked);
    std::string text = print_within(table, sweep_page_width) + mark_line(marked);
    text += without_coefficient_text(header, regression) + wrapped(explained_text(regression));
    text += counted(regression.used, "point") + " used";
    if (regression.dropped > 0) text += fmt::format("; {} left out, because a run failed or has no value", regression.dropped);
    return text + ".\n";
}

std::string noise_text(const SweepHeader& header, const NoiseShare& noise) {
    const double share = noise_in_a_run(noise);
    if (!std::isnan(share))
        return fmt::format(" without noise; {} % of a single run's variance is Monte-Carlo noise",
                           with_separators(share * 100, 1));
    if (noise.known) return " without noise";
    if (observations_of(header) > 1) return "; it contains Monte-Carlo noise, as too few points have a value in every replicate";
    return header.replicates == 1 ? "; one replicate, so the sd contains Monte-Carlo noise"
                                  : "; one draw of the uncertain inputs, so the sd contains noise";
}

std::string measure_section(const SweepContent& content, const Lens& lens, const MeasureFindings& found, bool told_in_head) {
    const SweepHeader& header = content.header;
    const SweptMeasure& measure = header.measures[found.measure];
    const Shown shown = shown_as(measure.unit);
    const std::string seen = lens_words(header, lens);
    const double mean = found.mean * shown.factor, sd = std::sqrt(found.noise.parameters) * shown.factor;
    const int decimals = decimals_to_tell_apart(std::abs(mean), sd);
    std::string heading = title_with_unit(measure, widest_title) + " (" + shortened_middle(measure.name, 60) + ")";
    if (!seen.empty()) heading += ": " + shortened_middle(seen, 60);
    std::string spread = fmt::format("mean of {} {}, sd over them {}", counted(found.points, "point"),
                                     with_separators(mean, decimals), with_separators(sd, decimals));
    spread += noise_text(header, found.noise);
    std::string text = "\n" + wrapped(heading) + wrapped(spread);
    const auto add = [&](const std::string& section, bool replicates_in_intervals) {
        text += "\n" + section;
        if (!replicates_in_intervals && !told_in_head) text += rows_alone_text(header);
    };
    if (found.sobol) add(sobol_section(header, *found.sobol), found.sobol->replicates_in_intervals);
    if (found.morris) add(morris_section(header, found), found.morris->replicates_in_intervals);
    if (found.regression) add(regression_section(header, *found.regression), found.regression->replicates_in_intervals);
    for (const std::string& refusal : found.refusals) text += "\n" + wrapped(refusal);
    return text;
}

std::string measures_list(const SweepHeader& header, const char* title, const std::vector<std::size_t>& measures) {
    if (measures.empty()) return "";
    std::string text = fmt::format("\n{} ({})\n", title, measures.size());
    for (const std::size_t measure : measures) text += "  " + header.measures[measure].name + "\n";
    return text;
}

}  // namespace

std::string lens_words(const SweepHeader& header, const Lens& lens) {
    if (!header.has_arms()) return "";
    if (!lens.difference) return header.arms[lens.arm].name + ", its own figures";
    return header.arms[lens.arm].name + " less " + header.arms[0].name + ", paired";
}

std::string sensitivity_for_people(const SweepContent& content, const SensitivityFindings& findings) {
    const SweepHeader& header = content.header;
    const bool one = observations_of(header) == 1, alone = rows_alone_everywhere(findings);
    std::string text = sweep_head(content, one ? "95 % intervals; noise is not known" : "95 % intervals");
    if (alone && !findings.measures.empty()) text += rows_alone_text(header);
    if (!header.uncertain.empty()) text += "Replicates of one draw of the uncertain inputs count as one, their mean.\n";
    text += varied_section(content);
    if (const std::size_t failed = failed_points(content).size(); failed > 0)
        text += fmt::format("\n{} of {} failed and are left out, as told below.\n", failed, counted(content.size(), "point"));
    for (const MeasureFindings& found : findings.measures) text += measure_section(content, findings.question.lens, found, alone);
    text += measures_list(header, "The same at every point", findings.constant);
    text += measures_list(header, "No value at any point", findings.no_value);
    for (const ConditionFindings& found : findings.conditions)
        text += "\n" + discovery_section(content, findings.question.lens, found);
    return text + assumed_and_uncertain(header);
}

}  // namespace qonys
