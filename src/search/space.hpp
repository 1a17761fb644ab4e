#pragma once

#include "job/job.hpp"
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rankfold::search {

/// The values that one hyperparameter may take, ready for a sampler.
struct Dimension {
  std::string hyperparameter;
  std::variant<std::vector<Value>, job::Range> values; ///< a list has each value once
  /// All must hold for it to count; each names an earlier dimension of the same block.
  struct Condition {
    std::size_t dimension;
    std::vector<Value> values;
  };
  std::vector<Condition> when;
};

/// One [[learner]] of the job: its dimensions in file order, except that one with a condition stands behind those that
/// the condition names. Which dimensions count can thus be decided in this order, while values are being chosen.
struct Block {
  std::string learner;
  std::vector<Dimension> dimensions;
};

/// The values that hyperparameters may take: a job's learners, in file order. A configuration drawn from it lists the
/// hyperparameters that the job file names and that count; all others have the learner's defaults.
class SearchSpace {
public:
  explicit SearchSpace(job::Job const& job);

  [[nodiscard]] std::vector<Block> const& blocks() const { return blocks_; }
  /// What it was made from, for error messages: the job file's path.
  [[nodiscard]] std::string const& origin() const { return origin_; }

private:
  std::vector<Block> blocks_;
  std::string origin_;
};

/// The values chosen for a block's first dimensions; nothing for one that does not count.
using Choices = std::vector<std::optional<Value>>;

/// Whether a dimension counts, given what was chosen for those before it.
[[nodiscard]] bool is_active(Dimension const& dimension, Choices const& earlier);

} // namespace rankfold::search
