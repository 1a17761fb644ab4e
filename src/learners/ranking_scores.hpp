#pragma once

#include <span>

/// Scores of a ranking: rows ordered by how probable the positive class is said to be.
namespace rankfold::learners {

/// One row: the score that it was given, and whether it is positive.
struct RankedRow {
  double score = 0;
  bool positive = false;
};

/// The probability that a positive row has a higher score than a negative one; equal scores count half
/// (Mann and Whitney's statistic). NaN unless there are rows of both.
[[nodiscard]] double area_under_roc(std::span<RankedRow> rows);

/// The sum over thresholds of precision times the gain in recall, without interpolation. NaN without positive rows.
[[nodiscard]] double average_precision(std::span<RankedRow> rows);

} // namespace rankfold::learners
