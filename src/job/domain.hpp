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

/// The positions of `domains`, each behind those that its conditions name; as they are given where that leaves a
/// choice. Domains whose conditions go round in circles are left out.
[[nodiscard]] std::vector<std::size_t> parents_first(std::vector<Domain> const& domains);

} // namespace rankfold::job
