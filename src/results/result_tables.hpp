#pragma once

#include "job/job.hpp"
#include "results/checksum_store.hpp"
#include "results/configuration_store.hpp"
#include "results/event_rows.hpp"
#include "results/fold_rows.hpp"
#include "results/model_store.hpp"
#include "results/progress_rows.hpp"
#include "results/rank_rows.hpp"
#include "results/reason_book.hpp"
#include "results/table_writer.hpp"
#include "results/task_rows.hpp"
#include "results/trial_rows.hpp"
#include "roles/plan.hpp"

namespace rankfold::results {

/// Every dataset of a result file that is being written. All are made at the start: none can be made later, once
/// readers may follow.
struct ResultTables {
  /// @throws SystemError, JobError
  ResultTables(hdf5::File const& file, job::Job const& job, roles::Plan const& plan);

  TableWriter<ProgressRows> progress;
  TableWriter<TaskRows> tasks;
  TableWriter<TrialRows> trials;
  TableWriter<FoldRows> folds;
  TableWriter<RankRows> ranks;
  TableWriter<EventRows> events;
  ReasonBook reasons;
  ConfigurationStore configurations;
  ModelStore models;
  ChecksumStore checksums; ///< of all the others, so it is the last to be made

  /// Makes all changes visible to readers, in such an order that what a row refers to, or counts, is there before it.
  /// @throws SystemError
  void flush(hdf5::File& file);
  /// Writes the last row of progress, and the checksums of all tables. @pre `flush` was called, and nothing put since
  /// @param last the final row of `progress` @throws SystemError
  void finish(hdf5::File& file, ProgressRecord const& last);
};

} // namespace rankfold::results
