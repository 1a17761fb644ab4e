#include "learners/forecasting/ets/choice.hpp"
#include "learners/forecasting/ets/estimator.hpp"
#include "learners/forecasting/ets/improvement.hpp"
#include <algorithm>
#include <cmath>
#include <limits>

namespace rankfold::learners::forecasting::smoothing {

namespace {

/// Whether a model can be gone on with: products of states may have run off, most of all where values are not positive.
bool can_forecast(Model const& model) {
  auto const& [level, growth, season] = model.last;
  bool const finite = std::isfinite(level) && std::isfinite(growth) &&
                      std::all_of(season.begin(), season.end(), [](double s) { return std::isfinite(s); });
  return finite && (model.form.trend != Component::multiplicative || growth > 0.0);
}

/// The minima of all forms, each looked for from scratch.
std::vector<Minimum> search(std::span<Form const> forms, std::span<double const> values, Specification const& wanted) {
  Estimator estimator{values, wanted};
  std::vector<Minimum> result;
  for (Form const form : forms) {
    for (auto const& optimum : estimator.minima(searched_form(form, wanted))) result.push_back({form, optimum});
  }
  return result;
}

std::optional<Model> best_model(std::span<Minimum const> minima, std::span<double const> values,
                                Specification const& wanted) {
  std::vector<std::pair<double, Minimum const*>> ranking;
  for (auto const& minimum : minima) {
    double const criterion = penalised(minimum.optimum.deviance, minimum.form, values.size(), wanted);
    if (std::isfinite(criterion)) ranking.emplace_back(criterion, &minimum);
  }
  std::stable_sort(ranking.begin(), ranking.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
  for (auto const& [criterion, minimum] : ranking) {
    auto const space = space_of(minimum->form, wanted);
    auto const model =
        make_model(minimum->form, values, space.period(), minimum->optimum.candidate, space.free_count());
    if (can_forecast(model)) return model;
  }
  return std::nullopt;
}

bool are_covered(std::span<Form const> forms, std::span<Minimum const> known) {
  return std::all_of(forms.begin(), forms.end(), [&](Form form) {
    return std::any_of(known.begin(), known.end(), [&](Minimum const& m) { return m.form == form; });
  });
}

double least(std::span<Minimum const> minima, double Optimum::*which, std::size_t n, Specification const& wanted) {
  double result = std::numeric_limits<double>::infinity();
  for (auto const& m : minima) result = std::min(result, penalised(m.optimum.*which, m.form, n, wanted));
  return result;
}

/// Whether new values are what the known minima make likely. By each the criterion rises by its squared error, in units
/// of the variance, beyond what was promised. What is far out, by three standard deviations, may move the minima to
/// where nothing was known.
bool are_ordinary(double rise, std::size_t count) { return rise < static_cast<double>(count) + 8.0; }

} // namespace

double penalised(double deviance, Form form, std::size_t n, Specification const& wanted) {
  return deviance + penalty(wanted.criterion, space_of(form, wanted).free_count() + 1, n);
}

std::optional<Model> choose_model(Specification const& wanted, std::span<Form const> forms,
                                  Observations const& observed, KnownMinima& known) {
  std::span<double const> const values{observed.values};
  auto const length_before = known.length;
  if (carry_over(known, observed) && are_covered(forms, known.minima)) {
    std::erase_if(known.minima,
                  [&](Minimum const& m) { return std::find(forms.begin(), forms.end(), m.form) == forms.end(); });
    double const promised = least(known.minima, &Optimum::floor, values.size(), wanted);
    known.minima = improved(std::move(known.minima), values, wanted);
    double const reached = least(known.minima, &Optimum::deviance, values.size(), wanted);
    auto const best = best_model(known.minima, values, wanted);
    if (best && are_ordinary(reached - promised, values.size() - length_before)) return best;
  }
  known = {search(forms, values, wanted), observed.begin, values.size(), observed.scale};
  return best_model(known.minima, values, wanted);
}

} // namespace rankfold::learners::forecasting::smoothing
