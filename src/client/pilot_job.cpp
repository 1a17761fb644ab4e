#include "client/pilot_job.hpp"

#include "job/read_job.hpp"
#include "pilot/heartbeat.hpp"
#include "pilot/queue.hpp"
#include "rankfold/value.hpp"
#include "support/error.hpp"
#include <fmt/format.h>

namespace rankfold::client {
namespace {

namespace fs = std::filesystem;
using Place = pilot::Standing::Place;

pilot::Ticket make_ticket(roles::PreparedJob const& prepared, JobRecord const& record, PilotRequest const& request) {
  pilot::Ticket ticket;
  ticket.id = record.id;
  ticket.name = record.name;
  ticket.priority = request.priority;
  ticket.source = prepared.context.job.source;
  ticket.source.path = fs::absolute(ticket.source.path).lexically_normal();
  ticket.source.overrides.push_back("job.output=" + to_text(Value{record.result.string()}));
  ticket.result = record.result;
  ticket.start = request.job.start == Start::overwrite ? pilot::Start::overwrite : pilot::Start::resume;
  return ticket;
}

JobRecord find_pilot_job(std::string const& id) {
  if (auto const record = find_record(id)) return *record;
  throw JobError{fmt::format("job {}: it was not submitted from here: name its result file instead", id)};
}

report::BatchState waiting_state(std::string const& id, pilot::Standing const& standing) {
  report::BatchState state{id, "pending", {}, {}, {}, "N/A", {}};
  state.reason = standing.is_to_be_cancelled ? "to be cancelled"
                 : standing.pilots_alive == 0
                     ? "no pilot is alive"
                     : fmt::format("{} jobs before it, {} pilots alive", standing.jobs_before, standing.pilots_alive);
  return state;
}

report::BatchState state_of(std::string const& id, pilot::Standing const& standing) {
  switch (standing.place) {
  case Place::waiting:
    return waiting_state(id, standing);
  case Place::served:
    return {id, "running", standing.is_to_be_cancelled ? "to be cancelled" : "", {}, {}, {}, standing.host};
  case Place::over:
    return {id, standing.outcome.state, standing.outcome.reason, {}, {}, {}, {}};
  case Place::unknown:
    break;
  }
  return {id, "unknown", {}, {}, {}, {}, {}};
}

} // namespace

PilotSubmission submit_to_pilots(PilotRequest const& request, pilot::Folder const& folder) {
  PilotSubmission submission{roles::prepare(job::load_source(request.job.job_file, request.job.overrides)), {}, 0};
  auto& record = submission.record;
  record = record_of(submission.job.context.job, request.job.start);
  record.id = pilot::new_id();
  record.pilots = folder.path();
  submission.pilots_alive = pilot::count_alive(pilot::sightings(folder));
  pilot::drop(folder, make_ticket(submission.job, record, request));
  keep(record);
  return submission;
}

JobStatus status_of_pilot_job(std::string const& id) {
  auto const record = find_pilot_job(id);
  auto const standing = pilot::standing_of(pilot::Folder::open(record.pilots), id);
  JobStatus status;
  std::error_code missing;
  if (fs::exists(record.result, missing)) {
    status.board = report::read_leaderboard(record.result);
  } else if (standing.place == Place::over || standing.place == Place::unknown) {
    throw JobError{fmt::format("job {} ({}{}{}) has left no result file", id, state_of(id, standing).state,
                               standing.outcome.reason.empty() ? "" : ": ", standing.outcome.reason)};
  } else {
    status.board.job = record.name;
  }
  status.board.batch = state_of(id, standing);
  status.is_over = standing.place == Place::over || standing.place == Place::unknown;
  return status;
}

fs::path cancel_pilot_job(std::string const& id) {
  auto const record = find_pilot_job(id);
  pilot::cancel(pilot::Folder::open(record.pilots), id);
  return record.result;
}

} // namespace rankfold::client
