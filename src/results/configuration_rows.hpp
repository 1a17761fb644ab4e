#pragma once

#include "job/job.hpp"
#include "results/columns.hpp"
#include "support/ids.hpp"
#include <string>
#include <vector>

namespace rankfold::results {

/// /configurations/<learner>: one row a configuration of that learner.
///
/// A hyperparameter is a column of the type of all its values: a truth value, an integer, a real number, or text.
/// Where its values are of different types, or lists, or truth values that may be absent, the column is text that
/// holds them as JSON, but for texts without quotes where these could be nothing else. Absent (its `when` does not
/// hold): the least integer, NaN, or empty text.
class ConfigurationRows {
public:
  struct Record {
    ConfigurationId id;
    Parameters parameters;
  };
  /// @param specs all of the job's [[learner]] of one name: their hyperparameters together.
  [[nodiscard]] static hdf5::RowLayout layout(std::vector<job::LearnerSpec> const& specs);
  explicit ConfigurationRows(hdf5::RowLayout const& layout);
  void encode(hdf5::Row row, Record const& record) const;
  [[nodiscard]] Record decode(hdf5::ConstRow row) const;

private:
  hdf5::Column configuration_id_;
  std::vector<hdf5::Column> hyperparameters_;
};

} // namespace rankfold::results
