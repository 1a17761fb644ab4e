#include "results/reason_book.hpp"

#include "results/format.hpp"

namespace rankfold::results {
namespace {

/// Reasons that all differ (an address, a time in each) must not fill the memory; later ones get a row each.
constexpr std::size_t most_known = 4096;
constexpr std::uint64_t expected_reasons = 32;

} // namespace

ReasonBook::ReasonBook(hdf5::File const& file) : table_{file, reason_table, ReasonRows::layout(), expected_reasons} {}

std::int64_t ReasonBook::number(std::string const& reason) {
  if (auto const found = known_.find(reason); found != known_.end()) return found->second;
  auto const row = static_cast<std::int64_t>(table_.rows());
  table_.append(reason);
  if (known_.size() < most_known) known_.emplace(reason, row);
  return row;
}

} // namespace rankfold::results
