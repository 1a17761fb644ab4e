#pragma once

#include "data/dataset.hpp"
#include "job/job.hpp"
#include <string>
#include <vector>

namespace rankfold::data {

/// Series from an HDF5 file in long layout: a table, see `Hdf5Columns`, with a row for each observation.
[[nodiscard]] Dataset read_long_hdf5(job::DataSpec const& spec);

/// Series from an HDF5 file in wide layout: a dataset of two dimensions (series x time), which is named by `target` or
/// is the only one, and a list of as many names, which is named by `id` or is the only one of texts.
[[nodiscard]] Dataset read_wide_hdf5(job::DataSpec const& spec, std::vector<std::string>& notices);

} // namespace rankfold::data
