#pragma once

#include "hdf5/table.hpp"
#include "job/job.hpp"
#include "rankfold/value.hpp"
#include "results/checksum_rows.hpp"
#include "results/fold_rows.hpp"
#include "results/header.hpp"
#include "results/progress_rows.hpp"
#include "roles/result_store.hpp"
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace rankfold::results {

using Configurations = std::unordered_map<ConfigurationId, Configuration>;

/// The fitted model of a task.
struct StoredModel {
  TrialId trial;
  std::string learner;
  std::string state; ///< JSON
};

/// Reads a result file: one that is finished, that is being written, or whose run was killed. Each call gives what was
/// flushed when the file was opened, or later. All calls throw JobError if the file is damaged.
class ResultReader {
public:
  /// @throws JobError if it is missing, is no result file, or was written by a newer version.
  explicit ResultReader(std::filesystem::path const& path);

  [[nodiscard]] ResultInfo const& info() const { return info_; }
  [[nodiscard]] std::filesystem::path const& path() const { return file_.path(); }
  [[nodiscard]] ProgressRecord progress() const;
  /// Whether the run that wrote the file was killed before it came to an end.
  [[nodiscard]] bool interrupted() const;

  [[nodiscard]] std::vector<roles::TaskRecord> tasks() const;
  [[nodiscard]] std::vector<roles::TrialRecord> trials() const;
  [[nodiscard]] Configurations configurations() const;
  [[nodiscard]] std::vector<std::string> metrics() const;
  [[nodiscard]] std::vector<std::string> reasons() const;
  [[nodiscard]] std::vector<roles::RankUse> ranks() const;
  [[nodiscard]] std::vector<roles::Event> events() const;
  /// Every row of /folds that has a result, in trial order. Folds are too many to be held at once.
  void for_each_fold(std::function<void(FoldRecord const&)> const& take) const;
  /// Every stored model, as the refit that gave it.
  void for_each_model(std::function<void(roles::FoldResult const&)> const& take) const;
  /// Nothing if the task has no model (yet).
  [[nodiscard]] std::optional<StoredModel> model(TaskId task) const;

  /// @name The job file, as given and as resolved
  [[nodiscard]] std::string job_text() const;
  /// What the job was read from, so that it can be read again.
  [[nodiscard]] job::JobSource job_source() const;
  [[nodiscard]] std::string resolved_job_text() const;
  /// Without the digest of the data where the file was written by a version that stored none.
  [[nodiscard]] Blueprint blueprint() const;

  /// What the datasets held when the run ended; empty until then, and in files of earlier versions.
  [[nodiscard]] std::vector<ChecksumRecord> checksums() const;
  [[nodiscard]] bool has_dataset(std::string const& name) const;
  /// What a dataset holds now.
  [[nodiscard]] hdf5::Digest digest(std::string const& dataset) const { return hdf5::digest(file_, dataset); }

  /// A table by its name (to be used no longer than the reader), for whoever wants its columns as they are.
  [[nodiscard]] hdf5::Table table(std::string const& name) const;
  /// Learners with a table of configurations.
  [[nodiscard]] std::vector<std::string> learners() const;

private:
  hdf5::File file_;
  ResultInfo info_;
};

} // namespace rankfold::results
