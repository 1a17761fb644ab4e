#pragma once

#include "job/job.hpp"
#include "roles/job_context.hpp"
#include "support/bytes.hpp"
#include <cstdint>
#include <filesystem>

namespace rankfold::roles {

/// A job that comes when the workers are at work already, as rank 0 tells them of it: its text, and where its data lie.
///
/// The ranks share no memory for it: a window of a node is made by all of its ranks together, and they are busy. They
/// map the file instead, of which the system holds one copy a node.
struct LateJob {
  job::JobSource source;
  std::filesystem::path image; ///< of the data, on a file system that all nodes share; empty: the job has none
  std::uint64_t image_bytes = 0;
};

/// Writes the context's data to `image`, for its owner only. @throws SystemError if that cannot be done
[[nodiscard]] LateJob make_late_job(JobContext const& context, std::filesystem::path const& image);

/// @throws SystemError if the data cannot be mapped; ContractViolation if the job, or they, are not what rank 0 had
[[nodiscard]] JobContext open_late_job(LateJob const& late);

[[nodiscard]] Bytes encode(LateJob const& late);
/// @throws MessageError if the message is damaged.
[[nodiscard]] LateJob decode_late_job(ByteView message);

} // namespace rankfold::roles
