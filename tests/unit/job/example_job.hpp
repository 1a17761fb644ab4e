#pragma once

#include "job/read_job.hpp"
#include <string>
#include <vector>

/// Learners made up for the tests, with a hyperparameter of each type, and a job file of numbered lines.
namespace rankfold::job::example {

inline HyperparameterInfo hyperparameter(std::string name, HyperparameterInfo::Type type, Value fallback) {
  HyperparameterInfo info;
  info.name = std::move(name);
  info.type = type;
  info.default_value = std::move(fallback);
  info.description = "what it does";
  return info;
}

inline HyperparameterInfo bounded(HyperparameterInfo info, double minimum, double maximum) {
  info.minimum = minimum;
  info.maximum = maximum;
  return info;
}

inline HyperparameterInfo with_choices(HyperparameterInfo info, std::vector<std::string> choices) {
  info.choices = std::move(choices);
  return info;
}

inline HyperparameterInfo required(HyperparameterInfo info) {
  info.required = true;
  return info;
}

inline LearnerInfo learner(std::string name, DataKind kind, std::vector<HyperparameterInfo> hyperparameters) {
  LearnerInfo info;
  info.name = std::move(name);
  info.kinds = {kind};
  info.summary = "a learner";
  info.source = "nowhere";
  info.hyperparameters = std::move(hyperparameters);
  return info;
}

inline Catalogue catalogue() {
  using Type = HyperparameterInfo::Type;
  auto const season = bounded(hyperparameter("season_length", Type::integer, 1), 1, 400);
  auto const order = bounded(hyperparameter("order", Type::integer_list, ValueList{0, 0, 0}), 0, 9);
  return {
      learner("naive", DataKind::series, {}),
      learner("ets", DataKind::series,
              {season, hyperparameter("model", Type::text, "ZZZ"),
               with_choices(hyperparameter("damped", Type::boolean, "auto"), {"auto"}),
               bounded(hyperparameter("phi", Type::real, 0.9), 0.0, 1.0),
               with_choices(hyperparameter("ic", Type::text, "aicc"), {"aicc", "aic", "bic"})}),
      learner("arima", DataKind::series, {required(order), season}),
      learner("svm_rbf", DataKind::table,
              {bounded(hyperparameter("C", Type::real, 1.0), 0.0, 1e9),
               with_choices(hyperparameter("gamma", Type::real, "scale"), {"scale"})}),
      learner("sleep", DataKind::none, {bounded(hyperparameter("seconds", Type::real, 0.0), 0.0, 1e6)}),
  };
}

inline std::vector<std::string> const lines{
    R"([job])",                  // 1
    R"(name = "demo")",          // 2
    R"([data])",                 // 3
    R"(kind = "series")",        // 4
    R"(path = "data/d.csv")",    // 5
    R"(target = "y")",           // 6
    R"([validation])",           // 7
    R"(folds = 3)",              // 8
    R"([objective])",            // 9
    R"(metric = "mse")",         // 10
    R"([[learner]])",            // 11
    R"(name = "ets")",           // 12
    R"(season_length = [6, 7])", // 13
    R"([search])",               // 14
    R"(algorithm = "grid")",     // 15
};

/// The example with line `number` replaced, or as it stands with 0.
inline std::string with_line(std::size_t number, std::string const& replacement) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) text += (i + 1 == number ? replacement : lines[i]) + '\n';
  return text;
}

inline Job read(std::string text, std::vector<std::string> overrides = {}) {
  return read_job({"jobs/demo.toml", std::move(text), std::move(overrides)}, catalogue());
}

/// All that a job says, without what it was read from.
inline bool same_job(Job const& a, Job const& b) {
  return a.name == b.name && a.seed == b.seed && a.output == b.output && a.data == b.data &&
         a.validation == b.validation && a.objective == b.objective && a.learners == b.learners &&
         a.search == b.search && a.resources == b.resources && a.environment == b.environment && a.slurm == b.slurm;
}

} // namespace rankfold::job::example
