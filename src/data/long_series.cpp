#include "data/long_series.hpp"

#include "data/column_names.hpp"
#include "data/image.hpp"
#include "data/pages.hpp"
#include "data/series_names.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <deque>
#include <fmt/format.h>
#include <limits>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

namespace rankfold::data {
namespace {

/// Numbers series by name.
class Numbering {
public:
  std::uint32_t number_of(std::string_view name) {
    if (!names_.empty() && names_[last_] == name) return last_; // files mostly have a series' rows together
    auto found = numbers_.find(name);
    if (found == numbers_.end()) {
      expects(names_.size() < std::numeric_limits<std::uint32_t>::max(), "a file has fewer than 2^32 series");
      found = numbers_.emplace(std::string{name}, static_cast<std::uint32_t>(names_.size())).first;
      names_.emplace_back(name);
    }
    return last_ = found->second;
  }
  [[nodiscard]] std::vector<std::string> const& names() const { return names_; }

private:
  TextMap<std::uint32_t> numbers_;
  std::vector<std::string> names_;
  std::uint32_t last_ = 0;
};

enum class Times { forget, keep };

/// A part of the rows, in file order.
struct Block {
  static constexpr std::size_t rows = 1U << 19;
  Pages<double> values{rows}, times{rows};
  Pages<std::uint32_t> series{rows};
};

/// Two observations of one series at the same time.
struct Duplicate {
  std::uint32_t series = 0;
  double time = 0;
};

class Gathering {
public:
  Gathering(Times kept, std::string const& file) : kept_{kept}, file_{file} {}

  void add(Observation const& observation) {
    auto const series = numbering_.number_of(observation.id);
    if (series == progress_.size()) progress_.push_back({observation.time.kind});
    auto& progress = progress_[series];
    if (observation.time.kind != progress.kind) refuse_kind(observation);
    auto const time = observation.time.value;
    if (time < progress.last_time) ascending_ = false;
    if (time == progress.last_time && !duplicate_) duplicate_ = {series, time};
    progress.last_time = time;
    ++progress.count;
    append(series, observation);
  }

  [[nodiscard]] bool ascending() const { return ascending_; }
  /// Known at once where the times ascend, else only after `build`.
  [[nodiscard]] std::optional<Duplicate> duplicate() const { return duplicate_; }
  [[nodiscard]] std::string const& name(std::uint32_t series) const { return numbering_.names()[series]; }

  [[nodiscard]] Dataset build() && {
    ImagePlan plan;
    plan.kind = job::DataKind::series;
    plan.strings = numbering_.names();
    plan.begins.push_back(0);
    for (auto const& progress : progress_) plan.begins.push_back(plan.begins.back() + progress.count);
    plan.values = plan.begins.back();
    NewImage image{plan};
    auto const times = kept_ == Times::keep ? std::make_unique_for_overwrite<double[]>(plan.values) : nullptr;
    distribute(plan.begins, image.values(), times.get());
    for (std::uint32_t s = 0; times && s < progress_.size(); ++s) {
      auto const count = progress_[s].count;
      sort_by_time(s, image.values().subspan(plan.begins[s], count), {times.get() + plan.begins[s], count});
    }
    return std::move(image).finish();
  }

private:
  /// What is known of a series while its rows come in.
  struct Progress {
    TimePoint::Kind kind;
    std::uint64_t count = 0;
    double last_time = -std::numeric_limits<double>::infinity();
  };

  void append(std::uint32_t series, Observation const& observation) {
    if (blocks_.empty() || blocks_.back().values.room() == 0) blocks_.emplace_back();
    auto& block = blocks_.back();
    block.values.push_back(observation.value);
    block.series.push_back(series);
    if (kept_ == Times::keep) block.times.push_back(observation.time.value);
  }

  [[noreturn]] void refuse_kind(Observation const& observation) const {
    bool const date = observation.time.kind == TimePoint::Kind::date;
    throw JobError{fmt::format("{}: row {}: the time '{}' is a {}, but the rows before of series '{}' have {}", file_,
                               observation.row, shortened(observation.time_text), date ? "date" : "number",
                               shortened(observation.id), date ? "numbers" : "dates")};
  }

  /// Moves the rows to where their series lie.
  void distribute(std::vector<std::uint64_t> next, std::span<double> values, double* times) {
    for (; !blocks_.empty(); blocks_.pop_front()) {
      auto const values_here = blocks_.front().values.items();
      auto const times_here = blocks_.front().times.items();
      auto const series_here = blocks_.front().series.items();
      for (std::size_t i = 0; i < series_here.size(); ++i) {
        auto const to = next[series_here[i]]++;
        values[to] = values_here[i];
        if (times != nullptr) times[to] = times_here[i];
      }
    }
  }

  void sort_by_time(std::uint32_t series, std::span<double> values, std::span<double> times) {
    if (!std::ranges::is_sorted(times)) {
      std::vector<std::pair<double, double>> rows(values.size());
      for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = {times[i], values[i]};
      std::ranges::stable_sort(rows, {}, &std::pair<double, double>::first);
      for (std::size_t i = 0; i < rows.size(); ++i) std::tie(times[i], values[i]) = rows[i];
    }
    auto const twice = std::ranges::adjacent_find(times);
    if (twice != times.end() && !duplicate_) duplicate_ = {series, *twice};
  }

  Times kept_;
  std::string const& file_;
  Numbering numbering_;
  std::deque<Block> blocks_;
  std::vector<Progress> progress_;
  bool ascending_ = true;
  std::optional<Duplicate> duplicate_;
};

/// Looks the two rows up, which nothing has kept.
[[noreturn]] void refuse_duplicate(Observations const& observations, std::string const& file, std::string const& name,
                                   double time) {
  std::vector<std::uint64_t> rows;
  std::string text;
  observations([&](Observation const& observation) {
    if (observation.id != name || observation.time.value != time) return true;
    rows.push_back(observation.row);
    text = observation.time_text;
    return rows.size() < 2;
  });
  throw JobError{fmt::format("{}: rows {} and {}: series '{}' has two values for the time {}", file, rows.at(0),
                             rows.at(1), shortened(name), shortened(text))};
}

Dataset build(Gathering gathering, Observations const& observations, std::string const& file) {
  auto const check = [&] {
    if (auto const twice = gathering.duplicate()) {
      refuse_duplicate(observations, file, gathering.name(twice->series), twice->time);
    }
  };
  check();
  auto dataset = std::move(gathering).build();
  check();
  return dataset;
}

} // namespace

Dataset gather_series(Observations const& observations, std::string const& file) {
  for (auto const times : {Times::forget, Times::keep}) {
    Gathering gathering{times, file};
    observations([&](Observation const& observation) {
      gathering.add(observation);
      return gathering.ascending() || times == Times::keep;
    });
    if (gathering.ascending() || times == Times::keep) return build(std::move(gathering), observations, file);
  }
  expects(false, "the second reading is the last");
  return {};
}

} // namespace rankfold::data
