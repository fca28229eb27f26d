// What stands on the page of `qonys report`, as plain data: builders make it from result files, page_html() writes it.
#pragma once

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "report/page/texts.hpp"

namespace qonys {

// count: persons, families or claims, which --suppress-below looks at. share: 0 to 1, shown in percent.
// mixed: in the unit of its row, a count where the row's hidden column `counts` (true or false) says so.
// change: difference of two figures of the row, or its bound: never small by itself, left out with them.
enum class PageColumnKind { text, month, year, number, count, money, share, mixed, change };

struct PageColumn {
    std::string key;    // name in the chart's specification and heading in the CSV file: [a-z0-9_]
    std::string title;  // in the language of the page
    std::string unit;   // likewise; empty for texts, months and years
    PageColumnKind kind = PageColumnKind::text;
    int decimals = 0;
    bool in_table = true;  // false: only in the CSV file and for the chart, such as the code beside a region's name
};

struct PageTable {
    std::vector<PageColumn> columns;
    nlohmann::json rows = nlohmann::json::array();  // arrays of cells in the order of the columns; months as "2025-03"; null: no
                                                    // meaning
};

// What the reader may change on a chart; it sets a parameter of the specification, which must exist there.
//   slider, choose_value  runs through the distinct values of `column`, in order of appearance; the table shows the chosen rows
//   choose_column         names one of `columns`; also sets <signal>_low and <signal>_high to the least and greatest value of
//                         that column, and <signal>_title to its title with the unit, where the specification has such parameters
struct PageControl {
    enum class Kind { slider, choose_value, choose_column };
    Kind kind = Kind::slider;
    std::string signal, label;
    std::string column;
    std::vector<std::string> columns;
    nlohmann::json start;  // value or key of the column at the start
};

// A chart with its table. The specification is Vega-Lite without $schema, data (it reads the rows as objects by column key),
// width and colours of the theme; it may have its own `data`, and name the datasets "rows" and "regions" (map geometry, one
// feature a region with `properties.code`). It may read the parameter `label_width`, characters on a line of a label.
struct PageChart {
    std::string id;  // unique on the page: [a-z0-9-]; name of the CSV file too
    std::string title;
    std::string unit;     // of what is shown, one line
    std::string reading;  // what it shows and how to read it: under the title, and for screen readers
    PageTable table;
    nlohmann::json spec;
    std::vector<PageControl> controls = {};
    std::string note = {};    // what to beware of
    std::string source = {};  // "scenario, seed, replicates"
};

// A table without a chart.
struct PageTableBlock {
    std::string id, title, reading;
    PageTable table;
    std::string source = {};
};

struct PageCard {
    std::string label, value, interval, note;  // "Placed under a quota", "34,512 persons", "34,100 to 34,900", "mean of 20 …"
    int better = 0;                            // 1: this change is for the better, -1: for the worse, 0: neither or not certain
    double count = std::numeric_limits<double>::quiet_NaN();  // persons, where the card is to be left out when they are few
};

// Sentences under one heading, such as what a policy does.
struct PageList {
    std::string title;
    std::vector<std::string> items;
};

// In this order: paragraphs, lists, cards, charts, tables.
struct PageSection {
    std::string id, title;
    std::vector<std::string> paragraphs = {};
    std::vector<PageList> lists = {};
    std::vector<PageCard> cards = {};
    std::vector<PageChart> charts = {};
    std::vector<PageTableBlock> tables = {};
};

// What a result is about: it decides what the page says is not modelled.
enum class PageSubject { settlement, pathways };

// A result file that the page is about.
struct PageSource {
    std::string file;                                         // its name without folders
    std::string kind;                                         // "run", "comparison", "sweep"
    std::string question, program, seed, replicates;          // program: version and commit
    std::vector<std::string> assumed, uncertain;              // lines "path = value unit [range]"
    std::vector<std::pair<std::string, std::string>> inputs;  // file, sha256
    std::vector<PageSection> sections;
    PageSubject subject = PageSubject::settlement;
    std::string scenario_text = {};                // shown where it is given
    std::vector<std::string> without_source = {};  // of pathway programmes: lines "path = value unit", given without a source
};

struct Page {
    std::string title;
    std::vector<PageSource> sources;
    int suppress_below = 0;  // 0: nothing is left out
};

// Builders: what one result file says. Throw FileTrouble (missing, damaged, of another kind).
PageSource run_page(const std::string& path, const PageTexts& texts);
PageSource comparison_page(const std::string& path, const PageTexts& texts);
PageSource sweep_page(const std::string& path, const PageTexts& texts);

// With suppress_below N > 0, in each table by itself (a count: a cell of kind count, or of kind mixed in a row that `counts`):
// 1. A count above 0 and below N becomes the text "<N".
// 2. Wherever a count is the sum of others (a column of two other columns or of all others; a row of all rows that differ from it
//    in one label; the code KZ always is such a row; with kind mixed also a row of two others, of one unit all) and one of these
//    cells was left out, more of them become "×": the smallest that does, else the greatest, until the cells left out so exceed N
//    by N or more in all. Each small cell can then have been anything below N. Where no cell of the sum is small, the greatest
//    does not count: it would be known from the others. Repeated until nothing changes.
// 3. In a row whose count (or median or mean: p50, median, mean) was left out, its quantiles, bounds and errors (p05, low, high,
//    se, …, alone or after its key), all shares, changes, figures per something (per_…) and costs (cost…) become "×". So do the
//    changes and shares of a row in which a change, added to a count of the row or taken from it, would make a small count.
// 4. A text in a column K beside a column K_number becomes what stands there; so does `interval` beside low_number.
// 5. A chart with figures of its own in the specification loses it when a cell of its table was left out.
// 6. Cards with a `count` are looked at as the cells of one row: those left out say no more than "<N" or "×".
// 7. Of pathway programmes the scenario text, assumed and uncertain values about arrivals, and sources and reasons with a digit
//    (columns `source`, `note` and `reason`) are left out: they say who came.
// Charts take such cells for missing. Not looked at: other cards, paragraphs, subtotals, sums across tables, and differences of
// rows that are sums over time, such as "placed so far".
void suppress_small_cells(Page& page);

// One self-contained HTML document.
std::string page_html(const Page& page, const PageTexts& texts);

}  // namespace qonys
