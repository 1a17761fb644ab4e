#include "client/job_status.hpp"

#include "client/job_records.hpp"
#include "client/pilot_job.hpp"
#include "client/slurm.hpp"
#include "pilot/ticket.hpp"
#include "support/error.hpp"
#include <fmt/format.h>

namespace rankfold::client {
namespace {

namespace fs = std::filesystem;

/// A batch job, as far as this user's records and Slurm know it.
struct BatchJob {
  std::string id;
  JobRecord record;
  std::optional<slurm::KnownJob> known; ///< by Slurm
};

/// The record of a job that was submitted elsewhere, from what its script says of itself.
JobRecord record_from(slurm::KnownJob const& known) {
  constexpr std::string_view mark = "rankfold:";
  JobRecord record;
  if (known.comment.starts_with(mark)) record.result = known.comment.substr(mark.size());
  record.name = record.result.stem().string();
  return record;
}

BatchJob find_batch_job(std::string const& id) {
  BatchJob job{id, {}, slurm::find_job(id)};
  if (auto const record = find_record(id)) {
    job.record = *record;
  } else if (job.known) {
    job.record = record_from(*job.known);
  }
  if (!job.record.result.empty()) return job;
  throw JobError{job.known ? fmt::format("job {} is none of rankfold's: its script names no result file", id)
                           : fmt::format("job {}: Slurm does not know it (any more), and it was not submitted from "
                                         "here: name its result file instead",
                                         id)};
}

bool has_ended(report::Leaderboard const& board) {
  return board.status == to_string(State::complete) || board.status == to_string(State::failed);
}

JobStatus status_of_batch_job(BatchJob const& job) {
  bool const at_work = job.known && job.known->is_at_work();
  std::error_code missing;
  bool const has_file = fs::exists(job.record.result, missing);
  if (!has_file && !at_work) {
    throw JobError{fmt::format("job {} ({}) is not in the queue, and has left no result file: it was cancelled before "
                               "it began, or failed; its log: {}",
                               job.id, job.known ? job.known->state.state : "unknown to Slurm",
                               job.record.log.empty() ? "unknown" : job.record.log.string())};
  }
  JobStatus status;
  if (has_file) status.board = report::read_leaderboard(job.record.result);
  if (!has_file) status.board.job = job.record.name;
  status.board.batch = job.known ? job.known->state : report::BatchState{job.id, "unknown", {}, {}, {}, {}, {}};
  status.is_over = !at_work;
  return status;
}

} // namespace

JobStatus status_of(std::string const& name) {
  std::error_code missing;
  bool const is_job = is_job_id(name) && !fs::exists(name, missing);
  if (is_job && pilot::is_id(name)) return status_of_pilot_job(name);
  if (is_job) return status_of_batch_job(find_batch_job(name));
  JobStatus status{report::read_leaderboard(name), false};
  status.is_over = has_ended(status.board) || status.board.status != to_string(State::running);
  return status;
}

fs::path cancel(std::string const& id) {
  if (!is_job_id(id)) throw JobError{fmt::format("'{}' is no batch job's number", id)};
  if (pilot::is_id(id)) return cancel_pilot_job(id);
  auto const job = find_batch_job(id);
  slurm::cancel(id);
  return job.record.result;
}

} // namespace rankfold::client
