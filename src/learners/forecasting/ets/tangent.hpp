#pragma once

#include "learners/forecasting/ets/recursion.hpp"
#include "learners/forecasting/ets/sensitivity.hpp"
#include <array>
#include <utility>

/// Derivatives of one quantity by all parameters, side by side; used by the kernel of `sensitivity` alone, and inlined.
namespace rankfold::learners::forecasting::smoothing {

/// The derivative of one quantity by every parameter, four to a pack.
template <std::size_t Packs> using Tangent = std::array<Pack, Packs>;

/// Calls `visit` with 0, 1, ... as constants: what is indexed by them can stay in registers.
template <std::size_t Count, class Visit> [[gnu::always_inline]] inline void unrolled(Visit const& visit) {
  [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    (visit(std::integral_constant<std::size_t, I>{}), ...);
  }
  (std::make_index_sequence<Count>{});
}

/// Sums of products of all parameters' derivatives, taken in blocks so that the running sums stay in registers.
template <std::size_t Packs> class CrossProducts {
public:
  /// The next row, to be filled by the caller.
  [[gnu::always_inline]] Tangent<Packs>& next_row() {
    if (used_ == block) flush();
    return rows_[used_++];
  }

  [[gnu::always_inline]] void finish(Sensitivity& result) {
    flush();
    for (std::size_t i = 0; i < Packs * lanes; ++i) {
      for (std::size_t j = i; j < Packs * lanes; ++j) {
        double const sum = sums_[i][j / lanes][static_cast<int>(j % lanes)];
        result.curvature[i][j] = result.curvature[j][i] = sum;
      }
    }
  }

private:
  static constexpr std::size_t block = 32;

  [[gnu::always_inline]] void flush() {
    for (std::size_t i = 0; i < Packs; ++i) {
      for (std::size_t j = i; j < Packs; ++j) add_products(i, j);
    }
    used_ = 0;
  }

  [[gnu::always_inline]] void add_products(std::size_t i, std::size_t j) {
    Pack a{}, b{}, c{}, d{};
    for (std::size_t row = 0; row < used_; ++row) {
      Pack const left = rows_[row][i];
      Pack const right = rows_[row][j];
      a += left[0] * right;
      b += left[1] * right;
      c += left[2] * right;
      d += left[3] * right;
    }
    sums_[lanes * i][j] += a;
    sums_[lanes * i + 1][j] += b;
    sums_[lanes * i + 2][j] += c;
    sums_[lanes * i + 3][j] += d;
  }

  std::size_t used_ = 0;
  std::array<Tangent<Packs>, block> rows_;
  std::array<Tangent<Packs>, Packs * lanes> sums_{};
};

} // namespace rankfold::learners::forecasting::smoothing
