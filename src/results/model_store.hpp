#pragma once

#include "hdf5/byte_stream.hpp"
#include "results/model_rows.hpp"
#include "results/table_writer.hpp"
#include "roles/fold.hpp"
#include <string_view>

namespace rankfold::results {

/// Writes /models: the fitted model of each task's best trial.
class ModelStore {
public:
  /// Makes the group and its datasets. @throws SystemError
  ModelStore(hdf5::File const& file, std::uint64_t tasks, std::size_t learner_bytes);
  /// @param refit its text is the model's state, JSON; a task's later model takes the place of the one before.
  void put(roles::FoldResult const& refit, std::string_view learner);
  void write() { index_.write(); }

private:
  TableWriter<ModelRows> index_;
  hdf5::ByteStream states_;
};

} // namespace rankfold::results
