#pragma once

#include "results/checksum_rows.hpp"
#include "results/table_writer.hpp"
#include <string>
#include <vector>

namespace rankfold::results {

/// Writes /checksums: what each dataset of the file holds once the run has ended.
///
/// HDF5's own checksums of raw data are no help: chunks are written over in place while readers follow.
class ChecksumStore {
public:
  /// Makes the table, with a row for every dataset that is there by then. @throws SystemError
  explicit ChecksumStore(hdf5::File const& file);

  /// Reads a dataset, or all but one. What was put into them is in the file by then. @throws JobError if it cannot be
  /// read
  void take(hdf5::File const& file, std::string const& dataset);
  void take_all_but(hdf5::File const& file, std::string const& dataset);
  void write() { table_.write(); }

private:
  std::vector<std::string> datasets_;
  TableWriter<ChecksumRows> table_;
};

} // namespace rankfold::results
