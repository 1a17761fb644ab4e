#pragma once

#include "job/job.hpp"
#include <cstdint>

namespace rankfold::job {

/// How many values a range has that goes by steps: of integers by 1 where it says nothing else.
/// @pre it is of integers or has a step. @return at most 2^62, however many there are
[[nodiscard]] std::uint64_t range_size(Range const& range);

/// Value number `index` of such a range: minimum + index * step, without the last digits' noise (0.3, not
/// 0.30000000000000004). @pre index < range_size(range)
[[nodiscard]] Value range_value(Range const& range, std::uint64_t index);

/// Whether a hyperparameter with this range may take that value.
[[nodiscard]] bool contains(Range const& range, Value const& value);

} // namespace rankfold::job
