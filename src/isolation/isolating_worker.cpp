#include "isolation/isolating_worker.hpp"

#include "isolation/verdict.hpp"
#include "support/clock.hpp"

namespace rankfold::isolation {
namespace {

std::shared_ptr<MemoryFile const> data_file(roles::JobContext const& context) {
  auto const image = context.dataset.image();
  if (context.data_file || image.empty()) return context.data_file;
  return std::make_shared<MemoryFile const>(MemoryFile::copy_of(image));
}

} // namespace

IsolatingWorker::IsolatingWorker(std::int32_t rank, std::filesystem::path server, Machine machine,
                                 roles::NodePlace place) :
    rank_{rank},
    program_{std::move(server)}, machine_{std::move(machine)}, place_{place}, in_process_{rank} {}

void IsolatingWorker::admit(JobId job, roles::JobContext context) {
  while (jobs_.size() <= job.index()) jobs_.emplace_back();
  auto& isolated = jobs_[job.index()];
  auto const& limits = context.job.resources;
  auto share = share_of(machine_, limits, place_);
  if (limits.isolation == job::ResourceSpec::Isolation::process) {
    isolated.emplace();
    isolated->limits = limits;
    isolated->setup = {context.job.source, {share.cores.begin(), share.cores.end()}};
    isolated->share = std::move(share);
    isolated->data = data_file(context);
    start(*isolated);
  } else if (share.threads > 1) { // one thread alone is best left to the system
    stay_on(share.cores);
  }
  in_process_.admit(job, std::move(context)); // so that both know a job by the same number
}

void IsolatingWorker::release(JobId job) {
  jobs_.at(job.index()).reset();
  in_process_.release(job);
}

void IsolatingWorker::start(IsolatedJob& job) {
  job.server.emplace(program_, job.share, job.setup, job.data ? job.data->descriptor() : -1,
                     job.limits.timeout_seconds);
  if (!job.configurations.empty()) (void)job.server->learn(job.configurations); // `run` finds out if it dies at once
}

void IsolatingWorker::learn(JobId job, std::span<roles::NumberedConfiguration const> configurations) {
  auto& isolated = jobs_.at(job.index());
  if (!isolated) return in_process_.learn(job, configurations);
  auto& known = isolated->configurations;
  known.insert(known.end(), configurations.begin(), configurations.end());
  if (!isolated->server || !isolated->server->learn(configurations)) start(*isolated);
}

roles::FoldResult IsolatingWorker::run_isolated(IsolatedJob& job, roles::FoldRequest const& request) {
  if (auto const outcome = job.server->run(request)) return verdict(*outcome, job.limits);
  auto const status = job.server->status();
  start(job);
  return server_died(status);
}

roles::FoldResult IsolatingWorker::run(roles::FoldRequest const& request) {
  auto& isolated = jobs_.at(request.job.index());
  if (!isolated) return in_process_.run(request);
  auto const started = wall_seconds();
  auto result = run_isolated(*isolated, request);
  result.request = request;
  result.rank = rank_;
  result.started = started;
  return result;
}

roles::FoldRunner runner_of(IsolatingWorker& worker) {
  return {[&](JobId job, std::span<roles::NumberedConfiguration const> configurations) {
            worker.learn(job, configurations);
          },
          [&](roles::FoldRequest const& request) { return worker.run(request); },
          [&](JobId job, roles::LateJob const& late) { worker.admit(job, roles::open_late_job(late)); },
          [&](JobId job) { worker.release(job); }};
}

} // namespace rankfold::isolation
