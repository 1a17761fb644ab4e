#include "learners/forecasting/forecasters.hpp"
#include "learners/forecasting/simple/lag_walk.hpp"
#include "learners/forecasting/state_json.hpp"
#include "support/error.hpp"
#include <nlohmann/json.hpp>
#include <string>

namespace rankfold::learners::forecasting {
namespace {

constexpr char const* book =
    "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. (2021), section 5.2";

class FittedWalk final : public FittedForecaster {
public:
  FittedWalk(LagWalk walk, LagWalk::Drift drift) : walk_{std::move(walk)}, drift_{drift} {}

  [[nodiscard]] Forecast forecast(int horizon, std::span<double const> levels) const override {
    return walk_.forecast(horizon, levels);
  }

  [[nodiscard]] nlohmann::ordered_json describe() const override {
    nlohmann::ordered_json out;
    if (walk_.last.size() > 1) out["period"] = walk_.last.size();
    if (drift_ == LagWalk::Drift::estimated) {
      out["drift"] = walk_.drift;
      out["drift_se"] = walk_.drift_error;
    }
    out["sigma2"] = walk_.residual_variance;
    return out;
  }

  [[nodiscard]] nlohmann::ordered_json state() const override {
    return {{"last", walk_.last},
            {"drift", walk_.drift},
            {"drift_error", walk_.drift_error},
            {"residual_variance", walk_.residual_variance}};
  }

private:
  LagWalk walk_;
  LagWalk::Drift drift_;
};

class WalkForecaster final : public Forecaster {
public:
  WalkForecaster(job::LearnerInfo info, LagWalk::Drift drift) : info_{std::move(info)}, drift_{drift} {}

  [[nodiscard]] job::LearnerInfo const& info() const override { return info_; }

  [[nodiscard]] std::unique_ptr<FittedForecaster> fit(std::span<double const> values,
                                                      Parameters const& parameters) const override {
    auto const season = parameters.find("season_length");
    auto const lag =
        season == parameters.end() ? std::size_t{1} : static_cast<std::size_t>(season->second.as_integer());
    return std::make_unique<FittedWalk>(LagWalk::fit(values, lag, drift_), drift_);
  }

  [[nodiscard]] std::unique_ptr<FittedForecaster> restore(nlohmann::ordered_json const& state) const override {
    return restore_from(info_.name, [&] {
      LagWalk walk{reals_from(state.at("last")), real_from(state.at("drift")), real_from(state.at("drift_error")),
                   real_from(state.at("residual_variance"))};
      if (walk.last.empty()) throw JobError{"there is no value to go on from"};
      return std::make_unique<FittedWalk>(std::move(walk), drift_);
    });
  }

private:
  job::LearnerInfo info_;
  LagWalk::Drift drift_;
};

job::LearnerInfo info(std::string name, std::string summary, std::string r_function) {
  job::LearnerInfo out;
  out.name = std::move(name);
  out.kinds = {job::DataKind::series};
  out.summary = std::move(summary);
  out.source = std::string{book} + "; R forecast 8.20, " + std::move(r_function);
  return out;
}

job::LearnerInfo seasonal_info() {
  auto out = info("seasonal_naive", "repeats the last season", "snaive()");
  out.hyperparameters.push_back({.name = "season_length",
                                 .type = job::HyperparameterInfo::Type::integer,
                                 .default_value = 1,
                                 .description = "points in a season",
                                 .minimum = 1});
  return out;
}

} // namespace

Forecaster const& naive() {
  static WalkForecaster const forecaster{info("naive", "repeats the last value", "naive()"), LagWalk::Drift::none};
  return forecaster;
}

Forecaster const& seasonal_naive() {
  static WalkForecaster const forecaster{seasonal_info(), LagWalk::Drift::none};
  return forecaster;
}

Forecaster const& drift() {
  static WalkForecaster const forecaster{
      info("drift", "goes on along the line from the first to the last value", "rwf(drift = TRUE)"),
      LagWalk::Drift::estimated};
  return forecaster;
}

} // namespace rankfold::learners::forecasting
