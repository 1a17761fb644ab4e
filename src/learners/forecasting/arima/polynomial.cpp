#include "learners/forecasting/arima/polynomial.hpp"

#include <algorithm>
#include <cmath>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// One order down: coefficients of order k - 1 in place. False where the polynomial is not stationary.
bool step_down(std::vector<double>& ar) {
  double const last = ar.back();
  std::size_t const k = ar.size() - 1;
  if (!(std::abs(last) < 1)) return false;
  double const scale = 1 / (1 - last * last);
  std::vector<double> lower(k);
  for (std::size_t j = 0; j < k; ++j) lower[j] = (ar[j] + last * ar[k - 1 - j]) * scale;
  ar = std::move(lower);
  return true;
}

} // namespace

void PartialAutocorrelations::to_ar(std::span<double const> pacf, std::span<double> ar) {
  std::size_t const p = pacf.size();
  stages_.resize(p * p);
  for (std::size_t k = 0; k < p; ++k) {
    double const* const before = stages_.data() + (k == 0 ? 0 : (k - 1) * p);
    double* const now = stages_.data() + k * p;
    for (std::size_t j = 0; j < k; ++j) now[j] = before[j] - pacf[k] * before[k - 1 - j];
    now[k] = pacf[k];
  }
  if (p > 0) std::copy_n(stages_.data() + (p - 1) * p, p, ar.data());
}

void PartialAutocorrelations::pull_back(std::span<double const> pacf, std::span<double const> by_ar,
                                        std::span<double> by_pacf) {
  std::size_t const p = pacf.size();
  adjoint_.assign(by_ar.begin(), by_ar.end());
  next_.resize(p);
  for (std::size_t k = p; k-- > 0;) {
    double by_last = adjoint_[k];
    double const* const before = stages_.data() + (k == 0 ? 0 : (k - 1) * p);
    for (std::size_t j = 0; j < k; ++j) by_last -= adjoint_[j] * before[k - 1 - j];
    by_pacf[k] = by_last;
    for (std::size_t j = 0; j < k; ++j) next_[j] = adjoint_[j] - pacf[k] * adjoint_[k - 1 - j];
    std::copy_n(next_.begin(), k, adjoint_.begin());
  }
}

std::vector<double> to_pacf(std::span<double const> ar) {
  std::vector<double> pacf(ar.size());
  std::vector<double> rest(ar.begin(), ar.end());
  for (std::size_t k = ar.size(); k-- > 0;) {
    pacf[k] = rest[k];
    if (!step_down(rest)) return {};
  }
  return pacf;
}

bool roots_beyond(std::span<double const> ar, double radius) {
  // z -> radius z moves the roots inwards; those beyond the unit circle before are then the ones beyond `radius`.
  std::vector<double> scaled(ar.begin(), ar.end());
  double power = 1;
  for (double& c : scaled) c *= power *= radius;
  while (!scaled.empty())
    if (!step_down(scaled)) return false;
  return true;
}

void multiply(std::span<double const> plain, std::span<double const> seasonal, int period, double sign,
              std::span<double> full) {
  std::ranges::fill(full, 0.0);
  std::ranges::copy(plain, full.begin());
  for (std::size_t s = 0; s < seasonal.size(); ++s) {
    std::size_t const lag = (s + 1) * static_cast<std::size_t>(period);
    full[lag - 1] += seasonal[s];
    for (std::size_t j = 0; j < plain.size(); ++j) full[lag + j] += sign * plain[j] * seasonal[s];
  }
}

void multiply_pull_back(std::span<double const> plain, std::span<double const> seasonal, int period, double sign,
                        std::span<double const> by_full, std::span<double> by_plain, std::span<double> by_seasonal) {
  for (std::size_t j = 0; j < plain.size(); ++j) by_plain[j] += by_full[j];
  for (std::size_t s = 0; s < seasonal.size(); ++s) {
    std::size_t const lag = (s + 1) * static_cast<std::size_t>(period);
    by_seasonal[s] += by_full[lag - 1];
    for (std::size_t j = 0; j < plain.size(); ++j) {
      by_plain[j] += sign * seasonal[s] * by_full[lag + j];
      by_seasonal[s] += sign * plain[j] * by_full[lag + j];
    }
  }
}

} // namespace rankfold::learners::forecasting::box_jenkins
