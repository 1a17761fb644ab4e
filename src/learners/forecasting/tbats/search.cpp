#include "learners/forecasting/tbats/search.hpp"
#include "learners/forecasting/tbats/fitter.hpp"
#include <algorithm>
#include <cmath>

namespace rankfold::learners::forecasting::trigonometric {

namespace {

constexpr int middle = 6; ///< harmonics from which the search goes up or down

bool divides(double part, double whole) { return std::fmod(whole, part) == 0; }

/// The most harmonics of a season, so that none is also one of a season before it.
int most_harmonics(std::vector<double> const& periods, std::size_t i) {
  int const most = std::max(1, static_cast<int>((periods[i] - 1) / 2));
  auto const shared = [&](int k) {
    return divides(k, periods[i]) && std::any_of(periods.begin(), periods.begin() + static_cast<std::ptrdiff_t>(i),
                                                 [&](double before) { return divides(periods[i] / k, before); });
  };
  for (int k = 2; k <= most; ++k) {
    if (shared(k)) return k - 1;
  }
  return most;
}

/// The search for the number of harmonics of one season, the others' being given.
class HarmonicsSearch {
public:
  HarmonicsSearch(Fitter& fitter, Form const& form, std::size_t season) :
      fitter_{fitter}, form_{form}, season_{season} {}

  [[nodiscard]] int run(int most) {
    if (most <= middle) return walk(most, -1, 1);
    double const below = aic(middle - 1), at = aic(middle), above = aic(middle + 1);
    if (below <= at && below <= above) return walk(middle - 1, -1, 1);
    return at <= above ? middle : walk(middle + 1, 1, most);
  }

private:
  [[nodiscard]] double aic(int harmonics) {
    auto const known = aics_.find(harmonics);
    if (known != aics_.end()) return known->second;
    form_.seasons[season_].harmonics = harmonics;
    return aics_[harmonics] = fitter_.fit(form_).aic();
  }

  /// As long as it does not get worse.
  [[nodiscard]] int walk(int from, int step, int last) {
    while (from != last && aic(from + step) <= aic(from)) from += step;
    return from;
  }

  Fitter& fitter_;
  Form form_;
  std::size_t season_;
  std::map<int, double> aics_;
};

bool allows(std::optional<bool> wanted, bool value) { return !wanted || *wanted == value; }

/// Transform, trend and damping in all ways that are allowed.
std::vector<Form> combinations(Options const& options, bool has_transform) {
  std::vector<Form> all;
  for (bool const box_cox : {false, true}) {
    if (!allows(options.box_cox, box_cox) || (box_cox && !has_transform)) continue;
    for (bool const trend : {false, true}) {
      if (!allows(options.trend, trend)) continue;
      if (!trend || allows(options.damped, false)) all.push_back({box_cox, trend, false, {}});
      if (trend && allows(options.damped, true)) all.push_back({box_cox, trend, true, {}});
    }
  }
  return all;
}

/// As many harmonics of each season as suit a form that has all that is allowed.
std::vector<Season> chosen_seasons(Fitter& fitter, Options const& options, Form form) {
  for (double const period : options.periods) form.seasons.push_back({period, 1});
  for (std::size_t i = 0; i < form.seasons.size(); ++i) {
    int const most = most_harmonics(options.periods, i);
    if (most > 1) form.seasons[i].harmonics = HarmonicsSearch{fitter, form, i}.run(most);
  }
  return form.seasons;
}

} // namespace

Fit choose(Sample const& sample, Options const& options) {
  Fitter fitter{sample, options.periods.empty() ? 1.0 : std::ranges::max(options.periods)};
  auto const forms = combinations(options, !sample.logarithms.empty());
  Fit best{{}, {}, std::numeric_limits<double>::infinity()};
  auto const consider_all = [&](std::vector<Season> const& seasons) {
    for (auto form : forms) {
      form.seasons = seasons;
      auto found = options.arma_errors ? fitter.fit_with_arma(form) : fitter.fit(form);
      if (found.aic() < best.aic()) best = std::move(found);
    }
  };
  consider_all({});
  if (!options.periods.empty() && !forms.empty()) consider_all(chosen_seasons(fitter, options, forms.back()));
  if (std::isfinite(best.deviance)) fitter.refine(best);
  return best;
}

} // namespace rankfold::learners::forecasting::trigonometric
