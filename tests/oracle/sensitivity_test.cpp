// The estimators against OpenTURNS 1.20 on the same samples. One file: its headers are slow to compile.
#include <gtest/gtest.h>

#include <openturns/JansenSensitivityAlgorithm.hxx>
#include <openturns/LinearModelAlgorithm.hxx>
#include <openturns/MartinezSensitivityAlgorithm.hxx>
#include <openturns/SaltelliSensitivityAlgorithm.hxx>

#include "sensitivity/regression.hpp"
#include "sensitivity/sobol_indices.hpp"
#include "support/test_functions.hpp"

namespace qonys {
namespace {

using test::Draws;

// OpenTURNS wants all A rows, then all B rows, then the rows of each parameter.
struct TheirSample {
    OT::Sample x, y;
    OT::UnsignedInteger size;
};

TheirSample theirs(const DesignSample& sample) {
    const std::size_t width = sample.width(), rows = sample.points / (width + 2);
    TheirSample their{OT::Sample(sample.points, width), OT::Sample(sample.points, 1), rows};
    for (std::size_t p = 0; p < sample.points; ++p) {
        const auto at = static_cast<std::size_t>(sample.role[p]) * rows + static_cast<std::size_t>(sample.block[p]);
        for (std::size_t i = 0; i < width; ++i) their.x(at, i) = sample.x[p * width + i];
        their.y(at, 0) = sample.y[p];
    }
    return their;
}

// A wrong convention (another variance, divisor or centring) moves an index in its third digit or so.
template <class Algorithm>
void expect_the_same(const DesignSample& sample, SobolEstimator estimator) {
    const TheirSample their = theirs(sample);
    const Algorithm algorithm(their.x, their.y, their.size);
    const OT::Point first = algorithm.getFirstOrderIndices(), total = algorithm.getTotalOrderIndices();
    const SobolIndices ours = sobol_indices(sample, estimator, {0, 0.95, 1});
    for (std::size_t i = 0; i < sample.width(); ++i) {
        EXPECT_NEAR(ours.first[i].value, first[i], 1e-10) << i;
        EXPECT_NEAR(ours.total[i].value, total[i], 1e-10) << i;
    }
}

void expect_all_the_same(const DesignSample& sample) {
    OT::Log::Show(OT::Log::NONE);  // it warns of indices outside of 0 to 1
    expect_the_same<OT::JansenSensitivityAlgorithm>(sample, SobolEstimator::jansen);
    expect_the_same<OT::SaltelliSensitivityAlgorithm>(sample, SobolEstimator::saltelli);
    expect_the_same<OT::MartinezSensitivityAlgorithm>(sample, SobolEstimator::martinez);
}

TEST(openturns, gives_the_same_indices_of_ishigami) {
    expect_all_the_same(test::with_outputs(test::sobol_design(1024, 3, 1, Draws::quasi), test::ishigami));
    expect_all_the_same(test::with_outputs(test::sobol_design(37, 3, 2, Draws::uniform), test::ishigami));
}

TEST(openturns, gives_the_same_indices_of_the_g_function) {
    expect_all_the_same(test::with_outputs(test::sobol_design(512, 4, 1, Draws::quasi), test::g_function));
    expect_all_the_same(test::with_outputs(test::sobol_design(10, 4, 2, Draws::uniform), test::g_function));
}

TEST(openturns, gives_the_same_indices_far_from_zero) {
    expect_all_the_same(
        test::with_outputs(test::sobol_design(100, 3, 3, Draws::uniform), [](test::Point u) { return 1e4 + test::ishigami(u); }));
}

TEST(openturns, gives_the_same_linear_model) {
    auto sample = test::with_outputs(test::scattered(200, 3, 4), test::ishigami);
    for (std::size_t p = 0; p < sample.points; ++p) sample.x[3 * p + 1] += 2 * sample.x[3 * p];  // correlated
    OT::Sample x(sample.points, 3), y(sample.points, 1);
    for (std::size_t p = 0; p < sample.points; ++p) {
        for (std::size_t i = 0; i < 3; ++i) x(p, i) = sample.x[3 * p + i];
        y(p, 0) = sample.y[p];
    }
    OT::LinearModelAlgorithm algorithm(x, y);
    const OT::LinearModelResult model = algorithm.getResult();
    const OT::Point slopes = model.getCoefficients(), sd = x.computeStandardDeviation();
    const Regression ours = standardised_regression(sample, {0, 0.95, 1});
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(ours.coefficient[i].value, slopes[i + 1] * sd[i] / y.computeStandardDeviation()[0], 1e-10);
    }
    EXPECT_NEAR(ours.r2.value, model.getRSquared(), 1e-10);
    EXPECT_NEAR(ours.r2_adjusted, model.getAdjustedRSquared(), 1e-10);
}

}  // namespace
}  // namespace qonys
