#include "results/checksum_store.hpp"

#include "results/format.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace rankfold::results {
namespace {

/// Of the root and of its groups, which hold no others.
std::vector<std::string> datasets_of(hdf5::File const& file) {
  std::vector<std::string> names;
  for (auto const& name : file.children("/")) {
    if (file.kind_of(name) == hdf5::ObjectKind::dataset) {
      names.push_back(name);
      continue;
    }
    for (auto const& child : file.children(name)) names.push_back(fmt::format("{}/{}", name, child));
  }
  return names;
}

std::size_t widest(std::vector<std::string> const& names) {
  return std::ranges::max(names, {}, &std::string::size).size();
}

} // namespace

ChecksumStore::ChecksumStore(hdf5::File const& file) :
    datasets_{datasets_of(file)}, table_{file, checksum_table, ChecksumRows::layout(widest(datasets_)),
                                         datasets_.size()} {
  for (auto const& dataset : datasets_) table_.append({dataset, {}});
}

void ChecksumStore::take(hdf5::File const& file, std::string const& dataset) {
  auto const row = std::ranges::find(datasets_, dataset) - datasets_.begin();
  table_.put(static_cast<std::uint64_t>(row), {dataset, hdf5::digest(file, dataset)});
}

void ChecksumStore::take_all_but(hdf5::File const& file, std::string const& other) {
  for (auto const& dataset : datasets_)
    if (dataset != other) take(file, dataset);
}

} // namespace rankfold::results
