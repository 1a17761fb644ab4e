#include "learners/forecasting/ets/known_minima.hpp"
#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace rankfold::learners::forecasting::smoothing {

namespace {

double mean_log(std::span<double const> values) {
  double sum = 0.0;
  for (double const v : values) sum += std::log(std::abs(v));
  return sum / static_cast<double>(values.size());
}

} // namespace

bool carry_over(KnownMinima& known, Observations const& observed) {
  std::span<double const> const values{observed.values};
  bool const is_cheap = values.size() < 30; // and its minima are too flat to be followed
  if (is_cheap || known.minima.empty() || known.begin != observed.begin || known.length > values.size()) return false;
  double const before = static_cast<double>(known.length);
  double const added = static_cast<double>(values.size()) - before;
  double const rescaling = known.scale / observed.scale;
  bool const any_relative =
      std::any_of(known.minima.begin(), known.minima.end(), [](Minimum const& m) { return m.form.relative_errors(); });
  double unusual = 0.0; // how much larger the new values are, as logarithms
  if (any_relative && added > 0.0) {
    unusual = added * (mean_log(values.subspan(known.length)) - mean_log(values.first(known.length)));
  }
  for (auto& [form, optimum] : known.minima) {
    rescale(optimum.candidate.states, form, rescaling);
    optimum.deviance = std::numeric_limits<double>::infinity();
    optimum.floor += 2.0 * before * std::log(rescaling);
    optimum.floor *= 1.0 + added / before;
    if (form.relative_errors()) optimum.floor += 2.0 * unusual;
  }
  known.length = values.size();
  known.scale = observed.scale;
  return true;
}

} // namespace rankfold::learners::forecasting::smoothing
