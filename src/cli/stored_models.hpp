#pragma once

#include "job/catalogue.hpp"
#include "results/result_reader.hpp"
#include "support/error.hpp"
#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace rankfold::cli {

/// The model of a task, as a result file has it.
struct StoredTask {
  TaskId id;
  std::string name;
  std::size_t points = 0; ///< of the series that it was fitted to; 0 where the file does not tell
  State state = State::waiting;
  std::optional<results::StoredModel> model;
};

/// What `predict` needs of a result file.
struct StoredModels {
  std::filesystem::path path;
  job::DataKind kind = job::DataKind::none;
  bool complete = false; ///< nothing more will come
  std::vector<StoredTask> tasks;
};

/// Reads it, also while a run writes it.
/// @param name of the only task wanted; empty: all. @throws JobError if there is no such task
[[nodiscard]] StoredModels read_models(std::filesystem::path const& result_file, std::string const& name);

/// Calls `restore` with the state of a model, as JSON.
/// @throws JobError naming file and task if it is none that `restore` takes
template <class Restore>
auto restore_model(std::filesystem::path const& file, StoredTask const& task, Restore const& restore) {
  try {
    return restore(nlohmann::ordered_json::parse(task.model->state));
  } catch (nlohmann::ordered_json::exception const& damage) {
    throw JobError{fmt::format("'{}' is damaged: the model of task '{}': {}", file.native(), task.name, damage.what())};
  } catch (JobError const& damage) {
    throw JobError{fmt::format("'{}' is damaged: the model of task '{}': {}", file.native(), task.name, damage.what())};
  }
}

/// Why a task without a model has none.
[[nodiscard]] std::string reason_without_model(StoredModels const& file, StoredTask const& task);

} // namespace rankfold::cli
