#include "cli/commands.hpp"
#include "cli/grace_watch.hpp"
#include "cli/options.hpp"
#include "cli/pilot_server.hpp"
#include "cli/workers.hpp"
#include "isolation/isolating_worker.hpp"
#include "job/quantity.hpp"
#include "mpi/fold_dispatcher.hpp"
#include "mpi/scope.hpp"
#include "mpi/share_jobs.hpp"
#include "pilot/heartbeat.hpp"
#include "roles/capacity.hpp"
#include "roles/inline_dispatcher.hpp"
#include "roles/late_job.hpp"
#include "support/error.hpp"
#include "support/stop_signal.hpp"
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>
#include <map>

namespace rankfold::cli {
namespace {

struct ServeArguments {
  std::filesystem::path pilots;
  PilotSettings settings;
};

cxxopts::Options serve_options() {
  cxxopts::Options options{"rankfold serve",
                           "Be a pilot: serve the jobs that 'rankfold submit --pilot DIR' hands in, on all ranks of\n"
                           "this allocation; without mpirun, in this process. SIGTERM or SIGUSR1 drains it.\n"};
  options.add_options() //
      ("pilot",
       "The folder, on a file system that all nodes share, through which jobs come; it is made where it is "
       "missing, and must be yours alone",
       cxxopts::value<std::string>(), "DIR")                                                                  //
      ("idle-timeout", "End when no job has come for so long, e.g. 10min (default: never)",                   //
       cxxopts::value<std::string>(), "TIME")                                                                 //
      ("jobs", "How many jobs share the ranks at once", cxxopts::value<long long>()->default_value("8"), "N") //
      ("grace", "After a signal, give up what has not ended by then, e.g. 90s (default: wait for it)",
       cxxopts::value<std::string>(), "TIME");
  options.positional_help("--pilot DIR");
  return options;
}

ServeArguments read_arguments(cxxopts::ParseResult const& parsed) {
  if (parsed.count("pilot") == 0)
    throw JobError{"rankfold serve: --pilot DIR is missing (see 'rankfold serve --help')"};
  ServeArguments serve;
  serve.pilots = parsed["pilot"].as<std::string>();
  auto const jobs = parsed["jobs"].as<long long>();
  if (jobs < 1) throw JobError{"--jobs: a number from 1 is accepted"};
  serve.settings.most_jobs = static_cast<std::size_t>(jobs);
  if (parsed.count("idle-timeout") > 0) {
    serve.settings.idle_seconds = job::parse_duration(parsed["idle-timeout"].as<std::string>(), "--idle-timeout");
  }
  if (parsed.count("grace") > 0) {
    serve.settings.grace_seconds = job::parse_duration(parsed["grace"].as<std::string>(), "--grace");
  }
  return serve;
}

/// Nothing could keep this process from writing what another one writes now, so it ends.
[[noreturn]] void leave_to_others() {
  std::cerr << "rankfold: this pilot was silent for too long: others have taken over its jobs, and it leaves"
            << std::endl;
  std::_Exit(interrupted);
}

int serve_alone(pilot::Claims& claims, PilotSettings settings) {
  isolation::IsolatingWorker worker{0, isolation::server_program(), this_machine(), {}};
  roles::InlineDispatcher dispatcher{isolation::runner_of(worker)};
  std::vector<NodeSize> const nodes{this_machine().size};
  settings.check = [&](job::Job const& job) { roles::refuse_what_no_node_has(job, nodes); };
  settings.admit = [&](JobId id, roles::JobContext& context) { worker.admit(id, context); };
  settings.release = [](JobId) {};
  GraceWatch const watch{settings.grace_seconds, interrupted};
  return PilotServer{claims, dispatcher, std::move(settings)}.serve();
}

/// Each worker runs one fold at a time, so a node needs what all of its workers ask for at once.
void refuse_what_overloads_nodes(mpi::Scope const& scope, job::Job const& job) {
  auto const nodes = working_nodes(scope);
  roles::refuse_what_no_node_has(job, nodes);
  auto const admission = mpi::admit_workers(scope, std::vector{job.resources});
  if (admission.notes.empty()) return;
  throw JobError{fmt::format("{}: {}: it needs a pilot with fewer ranks on a node", job.source.path.string(),
                             admission.notes.front())};
}

mpi::DispatchSettings dispatch_settings(mpi::Scope const& scope) {
  constexpr std::size_t long_chain = 32;
  mpi::DispatchSettings settings;
  settings.beginning = mpi::Beginning::by_letters;
  settings.longest_chain = long_chain;
  // Which GPUs a lost rank had a new one would not know.
  settings.replaces = std::ranges::all_of(working_nodes(scope), [](auto const& node) { return node.gpus == 0; });
  return settings;
}

int serve_with_ranks(mpi::Scope& scope, pilot::Folder const& folder, std::string const& pilot, pilot::Claims& claims,
                     PilotSettings settings) {
  auto const dispatcher = mpi::make_dispatcher(scope, dispatch_settings(scope));
  auto const image = [&](JobId id) { return pilot::in(pilot::data_folder, fmt::format("{}.{}", pilot, id.value)); };
  settings.check = [&](job::Job const& job) { refuse_what_overloads_nodes(scope, job); };
  settings.admit = [&](JobId id, roles::JobContext& context) {
    dispatcher->admit(id, roles::make_late_job(context, folder.path_of(image(id))));
    context.dataset = {};
  };
  settings.release = [&](JobId id) { folder.remove(image(id)); };
  int const exit_code = PilotServer{claims, *dispatcher, std::move(settings)}.serve();
  // Workers in the midst of a fold that was given up cannot be told.
  if (dispatcher->in_flight() > 0) return mpi::abort_all(exit_code);
  dispatcher->finish(exit_code);
  return exit_code;
}

/// Rank 0.
int coordinate(ServeArguments serve, mpi::Scope& scope) {
  std::optional<pilot::Folder> folder;
  try {
    folder = pilot::Folder::make(serve.pilots);
  } catch (JobError const& mistake) {
    std::cerr << fmt::format("{}\n", mistake.what());
    mpi::dismiss(scope, bad_input);
    return bad_input;
  }
  (void)mpi::share_jobs(scope, {});
  pilot::Heartbeat const heartbeat{*folder, leave_to_others};
  pilot::Claims claims{*folder, heartbeat.name()};
  std::cerr << fmt::format("pilot {} serves {}\n", heartbeat.name(), folder->path().string()) << std::flush;
  return scope.size() == 1 ? serve_alone(claims, std::move(serve.settings))
                           : serve_with_ranks(scope, *folder, heartbeat.name(), claims, std::move(serve.settings));
}

} // namespace

int serve(Arguments const& arguments) {
  auto options = serve_options();
  auto const parsed = parse(options, arguments);
  if (!parsed) return success;
  auto given = read_arguments(*parsed);
  StopSignal const stop; // on every rank, as in `run`
  mpi::Scope scope;
  return scope.rank() == 0 ? coordinate(std::move(given), scope) : work(scope, mpi::Beginning::by_letters);
}

} // namespace rankfold::cli
