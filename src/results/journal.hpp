#pragma once

#include "results/journal_record.hpp"
#include "roles/fold.hpp"
#include "roles/recalling_dispatcher.hpp"
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace rankfold::results {

/// `NAME.h5.journal`, beside the result file.
[[nodiscard]] std::filesystem::path journal_path(std::filesystem::path const& result_file);

/// What a journal held.
struct JournalEnd {
  std::uint64_t folds = 0;
  std::uint64_t valid_bytes = 0;   ///< from the beginning; a writer continues here
  std::uint64_t ignored_bytes = 0; ///< behind them: a torn write
};

/// Who is given what a journal holds, in its order.
struct JournalListener {
  std::function<void(JournalOpening const&)> opening; ///< of each run that wrote it; the first comes first of all
  std::function<void(roles::FoldResult const&)> fold;
};

/// Reads a journal to the last whole record, of which the run that wrote it may have been killed in the middle.
/// @throws JobError if it is no journal, or of an earlier version's format.
JournalEnd read_journal(std::filesystem::path const& path, JournalListener const& listener);

/// The write-ahead log of a run: every fold's result, appended before it is shown anywhere.
///
/// `append` goes to memory, `write` to the system (it outlives the process), `sync` to the storage (it outlives the
/// node). What a write that fails leaves behind is cut off again, so that the journal stays whole when a disk is full.
class Journal {
public:
  /// Makes a new one, for its owner only, that begins with what is `known` from before. It takes the place of one of
  /// that name once it is on the storage. @param metrics of the job. @throws SystemError if it cannot be written.
  static Journal create(std::filesystem::path path, JournalOpening const& opening, std::size_t metrics,
                        roles::Memory const& known = {});
  /// The same, but it has its name only after `publish`; one that has not is removed again.
  static Journal stage(std::filesystem::path path, JournalOpening const& opening, std::size_t metrics,
                       roles::Memory const& known);
  /// Takes the place of one of that name. @throws SystemError
  void publish();
  /// Continues behind `valid_bytes` with a new run; the rest is cut off. @throws SystemError
  static Journal resume(std::filesystem::path path, std::uint64_t valid_bytes, JournalOpening const& opening,
                        std::size_t metrics);
  Journal(Journal&& other) noexcept;
  Journal& operator=(Journal&&) = delete;
  /// What was not written is lost.
  ~Journal();

  void append(roles::FoldResult const& fold);
  void write();
  void sync();
  /// For a clean end: everything is in the result file.
  void remove();
  [[nodiscard]] std::uint64_t bytes() const { return bytes_ + buffer_.size(); }

private:
  Journal(std::filesystem::path path, int descriptor, std::uint64_t bytes, std::size_t metrics);
  void write_all();
  [[nodiscard]] std::filesystem::path staged_path() const { return path_.native() + ".new"; }

  std::filesystem::path path_;
  bool published_ = true;
  int descriptor_;
  std::uint64_t bytes_; ///< written
  std::size_t metrics_;
  std::string buffer_;
};

} // namespace rankfold::results
