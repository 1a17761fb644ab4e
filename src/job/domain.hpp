#pragma once

#include "job/catalogue.hpp"
#include "job/job.hpp"
#include "job/node.hpp"

namespace rankfold::job {

/// The values of one hyperparameter: one, a list, `{ min, max, ... }` or `{ value = ..., when = ... }`; its `when` is
/// left for `read_conditions`.
/// @param algorithm of the search: what a range needs depends on it. @throws JobError
[[nodiscard]] Domain read_domain(Entry const& entry, LearnerInfo const& learner, std::string_view algorithm);

/// Reads the `when` of `domains[i]` from `entries[i]`, and checks that each can hold and that none goes round in
/// circles. @throws JobError
void read_conditions(std::vector<Entry const*> const& entries, LearnerInfo const& learner,
                     std::vector<Domain>& domains);

} // namespace rankfold::job
