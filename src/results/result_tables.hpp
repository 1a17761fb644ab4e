#pragma once

#include "job/job.hpp"
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

  /// Hands all changes to the library. @throws SystemError
  void write();
};

/// The attributes of the root and /job: what is known at the start. @throws SystemError
void write_header(hdf5::File const& file, job::Job const& job, roles::Plan const& plan, std::string const& mpi_library);

} // namespace rankfold::results
