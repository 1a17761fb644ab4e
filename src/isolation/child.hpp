#pragma once

#include "isolation/messages.hpp"
#include "job/resources.hpp"
#include <functional>
#include <sys/types.h>

namespace rankfold::isolation {

/// What a forked process does from its first moment to its last: takes on its limits, works, reports, ends.
/// @param parent ends with whom it ends, and whose SIGTERM alone it heeds
/// @param report_to descriptor for the report
[[noreturn]] void be_fold_process(std::function<Bytes()> const& work, job::ResourceSpec const& limits, pid_t parent,
                                  int report_to);

} // namespace rankfold::isolation
