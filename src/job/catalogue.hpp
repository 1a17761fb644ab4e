#pragma once

#include "rankfold/value.hpp"
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::job {

/// What data a learner is fitted to.
enum class DataKind { none, series, table };

/// One hyperparameter of a learner: what a job file may give for it.
struct HyperparameterInfo {
  enum class Type { boolean, integer, real, text, integer_list, real_list };

  std::string name;
  Type type = Type::real;
  Value default_value = 0.0; ///< what counts where the job file says nothing
  std::string description;
  double minimum = -std::numeric_limits<double>::infinity(); ///< of numbers, and of a list's items; inclusive
  double maximum = std::numeric_limits<double>::infinity();
  std::vector<std::string> choices =
      {};                ///< text: all it may be (empty: any text). Others: words accepted besides, as "auto"
  bool required = false; ///< has no default

  [[nodiscard]] bool is_list() const { return type == Type::integer_list || type == Type::real_list; }
};

/// What the job file's reader must know of a learner: enough to check hyperparameters with their place in the file.
struct LearnerInfo {
  std::string name;
  std::vector<DataKind> kinds; ///< data it can be fitted to
  std::string summary;
  std::string source; ///< the paper, or the implementation it agrees with
  int version = 1;    ///< raised when its numbers change; part of a fold's identity
  std::vector<HyperparameterInfo> hyperparameters;
  /// A fit gains from one to the beginning of the same values: see `learners::Forecaster::fit_after`.
  bool warm_starts = false;

  [[nodiscard]] HyperparameterInfo const* find(std::string_view hyperparameter) const;
  [[nodiscard]] bool serves(DataKind kind) const;
};

/// The learners of this build. `learners/registry.hpp` makes it; the job file's reader knows learners only through it.
using Catalogue = std::vector<LearnerInfo>;

[[nodiscard]] LearnerInfo const* find_learner(Catalogue const& catalogue, std::string_view name);

} // namespace rankfold::job
