#pragma once

#include "job/job.hpp"
#include "results/leftovers.hpp"
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace rankfold::results {

/// What a job that is resumed goes on with.
struct Recovered {
  Leftovers left;
  std::optional<job::Job> before; ///< the job as it was, where there is anything to go on with
  std::vector<std::string> tasks; ///< it had
  std::size_t forgotten = 0;      ///< failed folds that are to be tried again with other resources
};

/// Reads what the job's earlier runs left behind. A damaged result file does no harm where there is a journal. Nothing
/// there is nothing recovered.
/// @throws JobError if what is there is another job's or cannot be read, or if the job has changed in what makes
/// results comparable: data (but for path and selection), validation, objective, seed. Learners and their values may
/// differ. Folds that failed with what [resources] gave them, rather than by their learner, are forgotten where it
/// gives something else now.
[[nodiscard]] Recovered recover(job::Job const& job, job::Catalogue const& catalogue);

/// The complete folds of another job's result file: whatever this one asks for again need not be computed. What failed
/// there is tried anew. @throws JobError if it cannot be read
[[nodiscard]] roles::Memory reusable_folds(std::filesystem::path const& path);

} // namespace rankfold::results
