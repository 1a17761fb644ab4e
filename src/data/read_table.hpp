#pragma once

#include "data/dataset.hpp"
#include "job/job.hpp"
#include <string>
#include <vector>

namespace rankfold::data {

/// A table from a CSV file. A column is one of numbers where each of its cells is a number or missing, else of texts.
/// @param notices told where folds were numbered anew
[[nodiscard]] Dataset read_csv_table(job::DataSpec const& spec, job::ValidationSpec const& validation,
                                     std::vector<std::string>& notices);

/// A table from an HDF5 file, see docs/data.md.
[[nodiscard]] Dataset read_hdf5_table(job::DataSpec const& spec, job::ValidationSpec const& validation,
                                      std::vector<std::string>& notices);

} // namespace rankfold::data
