#pragma once

#include "job/job.hpp"
#include "roles/recalling_dispatcher.hpp"
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace rankfold::results {

/// What an earlier run of a job left behind.
struct Recovered {
  roles::Memory folds;                        ///< every fold that has a result, and the refits
  std::optional<std::uint64_t> journal_bytes; ///< of the journal that holds them all, where there is one
  std::uint64_t torn_bytes = 0;               ///< behind them: a record that the run was killed in
};

/// What tells a job's journal from another's.
[[nodiscard]] std::string job_identity(job::Job const& job);

/// Reads the journal of a run that was killed, or the result file of one that came to an end. A damaged result file
/// does no harm where there is a journal. Nothing there is nothing recovered.
/// @throws JobError if what is there is another job's, or cannot be read.
[[nodiscard]] Recovered recover(job::Job const& job);

/// The complete folds of another job's result file: whatever this one asks for again need not be computed. What failed
/// there is tried anew. @throws JobError if it cannot be read
[[nodiscard]] roles::Memory reusable_folds(std::filesystem::path const& path);

/// @throws JobError naming the section, if the job that wrote the file differs from this one in what makes results
/// comparable: data (but for the selection), validation, objective, seed. Learners and their values may differ.
void refuse_other_job(job::Job const& job, job::Catalogue const& catalogue);

} // namespace rankfold::results
