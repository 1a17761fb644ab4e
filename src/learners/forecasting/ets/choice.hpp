#pragma once

#include "learners/forecasting/ets/known_minima.hpp"
#include "learners/forecasting/ets/model.hpp"
#include "learners/forecasting/ets/specification.hpp"
#include <optional>
#include <span>

namespace rankfold::learners::forecasting::smoothing {

/// The model with the least criterion among some forms' minima; nothing if none can be found.
/// @param known what an earlier search has found in the first of these values, or nothing; becomes what is known now.
/// The
///              search is from scratch if some form has no known minimum, or the new values are out of the ordinary.
[[nodiscard]] std::optional<Model> choose_model(Specification const& wanted, std::span<Form const> forms,
                                                Observations const& observed, KnownMinima& known);

/// The criterion to choose by, were this the deviance of the form on `n` values.
[[nodiscard]] double penalised(double deviance, Form form, std::size_t n, Specification const& wanted);

} // namespace rankfold::learners::forecasting::smoothing
