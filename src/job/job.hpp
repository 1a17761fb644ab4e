#pragma once

#include "job/catalogue.hpp"
#include "job/metric.hpp"
#include "job/resources.hpp"
#include "job/slurm.hpp"
#include "rankfold/value.hpp"
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rankfold::job {

/// A range of numbers: { min = 1e-4, max = 1.0, scale = "log" }, { min = 2, max = 12, type = "int", step = 2 }.
struct Range {
  enum class Scale { linear, log };
  double minimum = 0, maximum = 0; ///< both inclusive
  Scale scale = Scale::linear;
  bool integer = false;
  std::optional<double> step;

  bool operator==(Range const&) const = default;
};

/// `when = { kernel = "poly" }`: the hyperparameter counts only where all the others named have one of these values.
struct Condition {
  std::string hyperparameter;
  std::vector<Value> values;

  bool operator==(Condition const&) const = default;
};

/// The values that one hyperparameter may take, as the job file gives them.
struct Domain {
  std::string hyperparameter;
  std::variant<std::vector<Value>, Range> values; ///< one value: fixed; several: each is tried
  std::vector<Condition> when;                    ///< empty: always

  bool operator==(Domain const&) const = default;
};

/// One [[learner]]: its domains in file order. Hyperparameters not named keep their defaults.
struct LearnerSpec {
  std::string name;
  std::vector<Domain> domains;

  bool operator==(LearnerSpec const&) const = default;
};

/// [data]
struct DataSpec {
  enum class Layout { long_form, wide };
  DataKind kind = DataKind::none;
  std::filesystem::path path; ///< absolute, or relative to the working directory: already resolved against the job file
  std::string id, time, target;
  std::vector<std::string> select; ///< empty: all
  double offset = 0;               ///< added to every value of the target
  Layout layout = Layout::long_form;
  std::optional<Problem> problem;    ///< tables: nothing means by the target's type
  std::vector<std::string> features; ///< tables: names or patterns with * and ?; empty: all other columns

  bool operator==(DataSpec const&) const = default;
};

/// [validation]
struct ValidationSpec {
  enum class Scheme { time_series, k_fold, stratified_k_fold, holdout, predefined };
  Scheme scheme = Scheme::time_series;
  int folds = 5;        ///< number of folds; 1 for holdout; predefined: set from the column once the data is read
  double test_size = 1; ///< time-series: points; holdout: a share (below 1) or a number of rows
  int step = 0;         ///< time-series: points between two cutoffs; 0 means test_size
  int gap = 0;          ///< time-series: points left out between train and test
  int window = 0;       ///< time-series: train on the last `window` points only; 0 means on all before the cutoff
  int chain = 1;        ///< series: so many folds in a row may start from one another; 1: each from scratch
  bool shuffle = true;  ///< k-fold and holdout: rows in random order, drawn from the job's seed
  std::string column;   ///< predefined: the column with each row's fold

  bool operator==(ValidationSpec const&) const = default;
};

/// [objective]
struct ObjectiveSpec {
  std::vector<std::string> metrics; ///< the first decides, the others are recorded too; at most `max_metrics`
  Direction direction = Direction::minimize;

  bool operator==(ObjectiveSpec const&) const = default;
};

inline constexpr std::size_t max_metrics = 12;

/// [search]
struct SearchSpec {
  std::string algorithm = "grid";

  bool operator==(SearchSpec const&) const = default;
};

/// What a job was read from. Equal sources give equal jobs on every rank, so this is what is broadcast.
struct JobSource {
  std::filesystem::path path;         ///< of the file; relative paths in it are relative to its folder
  std::string text;                   ///< the file's bytes
  std::vector<std::string> overrides; ///< SECTION.KEY=VALUE from `--set` and `--output`, applied in order
};

/// A job file, read, checked and with every default filled in.
struct Job {
  std::string name;
  std::uint64_t seed = 0;
  std::filesystem::path output; ///< resolved as `DataSpec::path`; relative ones against the working directory
  DataSpec data;
  ValidationSpec validation;
  ObjectiveSpec objective;
  std::vector<LearnerSpec> learners;
  SearchSpec search;
  ResourceSpec resources;
  EnvironmentSpec environment;
  SlurmSpec slurm;

  JobSource source;
};

} // namespace rankfold::job
