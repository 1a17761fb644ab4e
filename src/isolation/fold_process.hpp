#pragma once

#include "isolation/messages.hpp"
#include "job/resources.hpp"
#include "support/descriptor.hpp"
#include <functional>
#include <sys/types.h>

namespace rankfold::isolation {

/// Seconds between the request to end (SIGTERM) and the end (SIGKILL).
inline constexpr double grace_seconds = 1;

/// Runs `work` in a process of its own, forked from this one, which must have one thread: in a process group of its
/// own, within the memory given, until it ends or its time is up. Whatever it has started ends with it.
///
/// @param work gives the report; what it throws is reported as our own bug.
/// @param owner a descriptor; once its other side is gone, the process is ended and so is this one: nobody is left who
///              wants to know.
/// @pre SIGCHLD is blocked and has a handler
[[nodiscard]] Outcome run_in_process(std::function<Bytes()> const& work, job::ResourceSpec const& limits, int owner);

/// Makes this process one that `run_in_process` may be called in. It no longer heeds the signals that ask a job to
/// stop: its worker brings home what runs.
void prepare_to_fork();

} // namespace rankfold::isolation
