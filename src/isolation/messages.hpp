#pragma once

#include "job/job.hpp"
#include "roles/fold.hpp"
#include "support/bytes.hpp"
#include <vector>

/// What a worker and its fold server tell each other.
namespace rankfold::isolation {

/// The job whose folds the server runs, and what they get of the machine.
struct Setup {
  job::JobSource source;
  std::vector<std::int32_t> cores; ///< that the folds may use; empty: all that the worker may
};

/// How the process of a fold ended.
struct Outcome {
  std::int32_t status = 0;    ///< as `waitpid` gives it
  bool timed_out = false;     ///< it was ended, or asked to end, because its time was up
  bool out_of_memory = false; ///< the system ended it for want of memory
  Bytes report = {};          ///< what it reported; not to be trusted
};

[[nodiscard]] Bytes encode(Setup const& setup);
[[nodiscard]] Setup decode_setup(ByteView message);
[[nodiscard]] Bytes encode(roles::FoldRequest const& request);
[[nodiscard]] roles::FoldRequest decode_request(ByteView message);
[[nodiscard]] Bytes encode(Outcome const& outcome);
[[nodiscard]] Outcome decode_outcome(ByteView message);

/// What the process of a fold says when it is done: the result, or which of our own contracts was broken.
[[nodiscard]] Bytes encode_report(roles::FoldResult const& result);
[[nodiscard]] Bytes encode_bug(std::string_view what);
/// @throws MessageError if it is no report, ContractViolation if it is that of a bug.
[[nodiscard]] roles::FoldResult decode_report(ByteView message);

} // namespace rankfold::isolation
