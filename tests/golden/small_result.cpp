#include "golden/small_result.hpp"

#include <limits>

namespace qonys::test {

RunAxes small_axes() {
    RunAxes axes;
    axes.month = {"month", {"2024-11", "2024-12", "2025-01", "2025-02"}};
    axes.months_since = {"months_since", {"0", "1", "2", "3"}};
    axes.region = {"region", {"KZ-10", "KZ-35", "KZ-71"}};
    axes.origin = {"origin", {"MNG", "UZB"}};
    axes.stream = {"stream", {"kandas_quota", "kandas_free", "internal", "ata_zholy"}};
    axes.inflow = {"inflow", {"kandas", "internal", "ata_zholy"}};
    axes.instrument = {"instrument", {"relocation", "rent", "certificate", "employer", "business"}};
    axes.component = {"component", {"1", "2", "3 or more"}};
    axes.cohort = {"cohort", {"2024", "2025"}};
    return axes;
}

ResultHeader small_header() {
    return {"What if the quota of Qostanai doubled?",
            "question: Қостанай\nrun: {seed: 7}\n",
            {{"small.yaml", std::string(64, 'a')}, {"params/index.yaml", std::string(64, 'b')}},
            "leaving.quota_hazard = 0.004 per month\n",
            7,
            2,
            "work.find_hazard = normal(0.05, 0.01)\n",
            1};
}

Tallies small_tallies(std::int64_t replicate) {
    const RunAxes axes = small_axes();
    Tallies tallies = make_tallies(axes);
    for (std::size_t m = 0; m < tallies.cells.size(); ++m) {
        const Measure& measure = measures()[m];
        const std::size_t per_month = tallies.cells[m].size() / axes.months_since.size();
        for (std::size_t c = 0; c < tallies.cells[m].size(); ++c) {
            std::int64_t& cell = tallies.cells[m][c];
            cell = static_cast<std::int64_t>(7 * m + c + 3 * static_cast<std::size_t>(replicate)) % 11;
            if (measure.type == CellType::tenge) cell *= 1'000'000'000;
            if (measure.name == "family_at_risk") cell = 100 - 10 * static_cast<std::int64_t>(c / per_month);
            if (measure.name == "family_left") cell = 10;
        }
    }
    return tallies;
}

Summary small_summary() {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Axis area = {"area", {"KZ-10", "KZ-35", "KZ-71", "KZ"}}, year = {"year", {"2024", "2025"}};
    const Axis stream = small_axes().stream, horizon = {"horizon", {"12", "24"}};
    Summary summary;
    summary.tables.push_back({{"fill_rate", "1", "Share of the places used", {"area"}},
                              Period::year,
                              {year, area},
                              {0.5, 0.25, nan, 0.4, 0.75, 1, nan, 0.9},
                              {0.01, 0.02, nan, 0.03, 0.04, 0, nan, 0.05},
                              {2, 2, 0, 2, 2, 2, 0, 2},
                              {0.11, 0.12, nan, 0.13, 0.14, 0, nan, 0.15},
                              {0.21, 0.22, nan, 0.23, 0.24, 0, nan, 0.25}});
    summary.tables.push_back({{"fill_rate", "1", "Share of the places used", {"area"}},
                              Period::whole_run,
                              {area},
                              {0.625, 0.625, nan, 0.65},
                              {0.01, 0.02, nan, 0.03},
                              {2, 2, 0, 2},
                              {0.11, 0.12, nan, 0.13},
                              {nan, nan, nan, nan}});
    summary.tables.push_back({{"retained_share", "1", "Share still in the first region", {"stream", "horizon"}},
                              Period::whole_run,
                              {stream, horizon},
                              {0.9, 0.8, 0.95, 0.91, 0.7, 0.6, 0.5, 0.4},
                              {0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007, 0.008},
                              {2, 2, 2, 2, 2, 2, 2, 2},
                              std::vector<double>(8, 0.01),
                              std::vector<double>(8, 0.02)});
    return summary;
}

Microdata small_microdata() {
    Microdata data;
    data.replicate = 1;
    data.families = {{"origin", "1", "Country the family came from", std::vector<std::int32_t>{0, 1, 0}, {"MNG", "UZB"}},
                     {"spent", "KZT", "Paid to the family", std::vector<std::int64_t>{5'000'000'000, 0, 1}, {}}};
    data.persons = {{"family", "1", "Family of the person", std::vector<std::int32_t>{0, 0, 1, 2}, {}},
                    {"weight", "1", "Weight", std::vector<float>{0.5F, 1.5F, 2.5F, 3.5F}, {}}};
    return data;
}

RunInfo small_run_info(const std::string& host) {
    return {"2025-06-01T10:00:00Z", "2025-06-01T10:00:05Z", host, "qonys run small.yaml", 2, 5.25};
}

void write_small(const std::string& path, const RunInfo& info) {
    ResultWriter writer(path, small_header(), small_axes());
    for (std::int64_t replicate = 0; replicate < 2; ++replicate) writer.add(small_tallies(replicate));
    const Microdata microdata = small_microdata();
    writer.finish(small_summary(), &microdata, info);
}

}  // namespace qonys::test
