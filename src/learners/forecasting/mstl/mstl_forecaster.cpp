#include "learners/forecasting/arima/box_cox.hpp"
#include "learners/forecasting/arima/gaps.hpp"
#include "learners/forecasting/forecasters.hpp"
#include "learners/forecasting/mstl/multiple_seasons.hpp"
#include "learners/forecasting/state_json.hpp"
#include "learners/registry.hpp"
#include <algorithm>

/// Seasons by STL, what is left by any other forecaster: `stlf` of R's package forecast, for several seasons.
namespace rankfold::learners::forecasting {

namespace {

using Type = job::HyperparameterInfo::Type;
using Json = nlohmann::ordered_json;
using LastPeriods = std::vector<std::vector<double>>; ///< the last period of each season, to be repeated

class FittedMstl final : public FittedForecaster {
public:
  FittedMstl(LastPeriods seasons, std::optional<double> lambda, std::string forecaster,
             std::unique_ptr<FittedForecaster> adjusted) :
      seasons_{std::move(seasons)},
      lambda_{lambda}, forecaster_{std::move(forecaster)}, adjusted_{std::move(adjusted)} {}

  [[nodiscard]] Forecast forecast(int horizon, std::span<double const> levels) const override {
    auto result = adjusted_->forecast(horizon, levels);
    add_seasons(result.mean);
    for (auto& interval : result.intervals) {
      add_seasons(interval.lower);
      add_seasons(interval.upper);
    }
    return result;
  }

  [[nodiscard]] Json describe() const override {
    Json periods = Json::array();
    for (auto const& season : seasons_) periods.push_back(season.size());
    Json out{{"season_lengths", std::move(periods)}};
    if (lambda_) out["lambda"] = *lambda_;
    out["forecaster"] = forecaster_;
    out["model"] = adjusted_->describe();
    return out;
  }

  [[nodiscard]] Json state() const override {
    return {{"seasons", seasons_},
            {"lambda", lambda_ ? Json(*lambda_) : Json(nullptr)},
            {"forecaster", forecaster_},
            {"model", adjusted_->state()}};
  }

private:
  void add_seasons(std::vector<double>& values) const {
    for (std::size_t h = 0; h < values.size(); ++h) {
      for (auto const& season : seasons_) values[h] += season[h % season.size()];
      if (lambda_) values[h] = box_jenkins::inverse_box_cox(values[h], *lambda_);
    }
  }

  LastPeriods seasons_;
  std::optional<double> lambda_; ///< of a Box-Cox transform
  std::string forecaster_;
  std::unique_ptr<FittedForecaster> adjusted_; ///< of the series less its seasons
};

LastPeriods last_periods(decomposition::MultipleSeasons const& parts) {
  LastPeriods last;
  for (auto const& [period, values] : parts.seasons) last.emplace_back(values.end() - period, values.end());
  return last;
}

std::vector<int> integers_from(Value const& list) {
  std::vector<int> out;
  for (auto const& item : list.as_list()) out.push_back(static_cast<int>(item.as_integer()));
  return out;
}

decomposition::SeasonOptions options_from(Parameters const& parameters) {
  decomposition::SeasonOptions options;
  options.periods = integers_from(parameters.at("season_lengths"));
  options.iterations = static_cast<int>(parameters.at("iterations").as_integer());
  if (auto const& window = parameters.at("window"); window.is_number()) {
    options.window = static_cast<int>(window.as_integer());
  }
  return options;
}

std::vector<std::string> forecaster_names() {
  std::vector<std::string> names;
  for (auto const* forecaster : plain_forecasters()) names.push_back(forecaster->info().name);
  return names;
}

Forecaster const& plain_forecaster(std::string const& name) {
  auto const all = plain_forecasters();
  auto const found = std::ranges::find_if(all, [&](auto const* each) { return each->info().name == name; });
  if (found == all.end()) throw JobError{fmt::format("there is no forecaster '{}'", name)};
  return **found;
}

class MstlForecaster final : public Forecaster {
public:
  [[nodiscard]] job::LearnerInfo const& info() const override { return info_; }

  [[nodiscard]] std::unique_ptr<FittedForecaster> fit(std::span<double const> series,
                                                      Parameters const& parameters) const override {
    auto const options = options_from(parameters);
    int const longest = std::ranges::max(options.periods);
    auto values = box_jenkins::observed_part(series).values;
    auto const lambda = box_jenkins::transform(values, parameters.at("lambda"), longest);
    auto const parts = decomposition::decompose(box_jenkins::fill_gaps(values, longest), options);
    auto const& forecaster = plain_forecaster(parameters.at("forecaster").as_text());
    return std::make_unique<FittedMstl>(last_periods(parts), lambda, forecaster.info().name,
                                        forecaster.fit(parts.adjusted, with_defaults(forecaster.info(), {})));
  }

  [[nodiscard]] std::unique_ptr<FittedForecaster> restore(Json const& state) const override {
    return restore_from(info_.name, [&] {
      LastPeriods seasons;
      for (auto const& season : state.at("seasons")) seasons.push_back(reals_from(season));
      if (std::ranges::any_of(seasons, &std::vector<double>::empty)) throw JobError{"a season is empty"};
      auto const& lambda = state.at("lambda");
      auto name = state.at("forecaster").get<std::string>();
      auto adjusted = plain_forecaster(name).restore(state.at("model"));
      return std::make_unique<FittedMstl>(std::move(seasons),
                                          lambda.is_null() ? std::nullopt : std::optional{lambda.get<double>()},
                                          std::move(name), std::move(adjusted));
    });
  }

private:
  static job::LearnerInfo describe_learner() {
    job::LearnerInfo info;
    info.name = "mstl";
    info.version = 2; // raised with that of the default forecaster too
    info.kinds = {job::DataKind::series};
    info.summary = "seasons of any number taken out by STL and repeated, the rest forecast by another forecaster";
    info.source =
        "Cleveland et al. 1990; Bandara, Hyndman & Bergmeir 2021; agrees with mstl and stlf of R's forecast 8.20";
    info.hyperparameters = {
        {"season_lengths", Type::integer_list, ValueList{1},
         "observations in each season; those of which there are no more than two are left out", 1, 1e6},
        {"forecaster", Type::text, "ets",
         "forecasts the series less its seasons, its hyperparameters at their defaults"},
        {"iterations", Type::integer, 2, "how often each of several seasons is estimated", 1, 100},
        {"window",
         Type::integer,
         "auto",
         "how many periods a season's change is smoothed over (auto: 11 for the shortest season, 4 more for each "
         "other)",
         7,
         1e6,
         {"auto"}},
        {"lambda", Type::real, "none", "Box-Cox transform; auto: Guerrero's choice", -2, 2, {"none", "auto"}}};
    info.hyperparameters[1].choices = forecaster_names();
    return info;
  }

  job::LearnerInfo const info_ = describe_learner();
};

} // namespace

Forecaster const& mstl() {
  static MstlForecaster const forecaster;
  return forecaster;
}

} // namespace rankfold::learners::forecasting
