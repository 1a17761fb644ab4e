#include "mpi/share_jobs.hpp"

#include "job/read_job.hpp"
#include "mpi/collective.hpp"
#include "mpi/node_file.hpp"
#include "mpi/node_memory.hpp"
#include "mpi/scope_state.hpp"
#include "roles/codec.hpp"
#include "support/bytes.hpp"
#include "support/error.hpp"
#include <fmt/format.h>

namespace rankfold::mpi {
namespace {

enum class Opening : std::uint8_t { jobs, dismissal };

Bytes encode(std::vector<roles::JobContext> const& jobs) {
  ByteWriter writer;
  writer.put(Opening::jobs);
  writer.put(static_cast<std::uint64_t>(jobs.size()));
  for (auto const& context : jobs) roles::put(writer, context.job.source);
  return writer.take();
}

/// Rank 0 has read this very text, so that this rank cannot be refused it unless the programs differ.
job::Job read_again(job::JobSource source, job::Catalogue const& catalogue) {
  try {
    return job::read_job(std::move(source), catalogue);
  } catch (JobError const& mistake) {
    throw ContractViolation{
        fmt::format("the ranks do not run the same program: rank 0 accepted a job file that another "
                    "refuses ({})",
                    mistake.what())};
  }
}

data::Dataset share(Scope& scope, ByteView image) {
  auto shared = share_on_nodes(scope, image);
  return shared.bytes.empty() ? data::Dataset{} : data::Dataset{shared.bytes, std::move(shared.owner)};
}

/// Isolated folds are run by processes that are no ranks, and reach the data through a file. Collective.
void share_file(Scope& scope, roles::JobContext& context) {
  if (context.job.resources.isolation == job::ResourceSpec::Isolation::none) return;
  context.data_file = share_file_on_nodes(scope, context.dataset.image());
}

} // namespace

std::vector<roles::JobContext> share_jobs(Scope& scope, std::vector<roles::JobContext> jobs) {
  if (scope.size() == 1) return jobs;
  auto& hand_over = scope.state().hand_over;
  hand_over.opening = encode(jobs);
  (void)broadcast_message(scope.state().ranks, hand_over.opening);
  for (auto& context : jobs) {
    context.dataset = share(scope, context.dataset.image());
    share_file(scope, context);
    hand_over.datasets.push_back(context.dataset);
  }
  return jobs;
}

void dismiss(Scope& scope, int exit_code) {
  if (scope.size() == 1) return;
  ByteWriter writer;
  writer.put(Opening::dismissal);
  writer.put(exit_code);
  (void)broadcast_message(scope.state().ranks, writer.take());
  scope.state().dismissed = true;
  scope.state().exit_code = exit_code;
}

Assignment receive_jobs(Scope& scope, job::Catalogue const& catalogue) {
  auto const message = broadcast_message(scope.state().ranks, {});
  ByteReader reader{message};
  Assignment assignment;
  if (reader.get<Opening>() == Opening::dismissal) {
    assignment.exit_code = reader.get<int>();
    scope.state().dismissed = true;
    scope.state().exit_code = *assignment.exit_code;
    return assignment;
  }
  for (auto count = reader.get_count(3 * sizeof(std::uint64_t)); count > 0; --count) {
    auto job = read_again(roles::get_source(reader), catalogue);
    auto& context = assignment.jobs.emplace_back(roles::make_context(std::move(job), share(scope, {})));
    share_file(scope, context);
  }
  reader.finish();
  return assignment;
}

} // namespace rankfold::mpi
