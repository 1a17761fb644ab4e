#pragma once

#include "learners/forecasting/ets/bounds.hpp"
#include "learners/forecasting/ets/model.hpp"
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::learners::forecasting::smoothing {

/// What the smoothing parameters and initial states minimise.
enum class Objective {
  likelihood,   ///< the form's own
  squared_error ///< the one-step errors' squares, whatever the error component: Holt & Winters' way
};

/// How the minimum is looked for.
enum class Search {
  global, ///< from many starts: the best minimum that can be found
  simplex ///< from the reference's start by its simplex: the minimum that the reference finds, often a poorer one
};

/// What is to be fitted. An empty component is to be chosen ("Z").
struct Specification {
  std::optional<Component> error, trend, season;
  std::optional<bool> damped; ///< empty: both are tried
  int season_length = 1;
  InformationCriterion criterion = InformationCriterion::aicc;
  Objective objective = Objective::likelihood;
  Search search = Search::global;
  Limits limits;
  GivenParameters given;
  bool restricted = true;             ///< leave out forms with infinite variance (HKOS section 15.2)
  bool multiplicative_trends = false; ///< let a chosen trend be multiplicative
};

/// "ZZZ", "MAM", "ZNA": a letter each for error (A, M, Z), trend and season (N, A, M, Z).
/// @throws FitError if it is none.
void set_components(Specification& specification, std::string_view letters);

/// All that `set_components` takes.
[[nodiscard]] std::vector<std::string> component_names();

/// The forms to try for these values, in the reference's order; seasons are dropped where there are none to be seen.
/// @throws FitError where the specification is refused: a combination that is ruled out, a season without a period or
///         with one above `max_period`, multiplicative errors for values that are not all positive.
[[nodiscard]] std::vector<Form> forms_to_try(Specification const& specification, std::span<double const> values);

/// Whether the form is one of those left out by `Specification::restricted`.
[[nodiscard]] bool has_infinite_variance(Form form);

} // namespace rankfold::learners::forecasting::smoothing
