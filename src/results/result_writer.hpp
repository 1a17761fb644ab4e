#pragma once

#include "hdf5/file.hpp"
#include "results/journal.hpp"
#include "results/leftovers.hpp"
#include "results/result_tables.hpp"
#include "results/run_lock.hpp"
#include "results/staged_file.hpp"
#include "roles/result_store.hpp"
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rankfold::results {

/// Writes one job's result file (docs/result-format.md).
///
/// Before a fold's result is shown, it is in the journal; where nothing but what is known is written, there is none.
/// What is put goes to memory, a bounded part of each table, and to the file with `flush`. The file gets its name with
/// `publish`, so that several jobs can all start, or none. From then on it can be read: readers follow it, and a killed
/// run leaves every row that was flushed.
class ResultWriter : public roles::ResultStore {
public:
  /// @param mpi_library name and version, for the record; empty without MPI.
  /// @throws JobError if the file exists (and is not to be replaced), is being written by another run, or its folder
  ///         cannot be written; SystemError if the storage fails. Nothing is left behind, and nothing lost.
  ResultWriter(job::Job const& job, roles::Plan const& plan, std::string const& mpi_library, Existing existing);
  /// One that takes the place of a file of which this is the blueprint. @param lock of that file
  ResultWriter(job::Job const& job, roles::Plan const& plan, Blueprint const& blueprint, std::unique_ptr<RunLock> lock);
  /// Without `finish`, the file stays one of a run that was interrupted.
  ~ResultWriter() override;

  /// Starts the journal and gives the file its name, replacing one that is to be replaced. Before, nothing is seen of
  /// it, and without it nothing is left. @param left by the runs that this one resumes. @throws JobError
  void publish(Leftovers const& left = {});
  /// Takes in what is known of earlier runs, but for the folds. @pre nothing was put yet
  void carry_over(Leftovers const& left);
  /// Gives a file that was finished without a journal its name. @throws JobError
  void publish_finished() { staged_.publish(); }

  void add_configurations(std::span<Configuration const> configurations) override;
  void put(roles::TaskRecord const& task) override;
  void put(roles::TrialRecord const& trial) override;
  void put(roles::FoldResult const& fold) override;
  void put_model(roles::FoldResult const& refit) override;
  void put(std::span<roles::RankUse const> ranks) override;
  void add(roles::Event const& event) override;
  /// On return, what was put outlives the node, and readers see it.
  void flush() override;
  void finish(State state) override;

private:
  /// The open file and its datasets, which are closed before it.
  struct Output {
    hdf5::File file;
    std::unique_ptr<ResultTables> tables;
  };
  static Output start(job::Job const& job, roles::Plan const& plan, Blueprint const& blueprint,
                      StagedFile const& staged);
  ResultWriter(job::Job const& job, roles::Plan const& plan, Blueprint const& blueprint, Existing existing,
               std::unique_ptr<RunLock> lock);

  void write_down(roles::FoldResult const& fold);
  /// The same, marked as of this run where it is of none yet.
  template <class Record> [[nodiscard]] Record of_run(Record record) const {
    if (record.run == 0) record.run = run_;
    return record;
  }

  std::filesystem::path path_;
  std::string blueprint_; ///< its text
  std::size_t metrics_;
  std::unique_ptr<RunLock> lock_;
  StagedFile staged_;
  Output output_;
  std::optional<Journal> journal_;  ///< from `publish` to `finish`
  std::int32_t run_ = 1;            ///< of the job's runs
  std::uint64_t earlier_ranks_ = 0; ///< rows of /ranks that are of earlier runs
  std::int64_t folds_per_trial_;
  ProgressRecord progress_;
};

} // namespace rankfold::results
