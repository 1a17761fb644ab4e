#include "learners/forecasting/ces/recursion.hpp"
#include <algorithm>

namespace rankfold::learners::forecasting::complex_smoothing {

namespace {

void advance_pair(ComplexWeight weight, std::span<double const> errors, double* level, double* shadow) {
  auto const [a0, a1] = weight;
  for (std::size_t j = 0; j < errors.size(); ++j) {
    double const before = level[j], e = errors[j];
    level[j] = before - (1 - a1) * shadow[j] + (a0 - a1) * e;
    shadow[j] = before + (1 - a0) * shadow[j] + (a0 + a1) * e;
  }
}

} // namespace

Recursion::Recursion(std::vector<Channel> channels, std::size_t width) : width_{width} { reset(std::move(channels)); }

void Recursion::reset(std::vector<Channel> channels) {
  channels_ = std::move(channels);
  time_ = 0;
  std::size_t count = 0;
  for (auto const& channel : channels_) count += channel.state_count();
  states_.assign(count * width_, 0.0);
}

void Recursion::resume(std::span<double const> states, std::size_t time) {
  std::ranges::copy(states, states_.begin());
  time_ = time;
}

void Recursion::predict(std::span<double> forecasts) const {
  std::ranges::fill(forecasts, 0.0);
  std::size_t first = 0;
  for (auto const& channel : channels_) {
    double const* const level = states_.data() + due(channel, first);
    for (std::size_t j = 0; j < width_; ++j) forecasts[j] += level[j];
    first += channel.state_count();
  }
}

void Recursion::advance(std::span<double const> errors) {
  std::size_t first = 0;
  for (auto const& channel : channels_) {
    double* const level = states_.data() + due(channel, first);
    if (channel.has_shadow) {
      advance_pair(channel.weight, errors, level, level + width_);
    } else {
      for (std::size_t j = 0; j < width_; ++j) level[j] += channel.weight.real * errors[j];
    }
    first += channel.state_count();
  }
  ++time_;
}

} // namespace rankfold::learners::forecasting::complex_smoothing
