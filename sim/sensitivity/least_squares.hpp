// An orthonormal basis of columns, for least squares. Own code rather than a library: it is some forty lines, and regression with
// intervals and the effects both want the basis itself and the test for columns that add nothing.
#pragma once

#include <cstddef>
#include <vector>

namespace qonys {

// X = Q R by Gram-Schmidt, every column orthogonalised twice, which keeps Q orthonormal to rounding (Giraud, Langou and Rozloznik
// 2005), as Householder's reflections do.
struct OrthonormalBasis {
    std::size_t rows = 0;
    std::vector<std::vector<double>> q;  // [kept column]
    std::vector<std::size_t> kept;       // which columns of X
    std::vector<std::vector<double>> r;  // [kept column] its coordinates in q, one more for each
    // [column of X] has a coefficient: not a sum of multiples of other columns, nor one of those that such a sum is made of.
    std::vector<bool> identified;
};

// A column of which less than 1e-9 of its length is left when the others are taken out adds nothing.
OrthonormalBasis orthonormal_basis(std::size_t rows, const std::vector<std::vector<double>>& columns);

double dot(const std::vector<double>& a, const std::vector<double>& b);

// Solves R x = z for the kept columns.
std::vector<double> back_substituted(const OrthonormalBasis& basis, std::vector<double> z);

}  // namespace qonys
