#include "hdf5/claim.hpp"

#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <hdf5.h>

namespace rankfold::hdf5 {

void check_claim(Identifier dataset, std::string const& place, std::uint64_t values, std::size_t value_bytes) {
  // A byte of the file may become eight in memory.
  constexpr std::uint64_t best_ratio = 1032 * 8, always_fine = std::uint64_t{64} << 20;
  std::uint64_t bytes = 0, limit = 0;
  bool const overflow = __builtin_mul_overflow(values, value_bytes, &bytes);
  if (__builtin_mul_overflow(H5Dget_storage_size(dataset), best_ratio, &limit)) limit = ~std::uint64_t{0};
  if (overflow || bytes > std::max(limit, always_fine))
    throw JobError{fmt::format("{} claims {} values, which the file does not hold", place, values)};
}

} // namespace rankfold::hdf5
