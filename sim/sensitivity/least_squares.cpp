#include "sensitivity/least_squares.hpp"

#include <cmath>

namespace qonys {

double dot(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

std::vector<double> back_substituted(const OrthonormalBasis& basis, std::vector<double> z) {
    for (std::size_t j = z.size(); j-- > 0;) {
        z[j] /= basis.r[j][j];
        for (std::size_t i = 0; i < j; ++i) z[i] -= basis.r[j][i] * z[j];
    }
    return z;
}

OrthonormalBasis orthonormal_basis(std::size_t rows, const std::vector<std::vector<double>>& columns) {
    constexpr double nothing = 1e-9;
    OrthonormalBasis basis;
    basis.rows = rows;
    basis.identified.assign(columns.size(), true);
    for (std::size_t j = 0; j < columns.size(); ++j) {
        std::vector<double> left = columns[j];
        const double length = std::sqrt(dot(left, left));
        std::vector<double> coordinates(basis.q.size());
        for (int pass = 0; pass < 2; ++pass) {
            for (std::size_t i = 0; i < basis.q.size(); ++i) {
                const double along = dot(basis.q[i], left);
                coordinates[i] += along;
                for (std::size_t row = 0; row < rows; ++row) left[row] -= along * basis.q[i][row];
            }
        }
        const double rest = std::sqrt(dot(left, left));
        if (!(rest > nothing * length)) {
            basis.identified[j] = false;
            const std::vector<double> made_of = back_substituted(basis, coordinates);
            for (std::size_t i = 0; i < made_of.size(); ++i) {
                const double part = std::abs(made_of[i]) * std::sqrt(dot(columns[basis.kept[i]], columns[basis.kept[i]]));
                if (part > nothing * length) basis.identified[basis.kept[i]] = false;
            }
            continue;
        }
        for (double& value : left) value /= rest;
        coordinates.push_back(rest);
        basis.q.push_back(std::move(left));
        basis.r.push_back(std::move(coordinates));
        basis.kept.push_back(j);
    }
    return basis;
}

}  // namespace qonys
