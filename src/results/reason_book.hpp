#pragma once

#include "results/reason_rows.hpp"
#include "results/table_writer.hpp"
#include <cstdint>
#include <string>
#include <unordered_map>

namespace rankfold::results {

/// Writes /reasons: folds that fail for the same reason, in thousands as a rule, share its text.
class ReasonBook {
public:
  explicit ReasonBook(hdf5::File const& file);
  /// The row of this text, which is made if it is not known.
  [[nodiscard]] std::int64_t number(std::string const& reason);
  void write() { table_.write(); }

private:
  TableWriter<ReasonRows> table_;
  std::unordered_map<std::string, std::int64_t> known_;
};

} // namespace rankfold::results
