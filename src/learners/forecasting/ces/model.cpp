#include "learners/forecasting/ces/model.hpp"
#include "learners/forecasting/arima/polynomial.hpp"
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::complex_smoothing {

namespace {

/// Coefficients of 1, B, B^2, ...
using Polynomial = std::vector<double>;

Polynomial product(Polynomial const& a, Polynomial const& b) {
  Polynomial out(a.size() + b.size() - 1, 0.0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) out[i + j] += a[i] * b[j];
  }
  return out;
}

Polynomial sum(Polynomial a, Polynomial const& b) {
  a.resize(std::max(a.size(), b.size()), 0.0);
  for (std::size_t i = 0; i < b.size(); ++i) a[i] += b[i];
  return a;
}

/// What an error does to later values through one channel: effect(B) / recursion(B).
struct Transfer {
  Polynomial recursion, effect;
};

Transfer transfer(Channel const& channel) {
  std::size_t const m = channel.lag;
  Transfer out{Polynomial((channel.has_shadow ? 2 : 1) * m + 1, 0.0), {}};
  out.effect.assign(out.recursion.size(), 0.0);
  out.recursion[0] = 1;
  if (!channel.has_shadow) {
    out.recursion[m] = -1;
    out.effect[m] = channel.weight.real;
    return out;
  }
  auto const [a0, a1] = channel.weight;
  out.recursion[m] = a0 - 2;
  out.recursion[2 * m] = 2 - a0 - a1;
  out.effect[m] = a0 - a1;
  out.effect[2 * m] = -(a0 - a1) * (1 - a0) - (1 - a1) * (a0 + a1);
  return out;
}

} // namespace

int weight_count(Seasonality seasonality) {
  using enum Seasonality;
  return seasonality == full ? 4 : seasonality == partial ? 3 : 2;
}

std::vector<Channel> channels_of(Seasonality seasonality, std::size_t period, Weights const& weights) {
  using enum Seasonality;
  std::vector<Channel> channels{{seasonality == simple ? period : 1, true, weights.alpha}};
  if (seasonality == partial || seasonality == full) channels.push_back({period, seasonality == full, weights.beta});
  return channels;
}

bool is_stable(std::span<Channel const> channels) {
  auto all = transfer(channels.front());
  for (auto const& channel : channels.subspan(1)) {
    auto const next = transfer(channel);
    all.effect = sum(product(all.effect, next.recursion), product(next.effect, all.recursion));
    all.recursion = product(all.recursion, next.recursion);
  }
  auto moving_average = sum(all.recursion, all.effect);
  for (double& c : moving_average) c = -c;
  return box_jenkins::roots_beyond(std::span{moving_average}.subspan(1), 1.0);
}

double Model::aic() const { return 2 * (estimated + 1 - loglik); }

double Model::aicc() const {
  double const k = estimated + 1, left = observed - k - 1;
  return left > 0 ? aic() + 2 * k * (k + 1) / left : std::numeric_limits<double>::infinity();
}

double Model::bic() const { return (estimated + 1) * std::log(observed) - 2 * loglik; }

} // namespace rankfold::learners::forecasting::complex_smoothing
