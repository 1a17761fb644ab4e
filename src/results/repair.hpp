#pragma once

#include "job/catalogue.hpp"
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace rankfold::results {

/// What a repair found and did.
struct Repair {
  std::vector<std::string> damage; ///< a line each; empty: the file is in order, and was left alone
  std::size_t from_journal = 0;    ///< results found there, and those that only the file had
  std::size_t from_file = 0;
  std::int64_t folds = 0, folds_done = 0; ///< the job has, and the repaired file has a result of
  std::int64_t unknown = 0;               ///< results that belong to no fold of the job, and are not in the file
  std::optional<std::filesystem::path> damaged_file;    ///< where the file is kept as it was, if there was one
  std::optional<std::filesystem::path> damaged_journal; ///< the same of a journal that could not be read
};

/// Makes the result file again from its journal and from what of the file itself can be read. Needs neither the job
/// file nor the data. The new file gets its name once it is whole.
/// @throws JobError if there is nothing to make it from, or a run is writing it; SystemError if the storage fails.
///         Nothing is changed then.
[[nodiscard]] Repair repair(std::filesystem::path const& result_file, job::Catalogue const& catalogue);

} // namespace rankfold::results
