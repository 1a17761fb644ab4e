#pragma once

#include "data/dataset.hpp"
#include "job/job.hpp"
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace rankfold::data {

/// One train/test pair of a series: trains on [train_begin, cutoff), tests on [test_begin, test_begin + horizon).
struct SeriesFold {
  std::size_t train_begin = 0, cutoff = 0, test_begin = 0, horizon = 0;

  [[nodiscard]] std::span<double const> training_part(std::span<double const> values) const {
    return values.subspan(train_begin, cutoff - train_begin);
  }
};

/// The folds of a series of `n` points, earliest cutoff first; the last test part ends with the series.
/// As scikit-learn's TimeSeriesSplit(n_splits, test_size, gap, max_train_size), and with a step of its own.
/// @throws JobError if the series is too short to leave a training point in the first fold; says how many it needs.
[[nodiscard]] std::vector<SeriesFold> series_folds(std::size_t n, job::ValidationSpec const& spec);

/// Row numbers of one train/test pair of a table, ascending.
struct TableFold {
  std::vector<std::uint32_t> train, test;
};

/// The test fold of each row (k-fold, stratified-k-fold, predefined; holdout: 0 for test rows, -1 for the others).
/// @throws JobError if there are fewer rows, or fewer rows of a class, than folds.
[[nodiscard]] std::vector<std::int32_t> test_fold_of_row(Dataset const& table, job::ValidationSpec const& spec,
                                                         std::uint64_t seed);

/// Rows of fold `fold` from the above.
[[nodiscard]] TableFold table_fold(std::span<std::int32_t const> test_fold_of_row, int fold);

} // namespace rankfold::data
