#pragma once

#include "mpi/crew.hpp"
#include <vector>

namespace rankfold::mpi {

/// How workers are kept supplied with folds. The dispatcher reads the mail and keeps the watch, whatever the supply.
class Supply {
public:
  virtual ~Supply() = default;

  [[nodiscard]] virtual std::size_t room() const = 0;
  virtual void withdraw() = 0;
  /// Hands out what can be handed out, and appends what came back by a collective; never waits.
  virtual void advance(std::vector<roles::FoldResult>& results) = 0;
  /// A worker's letter was settled with the crew.
  virtual void answered(std::size_t worker, Report::Kind kind) = 0;
  /// Gives each worker this word, which lets it go. The last call but the next two.
  virtual void dismiss(Order const& word) = 0;
  /// How many workers answer the word with a farewell, the last letter that they send.
  [[nodiscard]] virtual std::size_t farewells_due() const = 0;
  /// Whether every word given was taken out of this rank's hands.
  [[nodiscard]] virtual bool all_given() = 0;
  /// Whether workers wait in a collective, or may: one that lacks a rank would never end.
  [[nodiscard]] virtual bool is_collective() const = 0;
};

} // namespace rankfold::mpi
