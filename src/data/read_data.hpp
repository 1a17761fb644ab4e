#pragma once

#include "data/dataset.hpp"
#include "job/job.hpp"
#include <string>
#include <vector>

namespace rankfold::data {

struct LoadedData {
  Dataset dataset;
  std::vector<std::string> notices; ///< what the user should know but need not act on, one line each
};

/// Reads what [data] names: CSV (RFC 4180; gzip by content, not by name) or HDF5 (by its signature), series or table.
///
/// The offset is added, the selection applied, long rows sorted by time within their series. Everything that can be
/// wrong with a file is found here, before any work starts.
/// @param validation for the fold column of a table, which is not a feature
/// @throws JobError naming file, row (from 1, the header being row 1), column and value.
[[nodiscard]] LoadedData read_data(job::DataSpec const& spec, job::ValidationSpec const& validation);

} // namespace rankfold::data
