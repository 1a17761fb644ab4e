#pragma once

#include "rankfold/value.hpp"
#include <cstddef>
#include <optional>

namespace rankfold::search {

/// Proposes configurations for one task, and is told how they did.
///
/// Asked and told asynchronously: the next configuration may be asked for before earlier ones are told. What it
/// proposes depends on its seed and on what it was told, taken in proposal order, and never on when it was told.
class Sampler {
public:
  virtual ~Sampler() = default;

  /// The next configuration, numbered from 0; nothing if it is exhausted or needs a result first.
  [[nodiscard]] virtual std::optional<Configuration> ask() = 0;
  /// Nothing more will be proposed, whatever it is told.
  [[nodiscard]] virtual bool exhausted() const = 0;
  /// The objective of proposal number `proposal`; NaN for a failed trial.
  virtual void tell(std::size_t proposal, double objective) = 0;
};

} // namespace rankfold::search
