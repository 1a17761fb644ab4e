#pragma once

#include "hdf5/digest.hpp"
#include "results/columns.hpp"
#include <optional>
#include <string>

namespace rankfold::results {

/// A row of /checksums: what a dataset holds at the end of the run.
struct ChecksumRecord {
  std::string dataset;
  std::optional<hdf5::Digest> digest; ///< nothing until the run ends
};

class ChecksumRows {
public:
  using Record = ChecksumRecord;
  [[nodiscard]] static hdf5::RowLayout layout(std::size_t name_bytes);
  explicit ChecksumRows(hdf5::RowLayout const& layout);
  void encode(hdf5::Row row, Record const& record) const;
  [[nodiscard]] Record decode(hdf5::ConstRow row) const;

private:
  hdf5::Column dataset_, bytes_, hash_;
};

} // namespace rankfold::results
