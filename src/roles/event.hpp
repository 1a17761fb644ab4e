#pragma once

#include "support/ids.hpp"
#include <cstdint>
#include <string>

namespace rankfold::roles {

/// A row of /events: something an operator wants to know.
struct Event {
  double time = 0;
  std::string kind; ///< retry, rank_lost, rank_replaced, timeout, fold_failed, ...
  std::int32_t rank = -1;
  TrialId trial;
  std::string message;
  std::int32_t run = 0; ///< of the job's runs, from 1; 0: this one
};

} // namespace rankfold::roles
