#include "learners/forecasting/arima/filters.hpp"

#include "learners/forecasting/arima/wide_vectors.hpp"

#include <algorithm>
#include <array>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

RANKFOLD_FOR_WIDER_VECTORS
void add_multiple(double const* from, double weight, double* to, std::size_t n) {
  for (std::size_t t = 0; t < n; ++t) to[t] += weight * from[t];
}

using Pack = double __attribute__((vector_size(32), aligned(8), may_alias)); ///< four numbers, from anywhere in memory

/// Sixteen sums side by side, so that additions do not wait for each other.
RANKFOLD_FOR_WIDER_VECTORS
double sum_of_products(double const* a, double const* b, std::size_t n) {
  Pack first{}, second{}, third{}, fourth{};
  std::size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    auto const* const x = reinterpret_cast<Pack const*>(a + i);
    auto const* const y = reinterpret_cast<Pack const*>(b + i);
    first += x[0] * y[0];
    second += x[1] * y[1];
    third += x[2] * y[2];
    fourth += x[3] * y[3];
  }
  for (; i + 4 <= n; i += 4) first += *reinterpret_cast<Pack const*>(a + i) * *reinterpret_cast<Pack const*>(b + i);
  double rest = 0;
  for (; i < n; ++i) rest += a[i] * b[i];
  Pack const sums = (first + second) + (third + fourth);
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + rest;
}

/// Lag 1 and an order known to the compiler: the last values stay in registers.
///
/// What limits the plain recursion is the wait for the value before. With theta(B) theta(-B), a polynomial in B^2, as
/// the denominator and theta(-B) in the numerator it is the same filter, and values at even and odd times do not wait
/// for each other.
template <int q, int step> void solve_short(double const* c, double const* in, double* out, std::size_t n) {
  std::array<double, q> mirrored{}, squared{}; // theta(-B); theta(B) theta(-B) in powers of B^2
  for (int j = 0; j < q; ++j) mirrored[j] = j % 2 == 0 ? -c[j] : c[j];
  for (int k = 1; k <= q; ++k)
    for (int i = std::max(0, 2 * k - q); i <= std::min(q, 2 * k); ++i)
      squared[k - 1] += (i == 0 ? 1 : c[i - 1]) * (2 * k == i ? 1 : mirrored[2 * k - i - 1]);

  std::array<double, q> inputs{}, even{}, odd{}; // newest first
  auto const next = [&](double input, std::array<double, q>& last) {
    double value = input;
    for (int j = q - 1; j >= 0; --j) value += mirrored[j] * inputs[j];
    for (int j = q - 1; j >= 0; --j) value -= squared[j] * last[j]; // the newest last: it is the one to wait for
    for (int j = q - 1; j > 0; --j) {
      inputs[j] = inputs[j - 1];
      last[j] = last[j - 1];
    }
    inputs[0] = input;
    return last[0] = value;
  };
  std::size_t t = 0;
  for (; t + 2 <= n; t += 2, in += 2 * step, out += 2 * step) {
    double const first = in[0], second = in[step]; // `out` may be `in`
    out[0] = next(first, even);
    out[step] = next(second, odd);
  }
  if (t < n) *out = next(*in, even);
}

template <int step>
void solve_any(std::span<double const> c, std::size_t lag, double const* in, double* out, std::size_t n) {
  auto const distance = static_cast<std::ptrdiff_t>(lag) * step;
  std::size_t t = 0;
  auto const run = [&](std::size_t end, std::size_t terms) {
    for (; t < end; ++t, in += step, out += step) {
      double value = *in;
      for (std::size_t j = terms; j > 0; --j) value -= c[j - 1] * out[-static_cast<std::ptrdiff_t>(j) * distance];
      *out = value;
    }
  };
  for (std::size_t terms = 0; terms < c.size(); ++terms) run(std::min(n, (terms + 1) * lag), terms);
  if (c.size() == 1) return run(n, 1); // so that the compiler sees the usual cases without an inner loop
  if (c.size() == 2) return run(n, 2);
  run(n, c.size());
}

template <int step> void solve_with(std::span<double const> c, int lag, double const* in, double* out, std::size_t n) {
  if (lag == 1) {
    switch (c.size()) {
    case 1:
      return solve_short<1, step>(c.data(), in, out, n);
    case 2:
      return solve_short<2, step>(c.data(), in, out, n);
    case 3:
      return solve_short<3, step>(c.data(), in, out, n);
    case 4:
      return solve_short<4, step>(c.data(), in, out, n);
    case 5:
      return solve_short<5, step>(c.data(), in, out, n);
    default:
      break;
    }
  }
  solve_any<step>(c, static_cast<std::size_t>(lag), in, out, n);
}

} // namespace

void apply(std::span<double const> c, int lag, double sign, std::span<double const> in, std::span<double> out) {
  std::ranges::copy(in, out.begin());
  for (std::size_t j = 0; j < c.size(); ++j) {
    std::size_t const shift = (j + 1) * static_cast<std::size_t>(lag);
    if (shift >= in.size()) return;
    add_multiple(in.data(), sign * c[j], out.data() + shift, in.size() - shift);
  }
}

void solve(std::span<double const> c, int lag, std::span<double const> in, std::span<double> out) {
  if (!c.empty()) return solve_with<1>(c, lag, in.data(), out.data(), in.size());
  if (in.data() != out.data()) std::ranges::copy(in, out.begin());
}

void solve_transposed(std::span<double const> c, int lag, std::span<double const> in, std::span<double> out) {
  std::size_t const n = in.size();
  if (n == 0) return;
  if (!c.empty()) return solve_with<-1>(c, lag, in.data() + n - 1, out.data() + n - 1, n);
  if (in.data() != out.data()) std::ranges::copy(in, out.begin());
}

double dot(std::span<double const> a, std::span<double const> b) {
  return sum_of_products(a.data(), b.data(), std::min(a.size(), b.size()));
}

} // namespace rankfold::learners::forecasting::box_jenkins
