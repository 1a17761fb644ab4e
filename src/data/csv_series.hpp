#pragma once

#include "data/dataset.hpp"
#include "job/job.hpp"
#include <string>
#include <vector>

namespace rankfold::data {

/// Series from a CSV file with a row for each observation.
[[nodiscard]] Dataset read_long_csv(job::DataSpec const& spec);

/// Series from a CSV file with a row for each series.
/// @param notices told where names had to be made unique
[[nodiscard]] Dataset read_wide_csv(job::DataSpec const& spec, std::vector<std::string>& notices);

} // namespace rankfold::data
