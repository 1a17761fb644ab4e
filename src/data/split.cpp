#include "data/split.hpp"

#include "support/error.hpp"
#include "support/random.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace rankfold::data {
namespace {

using job::ValidationSpec;

/// A share below 1 of `n` is rounded up; anything else is a number of its own.
std::size_t size_of_part(double size, std::size_t n) {
  return static_cast<std::size_t>(size < 1 ? std::ceil(size * static_cast<double>(n)) : size);
}

std::size_t count(int number) { return static_cast<std::size_t>(number); }

/// Key of the random stream of splits, apart from those of folds, which have trial numbers from 0.
constexpr std::int64_t split_stream = -2;

/// Fisher and Yates, with our own stream: std::shuffle differs from one standard library to another.
template <class T> void shuffle(std::span<T> items, RandomStream& stream) {
  for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[stream.below(i)]);
}

std::vector<std::uint32_t> row_order(std::size_t rows, ValidationSpec const& spec, RandomStream& stream) {
  std::vector<std::uint32_t> order(rows);
  std::iota(order.begin(), order.end(), 0U);
  if (spec.shuffle) shuffle(std::span{order}, stream);
  return order;
}

std::vector<std::int32_t> k_fold(std::size_t rows, ValidationSpec const& spec, RandomStream stream) {
  auto const folds = count(spec.folds);
  if (rows < folds)
    throw JobError{fmt::format("validation: {} folds want as many rows, the table has {}", folds, rows)};
  auto const order = row_order(rows, spec, stream);
  std::vector<std::int32_t> fold_of_row(rows);
  std::size_t next = 0;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::size_t const size = rows / folds + (fold < rows % folds ? 1 : 0);
    for (std::size_t i = 0; i < size; ++i) fold_of_row[order[next++]] = static_cast<std::int32_t>(fold);
  }
  return fold_of_row;
}

std::vector<std::int32_t> holdout(std::size_t rows, ValidationSpec const& spec, RandomStream stream) {
  auto const test = size_of_part(spec.test_size, rows);
  if (test == 0 || test >= rows) {
    throw JobError{fmt::format("validation: test_size {} leaves {} of the table's {} rows to train on", spec.test_size,
                               rows - std::min(test, rows), rows)};
  }
  auto const order = row_order(rows, spec, stream);
  std::vector<std::int32_t> fold_of_row(rows, -1);
  for (std::size_t i = rows - test; i < rows; ++i) fold_of_row[order[i]] = 0; // the last rows, where not shuffled
  return fold_of_row;
}

/// Classes numbered by their first row, as scikit-learn does: it decides which fold gets an odd row.
std::vector<std::size_t> classes_by_first_row(Column const& target) {
  std::vector<std::size_t> number(target.categories.size(), target.categories.size());
  std::vector<std::size_t> class_of_row;
  std::size_t next = 0;
  for (double const code : target.values) {
    auto& known = number[static_cast<std::size_t>(code)];
    if (known == target.categories.size()) known = next++;
    class_of_row.push_back(known);
  }
  return class_of_row;
}

/// Rows of class `c` that fold `f` tests on, at [c * folds + f]. The sorted classes are dealt out to the folds in turn,
/// which keeps the folds' sizes within one row of each other (scikit-learn's StratifiedKFold).
std::vector<std::size_t> stratified_sizes(std::vector<std::size_t> class_of_row, std::size_t classes,
                                          std::size_t folds) {
  std::ranges::sort(class_of_row);
  std::vector<std::size_t> sizes(classes * folds);
  for (std::size_t i = 0; i < class_of_row.size(); ++i) ++sizes[class_of_row[i] * folds + i % folds];
  return sizes;
}

void require_rows_of_each_class(Column const& target, std::size_t folds) {
  std::vector<std::size_t> rows(target.categories.size());
  for (double const code : target.values) ++rows[static_cast<std::size_t>(code)];
  for (std::size_t c = 0; c < rows.size(); ++c) {
    if (rows[c] >= folds) continue;
    throw JobError{fmt::format("validation: {} folds want as many rows of each class, class '{}' of '{}' has {}", folds,
                               target.categories[c], target.name, rows[c])};
  }
}

std::vector<std::int32_t> stratified_k_fold(Column const& target, ValidationSpec const& spec, RandomStream stream) {
  if (target.categories.empty()) {
    throw JobError{fmt::format("validation: stratified-k-fold wants classes, but '{}' is a number to predict "
                               "(accepted: k-fold, holdout, predefined)",
                               target.name)};
  }
  auto const folds = count(spec.folds);
  require_rows_of_each_class(target, folds);
  auto const class_of_row = classes_by_first_row(target);
  auto const sizes = stratified_sizes(class_of_row, target.categories.size(), folds);
  std::vector<std::vector<std::int32_t>> folds_of_class(target.categories.size());
  for (std::size_t c = 0; c < folds_of_class.size(); ++c) {
    for (std::size_t f = 0; f < folds; ++f) {
      folds_of_class[c].insert(folds_of_class[c].end(), sizes[c * folds + f], static_cast<std::int32_t>(f));
    }
    if (spec.shuffle) shuffle(std::span{folds_of_class[c]}, stream);
  }
  std::vector<std::size_t> next(folds_of_class.size());
  std::vector<std::int32_t> fold_of_row;
  for (auto const c : class_of_row) fold_of_row.push_back(folds_of_class[c][next[c]++]);
  return fold_of_row;
}

} // namespace

std::vector<SeriesFold> series_folds(std::size_t n, ValidationSpec const& spec) {
  bool const single = spec.scheme == ValidationSpec::Scheme::holdout;
  auto const folds = single ? 1 : count(spec.folds);
  auto const horizon = std::max<std::size_t>(1, size_of_part(spec.test_size, n));
  auto const step = spec.step > 0 ? count(spec.step) : horizon;
  auto const gap = count(spec.gap);
  auto const needed = horizon + (folds - 1) * step + gap + 1;
  if (n < needed) {
    throw JobError{fmt::format("too short for the folds: {} point{}, {} are needed (folds {}, test_size {}, step {}, "
                               "gap {}, and one to train on)",
                               n, n == 1 ? "" : "s", needed, folds, horizon, step, gap)};
  }
  std::vector<SeriesFold> out;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    auto const test_begin = n - horizon - (folds - 1 - fold) * step;
    auto const cutoff = test_begin - gap;
    auto const window = spec.window > 0 ? std::min(count(spec.window), cutoff) : cutoff;
    out.push_back({cutoff - window, cutoff, test_begin, horizon});
  }
  return out;
}

std::vector<std::int32_t> test_fold_of_row(Dataset const& table, ValidationSpec const& spec, std::uint64_t seed) {
  RandomStream const stream{seed, split_stream, 0, 0};
  switch (spec.scheme) {
  case ValidationSpec::Scheme::k_fold:
    return k_fold(table.row_count(), spec, stream);
  case ValidationSpec::Scheme::stratified_k_fold:
    return stratified_k_fold(table.target(), spec, stream);
  case ValidationSpec::Scheme::holdout:
    return holdout(table.row_count(), spec, stream);
  case ValidationSpec::Scheme::predefined: {
    auto const folds = table.fold_of_row();
    return {folds.begin(), folds.end()};
  }
  case ValidationSpec::Scheme::time_series:
    break;
  }
  throw JobError{"validation: scheme time-series is for series "
                 "(accepted for tables: k-fold, stratified-k-fold, holdout, predefined)"};
}

TableFold table_fold(std::span<std::int32_t const> test_fold_of_row, int fold) {
  TableFold rows;
  for (std::uint32_t row = 0; row < test_fold_of_row.size(); ++row) {
    (test_fold_of_row[row] == fold ? rows.test : rows.train).push_back(row);
  }
  return rows;
}

} // namespace rankfold::data
