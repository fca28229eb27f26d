#include "sensitivity/sample.hpp"

#include <algorithm>

#include "sensitivity/resample.hpp"

namespace qonys {

NoiseShare noise_share(const DesignSample& sample) {
    check_shape(sample);
    const PointValues values = point_values(sample);
    NoiseShare share;
    share.known = values.noise_known();
    if (!share.known) {
        const auto n = values.point.size();
        share.monte_carlo = no_estimate;
        share.parameters = n < 2 ? no_estimate : sum_of_squares(centred(n, 1, values.mean)) / static_cast<double>(n - 1);
        return share;
    }
    const auto points = static_cast<double>(values.whole.size()), replicates = static_cast<double>(sample.replicates);
    // May come out below zero when there is nothing but noise.
    share.parameters = std::max(0.0, sum_of_squares(values.runs) / (points - 1));
    double squares = 0;
    for (const std::size_t point : values.whole) {
        const double* y = sample.y.data() + point * sample.replicates;
        double mean = 0;
        for (std::size_t r = 0; r < sample.replicates; ++r) mean += (y[r] - y[0]) / replicates;
        for (std::size_t r = 0; r < sample.replicates; ++r) squares += (y[r] - y[0] - mean) * (y[r] - y[0] - mean);
    }
    share.monte_carlo = squares / (points * (replicates - 1));
    return share;
}

}  // namespace qonys
