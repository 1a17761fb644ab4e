#include "results/journal_record.hpp"

#include "support/error.hpp"
#include <bit>
#include <cstring>
#include <limits>
#include <type_traits>
#include <zlib.h>

namespace rankfold::results {
namespace {

static_assert(std::endian::native == std::endian::little);

/// 1 and 2 were those of the format before, and come back as what cannot be read.
enum class Kind : std::uint8_t { old_identity = 1, opening = 3, fold = 4 };

std::uint32_t checksum(std::string_view body) {
  return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<unsigned char const*>(body.data()), body.size()));
}

template <class T> void put(std::string& bytes, T value) {
  static_assert(std::is_trivially_copyable_v<T>);
  bytes.append(reinterpret_cast<char const*>(&value), sizeof value);
}

/// Takes values off the front of a body; once it is too short, everything is zero.
class Cursor {
public:
  explicit Cursor(std::string_view body) : rest_{body} {}

  template <class T> T take() {
    T value{};
    if (rest_.size() < sizeof value) {
      whole_ = false;
      return value;
    }
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] bool whole() const { return whole_; }

private:
  std::string_view rest_;
  bool whole_ = true;
};

/// Makes room for a record's prefix, and fills it in once the body is there.
class RecordScope {
public:
  RecordScope(std::string& bytes, Kind kind) : bytes_{bytes}, begin_{bytes.size()} {
    bytes_.append(journal_prefix_bytes, '\0');
    put(bytes_, kind);
  }
  void close() const {
    auto const body = std::string_view{bytes_}.substr(begin_ + journal_prefix_bytes);
    expects(body.size() <= std::numeric_limits<std::uint32_t>::max(), "a record's length fits its prefix");
    auto const length = static_cast<std::uint32_t>(body.size()), sum = checksum(body);
    std::memcpy(&bytes_[begin_], &length, sizeof length);
    std::memcpy(&bytes_[begin_ + sizeof length], &sum, sizeof sum);
  }

private:
  std::string& bytes_;
  std::size_t begin_;
};

std::optional<roles::FoldResult> take_fold(Cursor& body) {
  roles::FoldResult fold;
  auto& request = fold.request;
  request.job = {body.take<std::int64_t>()};
  request.task = {body.take<std::int64_t>()};
  request.trial = {body.take<std::int64_t>()};
  request.configuration = {body.take<std::int64_t>()};
  request.fold = body.take<std::int32_t>();
  request.attempt = body.take<std::int32_t>();
  request.key = body.take<std::uint64_t>();
  auto const state = body.take<std::uint8_t>();
  auto const cause = body.take<std::uint8_t>();
  auto const metrics = body.take<std::uint8_t>();
  fold.run = body.take<std::int32_t>();
  fold.rank = body.take<std::int32_t>();
  fold.started = body.take<double>();
  fold.fit_seconds = body.take<double>();
  fold.evaluate_seconds = body.take<double>();
  if (metrics > fold.metrics.size() || state >= state_names.size()) return std::nullopt;
  if (cause >= roles::cause_names.size()) return std::nullopt;
  for (std::size_t i = 0; i < metrics; ++i) fold.metrics[i] = body.take<double>();
  if (!body.whole()) return std::nullopt;
  fold.state = static_cast<State>(state);
  fold.cause = static_cast<roles::Cause>(cause);
  fold.text = body.rest();
  return fold;
}

} // namespace

void append_opening(std::string& bytes, JournalOpening const& opening) {
  RecordScope const record{bytes, Kind::opening};
  put(bytes, opening.run);
  bytes += opening.blueprint;
  record.close();
}

void append_fold(std::string& bytes, roles::FoldResult const& fold, std::size_t metrics) {
  RecordScope const record{bytes, Kind::fold};
  put(bytes, fold.request.job.value);
  put(bytes, fold.request.task.value);
  put(bytes, fold.request.trial.value);
  put(bytes, fold.request.configuration.value);
  put(bytes, fold.request.fold);
  put(bytes, fold.request.attempt);
  put(bytes, fold.request.key);
  put(bytes, static_cast<std::uint8_t>(fold.state));
  put(bytes, static_cast<std::uint8_t>(fold.cause));
  put(bytes, static_cast<std::uint8_t>(metrics));
  put(bytes, fold.run);
  put(bytes, fold.rank);
  put(bytes, fold.started);
  put(bytes, fold.fit_seconds);
  put(bytes, fold.evaluate_seconds);
  for (std::size_t i = 0; i < metrics; ++i) put(bytes, fold.metrics.at(i));
  bytes += fold.text;
  record.close();
}

std::optional<JournalRecord> read_record(std::string_view bytes) {
  Cursor prefix{bytes};
  auto const length = prefix.take<std::uint32_t>(), sum = prefix.take<std::uint32_t>();
  if (!prefix.whole() || length == 0 || prefix.rest().size() < length) return std::nullopt;
  auto const text = prefix.rest().substr(0, length);
  if (checksum(text) != sum) return std::nullopt;
  Cursor body{text};
  JournalRecord record;
  record.bytes = journal_prefix_bytes + length;
  switch (body.take<Kind>()) {
  case Kind::old_identity:
    record.is_outdated = true;
    return record;
  case Kind::opening: {
    auto const run = body.take<std::int32_t>();
    record.opening = JournalOpening{run, std::string{body.rest()}};
    return record;
  }
  case Kind::fold:
    record.fold = take_fold(body);
    if (record.fold) return record;
    return std::nullopt;
  }
  return std::nullopt;
}

} // namespace rankfold::results
