#include "cli/stored_models.hpp"

#include "learners/registry.hpp"
#include "results/blueprint.hpp"
#include "results/read_live.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <iterator>

namespace rankfold::cli {
namespace {

/// Every task of the job, also where its row has not been written yet.
std::vector<StoredTask> list_tasks(results::ResultReader const& reader, results::Blueprint const& blueprint) {
  std::vector<StoredTask> tasks;
  for (auto const& name : blueprint.tasks) tasks.push_back({TaskId{std::ssize(tasks)}, name, 0, State::waiting, {}});
  for (std::size_t i = 0; i < std::min(tasks.size(), blueprint.digest.tasks.size()); ++i) {
    tasks[i].points = static_cast<std::size_t>(blueprint.digest.tasks[i].points);
  }
  for (auto const& record : reader.tasks()) {
    if (record.task.exists() && record.task.index() < tasks.size()) tasks[record.task.index()].state = record.state;
  }
  return tasks;
}

/// Leaves only the task of this name.
void select(std::vector<StoredTask>& tasks, std::string const& name) {
  std::vector<std::string> names;
  for (auto const& task : tasks) names.push_back(task.name);
  std::erase_if(tasks, [&](auto const& task) { return task.name != name; });
  if (tasks.empty()) {
    throw JobError{fmt::format("rankfold predict: --task: there is no task '{}'{}", name, did_you_mean(name, names))};
  }
}

} // namespace

StoredModels read_models(std::filesystem::path const& result_file, std::string const& name) {
  return results::read_live(result_file, [&](results::ResultReader const& reader) {
    bool const complete = is_final(reader.progress().state); // first: a model that is there later is no mistake
    auto const blueprint = reader.blueprint();
    StoredModels found{reader.path(), results::job_of(blueprint, learners::catalogue()).data.kind, complete,
                       list_tasks(reader, blueprint)};
    if (!name.empty()) select(found.tasks, name);
    for (auto& task : found.tasks) task.model = reader.model(task.id);
    return found;
  });
}

std::string reason_without_model(StoredModels const& file, StoredTask const& task) {
  if (!file.complete && task.state != State::failed) return "no model yet";
  if (task.state != State::complete) return fmt::format("no model: the task is {}", to_string(task.state));
  return "no model: the best configuration could not be fitted to all data";
}

} // namespace rankfold::cli
