#include "results/checksum_rows.hpp"

namespace rankfold::results {

using hdf5::ColumnType;

hdf5::RowLayout ChecksumRows::layout(std::size_t name_bytes) {
  hdf5::RowLayout layout;
  layout.add("dataset", ColumnType::text(name_bytes));
  layout.add("bytes", ColumnType::int64());
  layout.add("hash", ColumnType::int64());
  return layout;
}

ChecksumRows::ChecksumRows(hdf5::RowLayout const& layout) :
    dataset_{require(layout, "dataset")}, bytes_{require(layout, "bytes")}, hash_{require(layout, "hash")} {}

void ChecksumRows::encode(hdf5::Row row, Record const& record) const {
  set_text(row, dataset_, record.dataset);
  set_integer(row, bytes_, record.digest ? static_cast<std::int64_t>(record.digest->bytes) : -1);
  set_integer(row, hash_, record.digest ? static_cast<std::int64_t>(record.digest->hash) : 0);
}

ChecksumRecord ChecksumRows::decode(hdf5::ConstRow row) const {
  Record record{std::string{get_text(row, dataset_)}, {}};
  auto const bytes = get_integer(row, bytes_), hash = get_integer(row, hash_);
  if (bytes != -1 || hash != 0) record.digest = {static_cast<std::uint64_t>(bytes), static_cast<std::uint64_t>(hash)};
  return record;
}

} // namespace rankfold::results
