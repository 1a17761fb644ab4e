#include "learners/forecasting/arima/filters.hpp"

#include <algorithm>
#include <array>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// Order `q`, lag 1: the last q values stay in registers.
template <int q, int step> void solve_short(double const* c, double const* in, double* out, std::size_t n) {
  std::array<double, q> weight{}, last{};
  std::copy_n(c, q, weight.begin());
  for (std::size_t t = 0; t < n; ++t, in += step, out += step) {
    double value = *in;
    for (int j = q - 1; j >= 0; --j) value -= weight[j] * last[j]; // the newest last: it is the one to wait for
    for (int j = q - 1; j > 0; --j) last[j] = last[j - 1];
    *out = last[0] = value;
  }
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
    double const weight = sign * c[j];
    double const* const from = in.data();
    double* const to = out.data() + shift;
    for (std::size_t t = 0; t < in.size() - shift; ++t) to[t] += weight * from[t];
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
  // Eight sums side by side, so that additions do not wait for each other; the order is fixed, so the result is too.
  std::size_t const n = std::min(a.size(), b.size());
  std::array<double, 8> sums{};
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (std::size_t k = 0; k < 8; ++k) sums[k] += a[i + k] * b[i + k];
  double rest = 0;
  for (; i < n; ++i) rest += a[i] * b[i];
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7])) + rest;
}

} // namespace rankfold::learners::forecasting::box_jenkins
