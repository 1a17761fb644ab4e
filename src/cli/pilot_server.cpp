#include "cli/pilot_server.hpp"

#include "cli/commands.hpp"
#include "cli/open_results.hpp"
#include "isolation/server_process.hpp"
#include "report/progress.hpp"
#include "results/run_lock.hpp"
#include "support/error.hpp"
#include "support/stop_signal.hpp"
#include <chrono>
#include <fmt/format.h>
#include <iostream>
#include <thread>

namespace rankfold::cli {
namespace {

constexpr double between_looks = 0.5, between_take_overs = 2;
constexpr double retry_seconds = 5; ///< for a job whose result file another run writes
constexpr std::chrono::milliseconds moment{50};

void say(pilot::TicketName const& name, std::string const& what) {
  std::cerr << fmt::format("job {}: {}\n", name.id, what) << std::flush;
}

/// What became of a job that nobody need go on with.
pilot::Outcome outcome_of(roles::JobRun const& run) {
  if (run.finished() && run.tasks_failed() == 0) return {"complete", ""};
  if (run.finished()) {
    return {"failed", fmt::format("{} of {} tasks have no successful trial", run.tasks_failed(), run.progress().tasks)};
  }
  if (run.stopped_by_failures()) {
    return {"stopped", fmt::format("{} of {} folds done have failed, more than [resources] accepts",
                                   run.progress().folds_failed, run.progress().folds_done)};
  }
  return {"cancelled", ""};
}

} // namespace

PilotServer::PilotServer(pilot::Claims& claims, roles::Dispatcher& workers, PilotSettings settings) :
    claims_{claims}, dispatcher_{workers, {}}, settings_{std::move(settings)}, observer_{report::make_progress(
                                                                                   report::ProgressStyle::none,
                                                                                   std::cerr)},
    proxy_{dispatcher_, *observer_, StopSignal::requested, {.seconds = settings_.grace_seconds}} {}

/// @param memory what is known from before @return null where the job has to wait
std::unique_ptr<PilotServer::ServedJob> PilotServer::open(pilot::TicketName const& name, roles::Memory& memory) {
  auto const ticket = claims_.read(name);
  auto job = std::make_unique<ServedJob>();
  job->name = name;
  job->prepared.push_back(roles::prepare(ticket.source));
  auto const& read = job->prepared[0].context.job;
  settings_.check(read);
  isolation::require_server_program(read.resources);
  if (results::writer_of(read.output) == results::Writer::alive) return nullptr;
  bool const replaces = ticket.start == pilot::Start::overwrite && !claims_.has_begun(name);
  RunArguments run;
  run.start = replaces ? RunArguments::Start::overwrite : RunArguments::Start::resume;
  auto opened = open_results(job->prepared, run);
  if (replaces) claims_.note_begun(name);
  job->store = std::move(opened.stores[0]);
  memory = std::move(opened.memory);
  return job;
}

/// How a job ends that need not even be looked at.
std::optional<pilot::Outcome> PilotServer::foregone(pilot::TicketName const& name) const {
  if (claims_.is_to_be_cancelled(name)) return pilot::Outcome{"cancelled", "before it began"};
  if (name.takeovers < pilot::Claims::most_takeovers) return {};
  return pilot::Outcome{"failed", fmt::format("{} pilots have died while they served it", name.takeovers)};
}

void PilotServer::begin(pilot::TicketName const& name) {
  auto const refuse = [&](char const* state, std::string const& reason) {
    say(name, fmt::format("{}: {}", state, reason));
    claims_.conclude(name, {state, reason});
  };
  if (auto const outcome = foregone(name)) return refuse(outcome->state.c_str(), outcome->reason);
  roles::Memory memory;
  std::unique_ptr<ServedJob> job;
  try {
    job = open(name, memory);
  } catch (JobError const& mistake) {
    return refuse("rejected", mistake.what());
  } catch (SystemError const& failure) { // of the disk that its results go to: the other jobs may have another
    return refuse("failed", failure.what());
  }
  if (!job) return claims_.give_back(name, retry_seconds);
  admit(std::move(job), std::move(memory));
}

void PilotServer::admit(std::unique_ptr<ServedJob> job, roles::Memory memory) {
  auto& [context, plan, notices] = job->prepared[0];
  for (auto const& notice : notices) std::cerr << notice << '\n';
  say(job->name,
      fmt::format("{}, {} folds, results in {}", context.job.name, plan.folds(), context.job.output.string()));
  job->id = proxy_.admit(context, plan, *job->store, job->name.priority);
  dispatcher_.remember(job->id, std::move(memory));
  settings_.admit(job->id, context);
  served_.push_back(std::move(job));
}

void PilotServer::heed_cancellations() {
  for (auto const& job : served_) {
    bool const is_cancelled = proxy_.job(job->id).was_cancelled();
    bool const is_to_end = proxy_.job(job->id).stopped_by_failures() || claims_.is_to_be_cancelled(job->name);
    if (!is_cancelled && is_to_end) proxy_.cancel(job->id);
  }
}

/// No more than this pilot's part of what waits: the others are to have something to do, too.
void PilotServer::claim_more() {
  auto const waiting = claims_.waiting(), pilots = claims_.pilots_alive();
  for (auto part = (waiting + pilots - 1) / pilots; part > 0 && served_.size() < settings_.most_jobs; --part) {
    auto const name = claims_.claim_next();
    if (!name) return;
    begin(*name);
    since_work_ = {};
  }
}

void PilotServer::look_around() {
  auto const now = monotonic_seconds();
  if (now < next_look_ || StopSignal::requested()) return;
  heed_cancellations();
  if (now >= next_take_over_) {
    for (auto const& note : claims_.take_over()) std::cerr << note << std::endl;
    next_take_over_ = now + between_take_overs;
  }
  claim_more();
  next_look_ = monotonic_seconds() + between_looks;
}

/// The result file is closed before anybody else may claim the job.
void PilotServer::settle(ServedJob& job) {
  auto const outcome = outcome_of(proxy_.job(job.id));
  bool const was_drained = outcome.state == "cancelled" && !proxy_.job(job.id).was_cancelled();
  proxy_.release(job.id);
  job.store.reset();
  settings_.release(job.id);
  say(job.name,
      was_drained ? "goes back to the queue" : outcome.state + (outcome.reason.empty() ? "" : ": ") + outcome.reason);
  if (was_drained) return claims_.give_back(job.name);
  claims_.conclude(job.name, outcome);
  since_work_ = {};
}

void PilotServer::settle_those_over() {
  std::erase_if(served_, [&](auto const& job) {
    if (proxy_.is_at_work(job->id)) return false;
    settle(*job);
    return true;
  });
}

bool PilotServer::is_idle_for_long() const { return served_.empty() && since_work_.seconds() > settings_.idle_seconds; }

/// The workers hear from this rank, and it from them, also while there is nothing to do.
void PilotServer::rest() {
  (void)dispatcher_.wait();
  std::this_thread::sleep_for(moment);
}

int PilotServer::serve() {
  while (!is_idle_for_long()) {
    look_around();
    if (!proxy_.is_at_work()) {
      settle_those_over();
      if (StopSignal::requested()) break;
      rest();
    } else if (!proxy_.step()) {
      break;
    }
    settle_those_over();
  }
  proxy_.finish_all();
  bool const leaves_jobs = !served_.empty();
  settle_those_over();
  return leaves_jobs ? interrupted : success;
}

} // namespace rankfold::cli
