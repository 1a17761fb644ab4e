#include "isolation/verdict.hpp"

#include "job/quantity.hpp"
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <sys/wait.h>

namespace rankfold::isolation {
namespace {

using roles::Cause;
using roles::FoldResult;

FoldResult failed(Cause cause, std::string text) {
  FoldResult result;
  result.state = State::failed;
  result.cause = cause;
  result.text = std::move(text);
  return result;
}

std::string ended_with(int status) {
  if (WIFSIGNALED(status)) return fmt::format("signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)));
  return fmt::format("exit code {}", WEXITSTATUS(status));
}

std::string memory_reason(job::ResourceSpec const& limits) {
  if (limits.memory_bytes > 0) return fmt::format("memory: over {}", job::memory_text(limits.memory_bytes));
  return "memory: the node had no more";
}

FoldResult reported(Bytes const& report, job::ResourceSpec const& limits) {
  if (report.empty()) return failed(Cause::invalid_output, "its process ended without a result");
  try {
    auto result = decode_report(report);
    if (result.cause == Cause::memory) result.text = memory_reason(limits);
    return result;
  } catch (MessageError const&) { // it may have overwritten anything before it came to report
    return failed(Cause::invalid_output, "its process reported a result that cannot be read");
  }
}

} // namespace

FoldResult verdict(Outcome const& outcome, job::ResourceSpec const& limits) {
  auto const status = outcome.status;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return reported(outcome.report, limits);
  if (outcome.timed_out) {
    return failed(Cause::timeout, fmt::format("timeout: over {}", job::duration_text(limits.timeout_seconds)));
  }
  if (outcome.out_of_memory) return failed(Cause::memory, memory_reason(limits));
  if (WIFSIGNALED(status)) return failed(Cause::crashed, "crashed with " + ended_with(status));
  return failed(Cause::exit_code, "its process ended with " + ended_with(status));
}

FoldResult server_died(int status) {
  return failed(Cause::crashed, "the process that starts folds ended with " + ended_with(status));
}

} // namespace rankfold::isolation
