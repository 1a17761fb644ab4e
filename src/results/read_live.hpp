#pragma once

#include "results/result_reader.hpp"
#include "results/run_lock.hpp"
#include "support/error.hpp"
#include <chrono>
#include <thread>

namespace rankfold::results {

/// What `read` makes of a result file. While a run writes the file, a reader may now and then meet a half-written part:
/// it then looks again. @throws JobError
template <class Read> auto read_live(std::filesystem::path const& path, Read const& read) {
  constexpr int attempts = 10;
  for (int attempt = 1;; ++attempt) {
    try {
      return read(ResultReader{path});
    } catch (JobError const&) {
      if (attempt == attempts || writer_of(path) == Writer::none) throw;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
}

} // namespace rankfold::results
