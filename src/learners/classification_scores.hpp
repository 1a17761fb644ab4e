#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace rankfold::learners {

/// The probability of each class, row after row.
struct ClassProbabilities {
  std::size_t classes = 0;
  std::span<double const> values; ///< rows x classes

  [[nodiscard]] std::span<double const> row(std::size_t row) const { return values.subspan(row * classes, classes); }
};

/// Scores probabilities as scikit-learn does. With two classes the second one is the positive class of f1, roc_auc and
/// average_precision; with more, these are means over the classes, each against the rest.
/// @param actual the class of each row. @return NaN where the metric is not defined.
[[nodiscard]] double score_classes(std::string_view metric, std::span<std::size_t const> actual,
                                   ClassProbabilities const& probabilities);

} // namespace rankfold::learners
