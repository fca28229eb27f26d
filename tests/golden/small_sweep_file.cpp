#include "golden/small_sweep_file.hpp"

#include <limits>

#include "golden/small_result.hpp"

namespace qonys::test {

namespace {
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int32_t all_points = 7;
}  // namespace

SweepHeader small_sweep_header(bool arms) {
    SweepHeader header;
    header.question = "Қанша? How much is enough?";
    header.design = "lhs";
    header.sweep_text = "vary:\n  relocation.mrp: {min: 50, max: 90}\n";
    if (arms)
        header.arms = {
            {"order", "question: order\n", {{"order.yaml", std::string(64, 'a')}}},
            {"key", "question: key\n", {{"key.yaml", std::string(64, 'b')}, {"far places.csv", std::string(64, 'c')}}}};
    else
        header.arms = {{"", "question: Қанша\n", {{"base.yaml", std::string(64, 'd')}}}};
    header.parameters = {{"relocation.mrp", "MRP", "Relocation payment", "uniform(50, 90)", {}, 70},
                         {"quotas.rule", "", "Who gets a place", "order, weighted key", {"order", "weighted key"}, 1},
                         {"placed", "1", "", "0, 1", {}, nan}};
    header.measures = {{"placed", "persons", "Persons given a quota place", 1},
                       {"spending.internal@KZ-55", "KZT", "Spending on internal migrants in KZ-55", -1}};
    header.points = all_points;
    header.replicates = 3;
    header.seed = 7;
    header.levels = 0;
    header.assumed = "leaving.quota_hazard = 0.004 per month\n";
    header.fingerprint = std::string(60, 'f') + "1234";
    return header;
}

SweepPoints small_sweep_points(int shard, int shards) {
    SweepPoints points;
    for (std::int32_t p = shard - 1; p < all_points; p += shards) {
        points.number.push_back(p);
        for (const double value : {50.5 + p, p == 2 ? nan : p % 2, 0.25 * p}) points.values.push_back(value);
        for (const double unit : {p / 8.0, nan, 0.5}) points.unit.push_back(unit);
        points.block.push_back(p / 2);
        points.role.push_back(p % 2);
    }
    return points;
}

PointResult small_sweep_result(std::int32_t point, bool arms) {
    PointResult result;
    if (point == 3) result.failure = "point 3: relocation.mrp: 53.5 is too much\nand ünpaid";
    for (int arm = 0; arm < (arms ? 2 : 1); ++arm)
        for (int r = 0; r < 3; ++r)
            for (int measure = 0; measure < 2; ++measure) {
                double value = 100.0 * point + 10 * arm + r * r + 1000 * measure + arm * (r + 1) * point;
                if (point == 3 || (point == 5 && arm == 0 && r == 0)) value = nan;
                result.values.push_back(value);
            }
    return result;
}

void write_small_sweep(const std::string& path, bool arms, int shard, int shards) {
    SweepHeader header = small_sweep_header(arms);
    header.shard = shard;
    header.shards = shards;
    const SweepPoints points = small_sweep_points(shard, shards);
    write_sweep(
        path, header, points, [&](std::size_t i) { return small_sweep_result(points.number[i], arms); }, small_run_info());
}

}  // namespace qonys::test
