// A sweep small enough for a pencil, in memory: any number of points, arms, replicates and measures.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "report/sweep_content.hpp"

namespace qonys::test {

struct SmallSweep {
    SweepHeader header;
    SweepPoints points;
    std::vector<std::string> failures;
    std::vector<std::vector<double>> measures;  // [measure] (point, arm, replicate)

    // values: (point, parameter)
    SmallSweep(std::vector<SweptParameter> parameters, std::vector<double> values, std::int64_t replicates,
               std::vector<std::string> arms = {""}) {
        header.question = "Which amount, and where?";
        header.design = "grid";
        header.parameters = std::move(parameters);
        for (const std::string& arm : arms) header.arms.push_back({arm, "", {}});
        header.replicates = replicates;
        header.seed = 7;
        points.values = std::move(values);
        const std::size_t number = points.values.size() / header.parameters.size();
        header.points = static_cast<std::int64_t>(number);
        for (std::size_t point = 0; point < number; ++point) {
            points.number.push_back(static_cast<std::int32_t>(point));
            points.block.push_back(static_cast<std::int32_t>(point));
            points.role.push_back(0);
        }
        points.unit.assign(points.values.size(), std::numeric_limits<double>::quiet_NaN());
        failures.resize(number);
    }

    // values: (point, arm, replicate)
    void add(SweptMeasure measure, std::vector<double> values) {
        header.measures.push_back(std::move(measure));
        measures.push_back(std::move(values));
    }

    void fail(std::size_t point, const std::string& message) {
        failures[point] = message;
        const std::size_t cells = header.arms.size() * static_cast<std::size_t>(header.replicates);
        for (std::vector<double>& values : measures)
            for (std::size_t i = 0; i < cells; ++i) values[point * cells + i] = std::numeric_limits<double>::quiet_NaN();
    }

    SweepContent content() const {
        const auto kept = std::make_shared<SmallSweep>(*this);
        return {header, points, failures, [kept](std::size_t measure) { return kept->measures.at(measure); },
                [kept](std::size_t first, std::size_t last) { return kept->results(first, last); }};
    }

private:
    std::vector<PointResult> results(std::size_t first, std::size_t last) const {
        const std::size_t cells = header.arms.size() * static_cast<std::size_t>(header.replicates);
        std::vector<PointResult> list;
        for (std::size_t point = first; point < last; ++point) {
            PointResult& result = list.emplace_back();
            result.failure = failures.at(point);
            for (std::size_t cell = 0; cell < cells; ++cell)
                for (const std::vector<double>& values : measures) result.values.push_back(values.at(point * cells + cell));
        }
        return list;
    }
};

inline SweptParameter amount() {
    return {"amount", "MRP", "Relocation", "50, 90", {}, 70};
}
inline SweptParameter place() {
    return {"benefits.rent_mrp.2025-01-01.where_the_family_settles", "", "Where", "city, village", {"city", "village"}, 0};
}

// amount 50 and 90 x city and village, two replicates.
inline SmallSweep two_by_two() {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    SmallSweep sweep({amount(), place()}, {50, 0, 50, 1, 90, 0, 90, 1}, 2);
    sweep.add({"placed", "persons", "persons placed", 1}, {9, 11, 13.5, 14.5, 19, 21, 29, 31});  // 10, 14, 20, 30
    sweep.add({"spending", "KZT", "paid", -1}, {4.9e6, 5.1e6, 4e6, 4e6, 4.4e6, 4.6e6, 6e6, 6e6});
    sweep.add({"retained_36m", "share", "there after 36 months", 0}, {0.5, 0.5, nan, nan, 0.7, 0.7, 0.8, 0.8});
    sweep.add({"quota", "persons", "places", 0}, {40, 40, 40, 40, 40, 40, 40, 40});
    return sweep;
}

// One amount, two arms, three replicates: the arm places 1, 2, 3 more at 50 and 4, 6, 8 less at 90.
inline SmallSweep with_arms() {
    SmallSweep sweep({amount()}, {50, 90}, 3, {"order", "key"});
    sweep.add({"placed", "persons", "persons placed", 1}, {10, 20, 30, 11, 22, 33, 40, 50, 60, 36, 44, 52});
    return sweep;
}

// The part of a text from one heading to the next empty line.
inline std::string section(const std::string& text, const std::string& heading) {
    const std::size_t start = text.find(heading);
    return start == std::string::npos ? "" : text.substr(start, text.find("\n\n", start) - start);
}

}  // namespace qonys::test
