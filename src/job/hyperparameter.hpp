#pragma once

#include "job/catalogue.hpp"
#include "job/node.hpp"
#include <string>
#include <string_view>

namespace rankfold::job {

/// What it accepts, for error messages and listings: `an integer from 1 to 24`, `"ml", "css-ml" or "css"`.
[[nodiscard]] std::string accepted_values(HyperparameterInfo const& info);

/// One value as the hyperparameter holds it; an integer given for a real number becomes one.
/// @param label names it in errors: "'alpha' of learner 'ses'". @throws JobError at the value's place.
[[nodiscard]] Value checked_value(Node const& node, HyperparameterInfo const& info, std::string_view label);

/// The learner's hyperparameter of that name. @throws JobError at `place`, with the names there are.
[[nodiscard]] HyperparameterInfo const& find_hyperparameter(LearnerInfo const& learner, std::string_view name,
                                                            Place const& place);

/// "'alpha' of learner 'ses'"
[[nodiscard]] std::string hyperparameter_label(LearnerInfo const& learner, std::string_view name);

} // namespace rankfold::job
