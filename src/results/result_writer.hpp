#pragma once

#include "hdf5/file.hpp"
#include "results/result_tables.hpp"
#include "results/run_lock.hpp"
#include "results/staged_file.hpp"
#include "roles/result_store.hpp"
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rankfold::results {

/// Writes one job's result file (docs/result-format.md).
///
/// What is put goes to memory, a bounded part of each table, and to the file with `flush`. The file gets its name with
/// `publish`, so that several jobs can all start, or none. From then on it can be read: readers follow it, and a killed
/// run leaves every row that was flushed.
class ResultWriter : public roles::ResultStore {
public:
  /// @param mpi_library name and version, for the record; empty without MPI.
  /// @throws JobError if the file exists (and is not to be replaced), is being written by another run, or its folder
  ///         cannot be written; SystemError if the storage fails. Nothing is left behind, and nothing lost.
  ResultWriter(job::Job const& job, roles::Plan const& plan, std::string const& mpi_library, Existing existing);
  /// Without `finish`, the file stays one of a run that was interrupted.
  ~ResultWriter() override;

  /// Gives the file its name, replacing one that is to be replaced. Before, nothing is seen of it, and without it
  /// nothing is left. @throws JobError
  void publish();

  void add_configurations(std::span<Configuration const> configurations) override;
  void put(roles::TaskRecord const& task) override;
  void put(roles::TrialRecord const& trial) override;
  void put(roles::FoldResult const& fold) override;
  void put_model(TaskId task, TrialId trial, std::string_view state) override;
  void put(std::span<roles::RankUse const> ranks) override;
  void add(roles::Event const& event) override;
  void flush() override;
  void finish(State state) override;

  /// Flushes, and waits until the storage itself has it: only then does it outlive the node.
  void sync();

private:
  /// The open file and its datasets, which are closed before it.
  struct Output {
    hdf5::File file;
    std::unique_ptr<ResultTables> tables;
  };
  static Output start(job::Job const& job, roles::Plan const& plan, std::string const& mpi_library,
                      StagedFile const& staged);

  RunLock lock_;
  StagedFile staged_;
  Output output_;
  std::int64_t folds_per_trial_;
  ProgressRecord progress_;
};

} // namespace rankfold::results
