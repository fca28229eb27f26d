// Mean of a number over replicates, its standard error, and how much of its spread is chance and how much uncertain parameters.
// Replicates that share one draw of the parameters differ by chance alone; means of draws differ by both (one-way analysis of
// variance, Searle, Casella and McCulloch, Variance Components, 1992, ch. 3).
#pragma once

#include <cstdint>

namespace qonys {

// One number over the replicates of one draw; sums of squares are kept as deviations (Welford).
struct OneDraw {
    std::int64_t count = 0;
    double mean = 0, squares = 0;
};

// One number while replicates are added: the draw under way, and the draws done, each with at least one replicate.
struct Spread : OneDraw {
    std::int64_t draws = 0, total = 0;
    double grand_mean = 0, between = 0, within = 0;              // sums of squares between and within draws
    double weight = 0, weighted_mean = 0, weighted_squares = 0;  // of the draws' means, weight = replicates squared
};

// Estimates; NaN where too few replicates are known.
struct SpreadEstimate {
    double mean = 0;
    double se = 0;              // of the mean
    double sd_monte_carlo = 0;  // between replicates of the same parameters
    double sd_parameters = 0;   // between parameters; 0 when they are certain
    std::int64_t count = 0;     // replicates
};

void add(OneDraw& draw, double value);
void close_draw(Spread& spread);  // the next replicate has other parameters

// Parameters are certain and no draw was closed, or every draw was closed (the last one is closed here).
SpreadEstimate estimate(Spread spread, bool uncertain_parameters);

}  // namespace qonys
