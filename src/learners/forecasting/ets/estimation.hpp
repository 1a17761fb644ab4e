#pragma once

#include "learners/forecasting/ets/optimiser.hpp"
#include "learners/forecasting/ets/specification.hpp"
#include <optional>
#include <span>

namespace rankfold::learners::forecasting::smoothing {

/// The best candidate of one form, from several starts: the deviance has more than one minimum.
/// @param values of order one. @return nothing if there are too few values for so many parameters.
[[nodiscard]] std::optional<Model> estimate(Form form, std::span<double const> values,
                                            Specification const& specification);

/// The best smoothing parameters for states that are not estimated; nothing if no candidate can be evaluated.
[[nodiscard]] std::optional<Optimum> minimise_with_given_states(SearchSpace const& space,
                                                                std::span<double const> values, States const& states);

/// A model of a candidate of a form, fitted to values of order one.
[[nodiscard]] Model make_model(Form form, std::span<double const> values, int period, Candidate const& candidate,
                               int n_estimated);

} // namespace rankfold::learners::forecasting::smoothing
