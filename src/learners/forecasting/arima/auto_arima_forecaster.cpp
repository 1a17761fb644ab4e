#include "learners/forecasting/arima/auto_arima.hpp"
#include "learners/forecasting/arima/fitted_arima.hpp"
#include "learners/forecasting/forecasters.hpp"

#include <limits>

namespace rankfold::learners::forecasting {
namespace {

using namespace box_jenkins;
using Type = job::HyperparameterInfo::Type;

constexpr double unbounded = std::numeric_limits<double>::infinity();

job::HyperparameterInfo integer(char const* name, int value, int most, char const* description) {
  return {name, Type::integer, value, description, 0, static_cast<double>(most)};
}

job::HyperparameterInfo flag(char const* name, bool value, char const* description) {
  return {name, Type::boolean, value, description};
}

job::HyperparameterInfo choice(char const* name, char const* value, std::vector<std::string> all,
                               char const* description) {
  return {name, Type::text, value, description, -unbounded, unbounded, std::move(all)};
}

/// A number, or a word that stands for a choice by the data.
job::HyperparameterInfo or_word(char const* name, Type type, double least, double most, std::vector<std::string> words,
                                char const* description) {
  return {name, type, words.front(), description, least, most, words};
}

job::LearnerInfo make_info() {
  job::LearnerInfo info;
  info.name = "auto_arima";
  info.version = 2;
  info.warm_starts = true;
  info.kinds = {job::DataKind::series};
  info.summary = "Seasonal ARIMA, its orders chosen by an information criterion";
  info.source = "Hyndman & Khandakar (2008); as auto.arima of R's forecast package";
  info.hyperparameters = {
      {"season_length", Type::integer, 1, "observations in a season", 1, 1000},
      or_word("d", Type::integer, 0, 2, {"auto"}, "first differences; auto: by unit root tests"),
      or_word("D", Type::integer, 0, 1, {"auto"}, "seasonal differences; auto: by a seasonal test"),
      integer("max_p", 5, 20, "most autoregressive terms"),
      integer("max_q", 5, 20, "most moving average terms"),
      integer("max_P", 2, 5, "most seasonal autoregressive terms"),
      integer("max_Q", 2, 5, "most seasonal moving average terms"),
      integer("max_order", 5, 50, "most terms altogether; counts in a full search only"),
      integer("max_d", 2, 2, "most first differences"),
      integer("max_D", 1, 1, "most seasonal differences"),
      integer("start_p", 2, 20, "autoregressive terms of the first model tried"),
      integer("start_q", 2, 20, "moving average terms of the first model tried"),
      integer("start_P", 1, 5, "seasonal autoregressive terms of the first model tried"),
      integer("start_Q", 1, 5, "seasonal moving average terms of the first model tried"),
      flag("stationary", false, "no differences"),
      flag("seasonal", true, "seasonal terms, where season_length is above 1"),
      choice("ic", "aicc", {"aicc", "aic", "bic"}, "information criterion that decides"),
      flag("stepwise", true, "search from neighbour to neighbour; false: every order up to max_order"),
      {"approximation",
       Type::boolean,
       "auto",
       "compare orders by conditional sums of squares; auto: where exact "
       "likelihoods would take long",
       -unbounded,
       unbounded,
       {"auto"}},
      {"nmodels", Type::integer, 94, "most models that the search from neighbour to neighbour tries", 1, 10000},
      or_word("truncate", Type::integer, 1, 1e9, {"none"},
              "compare by conditional sums over so many of the last values"),
      flag("allow_drift", true, "may include a drift"),
      flag("allow_mean", true, "may include a mean"),
      choice("test", "kpss", {"kpss", "adf", "pp"}, "unit root test"),
      choice("seasonal_test", "seas", {"seas", "ocsb"}, "seasonal test: strength of the season, or OCSB"),
      or_word("lambda", Type::real, -2, 2, {"none", "auto"}, "Box-Cox transform; auto: Guerrero's choice"),
      flag("biasadj", false, "with a transform: forecast means rather than medians"),
  };
  return info;
}

/// Reads hyperparameters that the registry has checked already.
class Reader {
public:
  explicit Reader(Parameters const& parameters) : parameters_{parameters} {}
  int integer(char const* name) const { return static_cast<int>(parameters_.at(name).as_integer()); }
  bool flag(char const* name) const { return parameters_.at(name).as_bool(); }
  std::string const& text(char const* name) const { return parameters_.at(name).as_text(); }
  std::optional<int> integer_or_word(char const* name) const {
    return parameters_.at(name).is_text() ? std::nullopt : std::optional{integer(name)};
  }
  Value const& value(char const* name) const { return parameters_.at(name); }

private:
  Parameters const& parameters_;
};

InformationCriterion read_criterion(std::string const& name) {
  return name == "aic"   ? InformationCriterion::aic
         : name == "bic" ? InformationCriterion::bic
                         : InformationCriterion::aicc;
}

UnitRootTest read_test(std::string const& name) {
  return name == "adf" ? UnitRootTest::adf : name == "pp" ? UnitRootTest::pp : UnitRootTest::kpss;
}

Approximation read_approximation(Value const& value) {
  if (!value.is_bool()) return Approximation::automatic;
  return value.as_bool() ? Approximation::always : Approximation::never;
}

AutoOptions read_options(Parameters const& parameters) {
  Reader const read{parameters};
  AutoOptions o;
  o.period = read.integer("season_length");
  o.d = read.integer_or_word("d");
  o.D = read.integer_or_word("D");
  o.max_p = read.integer("max_p");
  o.max_q = read.integer("max_q");
  o.max_P = read.integer("max_P");
  o.max_Q = read.integer("max_Q");
  o.max_order = read.integer("max_order");
  o.max_d = read.integer("max_d");
  o.max_D = read.integer("max_D");
  o.start_p = read.integer("start_p");
  o.start_q = read.integer("start_q");
  o.start_P = read.integer("start_P");
  o.start_Q = read.integer("start_Q");
  o.stationary = read.flag("stationary");
  o.seasonal = read.flag("seasonal");
  o.stepwise = read.flag("stepwise");
  o.allow_drift = read.flag("allow_drift");
  o.allow_mean = read.flag("allow_mean");
  o.criterion = read_criterion(read.text("ic"));
  o.approximation = read_approximation(read.value("approximation"));
  o.test = read_test(read.text("test"));
  o.seasonal_test = read.text("seasonal_test") == "ocsb" ? SeasonalTest::ocsb : SeasonalTest::strength;
  o.most_models = static_cast<std::size_t>(read.integer("nmodels"));
  if (auto const truncate = read.integer_or_word("truncate")) o.truncate = static_cast<std::size_t>(*truncate);
  o.lambda = read.value("lambda");
  o.bias_adjusted = read.flag("biasadj");
  return o;
}

/// Remembers the search, for one over more values.
class FittedAutoArima final : public FittedArima {
public:
  explicit FittedAutoArima(ChosenArima chosen) :
      FittedArima{std::move(chosen.model)}, findings_{std::move(chosen.findings)} {}
  [[nodiscard]] OrderFindings const& findings() const { return findings_; }

private:
  OrderFindings findings_;
};

class AutoArimaForecaster final : public Forecaster {
public:
  job::LearnerInfo const& info() const override { return info_; }

  std::unique_ptr<FittedForecaster> fit(std::span<double const> values, Parameters const& parameters) const override {
    return std::make_unique<FittedAutoArima>(choose_arima(values, read_options(parameters)));
  }

  std::unique_ptr<FittedForecaster> fit_after(FittedForecaster const& previous, std::span<double const> values,
                                              Parameters const& parameters) const override {
    auto const* const known = dynamic_cast<FittedAutoArima const*>(&previous);
    if (!known) return fit(values, parameters); // a restored model remembers no search
    return std::make_unique<FittedAutoArima>(choose_arima(values, read_options(parameters), known->findings()));
  }

  std::unique_ptr<FittedForecaster> restore(nlohmann::ordered_json const& state) const override {
    return std::make_unique<FittedArima>(from_state(state));
  }

private:
  job::LearnerInfo info_ = make_info();
};

} // namespace

Forecaster const& auto_arima() {
  static AutoArimaForecaster const forecaster;
  return forecaster;
}

} // namespace rankfold::learners::forecasting
