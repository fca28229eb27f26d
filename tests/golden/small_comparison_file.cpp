#include "golden/small_comparison_file.hpp"

#include "golden/small_result.hpp"

namespace qonys::test {

PairedSummary small_comparison() {
    const Axis area{"area", {"KZ-10", "KZ-35", "KZ"}}, year{"year", {"2024", "2025"}}, month{"month", {"2024-12", "2025-01"}};
    const std::vector<SummaryTable> layout = {
        {{"placed", "persons", "Persons given a quota place", {"area"}}, Period::year, {year, area}, {}, {}, {}},
        {{"placed", "persons", "Persons given a quota place", {"area"}}, Period::whole_run, {area}, {}, {}, {}},
        {{"gini_load", "1", "Gini coefficient of the load", {}}, Period::whole_run, {}, {}, {}, {}},
        {{"asked", "persons", "Persons who name the region first", {"region"}},
         Period::month,
         {month, {"region", {"KZ-10", "KZ-35"}}},
         {},
         {},
         {}},
    };
    PairedBuilder builder({"order", "key", "key_too"}, layout, 1, false);
    constexpr int cells = 6 + 3 + 1 + 4;
    for (int replicate = 0; replicate < 3; ++replicate) {
        std::vector<double> order, key;
        for (int cell = 0; cell < cells; ++cell) {
            order.push_back(100 + 10 * cell + replicate * replicate);
            key.push_back(order.back() + 2 * cell + replicate);
        }
        builder.add({order, key, key});
    }
    return builder.finish();
}

ComparisonHeader small_comparison_header() {
    ComparisonHeader header;
    header.question = "Does the key place more?";
    header.seed = 7;
    header.replicates = 3;
    for (const char* name : {"order", "key", "key_too"})
        header.arms.push_back({name,
                               std::string("Question of ") + name,
                               std::string("question: Қостанай ") + name + "\n",
                               name == std::string("order") ? "" : "quotas.rule = weighted_key\n",
                               name == std::string("order") ? "" : "2024-12",
                               {{std::string(name) + ".yaml", std::string(64, 'a')}},
                               "leaving.quota_hazard = 0.004 per month\n",
                               ""});
    return header;
}

std::vector<std::vector<Decomposition>> small_decompositions() {
    return {{{"retained", "persons", 50, 6, {{"places", 4}, {"fill", 1}, {"retention", 2}, {"not through places", -1}}},
             {"spending", "KZT", 900, 30, {{"places", 20}, {"fill", 10}, {"not through places", 0}}}},
            {{"retained", "persons", 50, 7, {{"places", 5}, {"fill", 1}, {"retention", 2}, {"not through places", -1}}},
             {"spending", "KZT", 900, 35, {{"places", 20}, {"fill", 10}, {"price: rent", 5}, {"not through places", 0}}}}};
}

void write_small_comparison(const std::string& path) {
    write_comparison(path, small_comparison_header(), small_comparison(), small_decompositions(), small_run_info());
}

}  // namespace qonys::test
