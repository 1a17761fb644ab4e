#pragma once

#include "results/blueprint.hpp"
#include "roles/recalling_dispatcher.hpp"
#include "roles/result_store.hpp"
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace rankfold::results {

/// What the runs of a job left behind: in the journal, and in the result file as far as it can be read.
struct Leftovers {
  struct Opening {
    std::int32_t run;
    Blueprint blueprint;
  };

  roles::Memory folds;               ///< every fold that has a result, and the refits; `recalled`: the journal has it
  std::vector<Opening> openings;     ///< of the journal's runs, else of the file's last one; the last is the latest
  std::vector<roles::RankUse> ranks; ///< of all runs, from the file
  std::vector<roles::Event> events;
  std::int32_t runs = 0;                      ///< so many there were
  std::optional<std::uint64_t> journal_bytes; ///< of the journal, where there is one
  std::uint64_t torn_bytes = 0;               ///< behind them: a record that the run was killed in
  std::size_t journal_folds = 0;              ///< of `folds`; the others were only in the file
  std::vector<std::string> damage;            ///< what of the file cannot be read, a line each
  std::optional<std::string> journal_damage;  ///< why the journal cannot be read at all
};

/// Nothing there is nothing left. The file is only read where it is none of this job's business who writes it now: the
/// caller holds the lock.
[[nodiscard]] Leftovers read_leftovers(std::filesystem::path const& result_file);

} // namespace rankfold::results
