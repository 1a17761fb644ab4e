#include "results/journal.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <utility>

namespace rankfold::results {
namespace {

/// Records from a file, of which only a window is in memory.
class RecordReader {
public:
  explicit RecordReader(std::filesystem::path const& path) : file_{path, std::ios::binary} {
    if (!file_) throw JobError{fmt::format("cannot read '{}'", path.native())};
  }

  /// Nothing at the end, or at the first record that is not whole.
  std::optional<JournalRecord> next() {
    for (;;) {
      auto record = read_record(std::string_view{window_}.substr(at_));
      if (record) at_ += record->bytes;
      // A record that seems torn may only go on behind the window.
      if (record || !refill()) return record;
    }
  }

private:
  bool refill() {
    window_.erase(0, std::exchange(at_, 0));
    auto const kept = window_.size();
    auto const more = std::max<std::size_t>(std::size_t{1} << 20, kept); // doubles: a record may be large
    window_.resize(kept + more);
    file_.read(&window_[kept], static_cast<std::streamsize>(more));
    window_.resize(kept + static_cast<std::size_t>(file_.gcount()));
    return window_.size() > kept;
  }

  std::ifstream file_;
  std::string window_;
  std::size_t at_ = 0;
};

} // namespace

JournalEnd read_journal(std::filesystem::path const& path, JournalListener const& listener) {
  RecordReader reader{path};
  auto const first = reader.next();
  if (first && first->is_outdated) {
    throw JobError{fmt::format("'{}' is a journal of an earlier version of rankfold, which can finish its run "
                               "(--overwrite starts anew)",
                               path.native())};
  }
  if (!first || !first->opening) {
    throw JobError{fmt::format("'{}' is no journal of rankfold, or its beginning is damaged ('rankfold repair' sets it "
                               "aside, and keeps what the result file has)",
                               path.native())};
  }
  listener.opening(*first->opening);
  JournalEnd end{0, first->bytes, 0};
  while (auto const record = reader.next()) {
    if (record->opening) listener.opening(*record->opening);
    if (record->fold) listener.fold(*record->fold);
    end.valid_bytes += record->bytes;
    end.folds += record->fold ? 1 : 0;
  }
  end.ignored_bytes = std::filesystem::file_size(path) - end.valid_bytes;
  return end;
}

} // namespace rankfold::results
