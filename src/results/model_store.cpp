#include "results/model_store.hpp"

#include "results/format.hpp"

namespace rankfold::results {
namespace {

TableWriter<ModelRows> make_index(hdf5::File const& file, std::uint64_t tasks, std::size_t learner_bytes) {
  file.make_group(model_group);
  return {file, model_table, ModelRows::layout(learner_bytes), tasks};
}

} // namespace

ModelStore::ModelStore(hdf5::File const& file, std::uint64_t tasks, std::size_t learner_bytes) :
    index_{make_index(file, tasks, learner_bytes)}, states_{hdf5::ByteStream::create(file, model_states)} {}

void ModelStore::put(TaskId task, TrialId trial, std::string_view learner, std::string_view state) {
  auto const offset = static_cast<std::int64_t>(states_.append(state));
  index_.put(task.index(), {task, trial, std::string{learner}, offset, static_cast<std::int64_t>(state.size())});
}

} // namespace rankfold::results
