#include "results/model_store.hpp"

#include "results/format.hpp"
#include <tuple>

namespace rankfold::results {
namespace {

TableWriter<ModelRows> make_index(hdf5::File const& file, std::uint64_t tasks, std::size_t learner_bytes) {
  file.make_group(model_group);
  return {file, model_table, ModelRows::layout(learner_bytes), tasks};
}

} // namespace

ModelStore::ModelStore(hdf5::File const& file, std::uint64_t tasks, std::size_t learner_bytes) :
    index_{make_index(file, tasks, learner_bytes)}, states_{hdf5::ByteStream::create(file, model_states)} {}

void ModelStore::put(roles::FoldResult const& refit, std::string_view learner) {
  auto const& [task, trial, key] = std::tie(refit.request.task, refit.request.trial, refit.request.key);
  auto const offset = static_cast<std::int64_t>(states_.append(refit.text));
  auto const length = static_cast<std::int64_t>(refit.text.size());
  index_.put(task.index(), {task, trial, std::string{learner}, offset, length, key});
}

} // namespace rankfold::results
