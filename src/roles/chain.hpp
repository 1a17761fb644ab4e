#pragma once

#include "job/catalogue.hpp"
#include "job/job.hpp"
#include <cstdint>

/// Consecutive folds of one configuration on one series, of which each but the first is fitted from where the one
/// before it ended: `chain` in [validation]. A task's folds are cut into chains from the first fold on.
namespace rankfold::roles {

/// How many folds a chain has at most: 1 for a learner that is fitted from scratch every time.
[[nodiscard]] inline std::int32_t chain_length(job::LearnerInfo const& learner, job::ValidationSpec const& validation) {
  return learner.warm_starts ? validation.chain : 1;
}

/// How many folds of its chain come before this one. @param fold from 0
[[nodiscard]] constexpr std::int32_t folds_before(std::int32_t fold, std::int32_t chain_length) {
  return fold % chain_length;
}

} // namespace rankfold::roles
