#include "learners/forecasting/arima/arma_objective.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::box_jenkins {
namespace {

/// A partial autocorrelation this close to 1 is a unit root: no model beyond it is tried.
constexpr double nearest_to_unit_root = 1e-9;
constexpr double start_bound = 0.97;

std::array<std::vector<double>*, 4> parts(Coefficients& c) { return {&c.ar, &c.ma, &c.sar, &c.sma}; }

bool roots_stay_beyond(Coefficients const& c, int period, double radius) {
  auto const negated = [](std::vector<double> v) {
    for (double& x : v) x = -x;
    return v;
  };
  double const seasonal = std::pow(radius, period);
  return roots_beyond(c.ar, radius) && roots_beyond(c.sar, seasonal) && roots_beyond(negated(c.ma), radius) &&
         roots_beyond(negated(c.sma), seasonal);
}

} // namespace

ArmaObjective::ArmaObjective(ArmaCriterion& criterion, Sample const& sample, Order const& order, double smallest_root) :
    criterion_{criterion}, sample_{sample}, order_{order}, smallest_root_{smallest_root} {
  std::size_t first = 0;
  for (auto const& [size, sign] : {std::pair{order.p, 1.0}, {order.q, -1.0}, {order.P, 1.0}, {order.Q, -1.0}}) {
    blocks_.push_back({first, static_cast<std::size_t>(size), sign, {}});
    first += static_cast<std::size_t>(size);
  }
  pacf_.resize(first);
  by_coefficients_.resize(first);
  by_pacf_.resize(first);
}

Coefficients const& ArmaObjective::coefficients(std::span<double const> x) {
  for (std::size_t i = 0; i < x.size(); ++i) pacf_[i] = std::tanh(x[i]);
  auto const outputs = parts(coefficients_);
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    auto& block = blocks_[b];
    outputs[b]->resize(block.size);
    block.transform.to_ar(std::span{pacf_}.subspan(block.first, block.size), *outputs[b]);
    for (double& c : *outputs[b]) c *= block.sign;
  }
  return coefficients_;
}

Coefficients ArmaObjective::model(Order const& order, std::span<double const> x) {
  ArmaCriterion unused{Criterion::exact};
  Sample const none;
  return ArmaObjective{unused, none, order}.coefficients(x);
}

std::vector<double> ArmaObjective::point(Coefficients const& given) {
  std::vector<double> x;
  auto copy = given;
  auto const inputs = parts(copy);
  for (std::size_t b = 0; b < inputs.size(); ++b) {
    auto& part = *inputs[b];
    if (b % 2 == 1)
      for (double& c : part) c = -c;
    auto pacf = to_pacf(part);
    for (int attempt = 0; attempt < 100 && pacf.size() < part.size(); ++attempt) {
      double power = 1; // moves the roots outwards
      for (double& c : part) c *= power *= 0.95;
      pacf = to_pacf(part);
    }
    pacf.resize(part.size(), 0.0);
    for (double const r : pacf) x.push_back(std::atanh(std::clamp(r, -start_bound, start_bound)));
  }
  return x;
}

double ArmaObjective::value(std::span<double const> x) {
  if (!last_.empty() && std::ranges::equal(x, last_)) return last_value_;
  if (!contains(x)) return std::numeric_limits<double>::infinity();
  last_.assign(x.begin(), x.end());
  return last_value_ = criterion_.evaluate(sample_, order_, coefficients_);
}

bool ArmaObjective::contains(std::span<double const> x) {
  auto const& c = coefficients(x);
  if (std::ranges::any_of(pacf_, [](double r) { return !(std::abs(r) < 1 - nearest_to_unit_root); })) return false;
  return smallest_root_ == 1 || roots_stay_beyond(c, order_.period, smallest_root_);
}

double ArmaObjective::evaluate(std::span<double const> x, std::span<double> gradient) {
  double const at = value(x);
  if (!std::isfinite(at)) return at;
  criterion_.gradient(by_coefficients_);
  pull_back(by_coefficients_, gradient);
  return std::ranges::all_of(gradient, [](double g) { return std::isfinite(g); })
             ? at
             : std::numeric_limits<double>::infinity();
}

void ArmaObjective::pull_back(std::span<double const> by_coefficients, std::span<double> by_x) {
  std::vector<double> signed_part;
  for (auto& block : blocks_) {
    auto const part = by_coefficients.subspan(block.first, block.size);
    signed_part.assign(part.begin(), part.end());
    for (double& g : signed_part) g *= block.sign;
    block.transform.pull_back(std::span{pacf_}.subspan(block.first, block.size), signed_part,
                              std::span{by_pacf_}.subspan(block.first, block.size));
  }
  for (std::size_t i = 0; i < by_x.size(); ++i) by_x[i] = by_pacf_[i] * (1 - pacf_[i] * pacf_[i]);
}

void ArmaObjective::curvature(Matrix& hessian) {
  Matrix by_coefficients;
  criterion_.curvature(by_coefficients);
  std::size_t const n = pacf_.size();
  Matrix half; // one side turned into the variables
  half.reset(n);
  for (std::size_t i = 0; i < n; ++i) pull_back(by_coefficients.row(i), half.row(i));
  hessian.reset(n);
  std::vector<double> column(n), result(n);
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < n; ++i) column[i] = half(i, j);
    pull_back(column, result);
    for (std::size_t i = 0; i < n; ++i) hessian(i, j) = result[i];
  }
}

} // namespace rankfold::learners::forecasting::box_jenkins
