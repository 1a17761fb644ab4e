#pragma once

#include "isolation/channel.hpp"

namespace rankfold::isolation {

/// The other side of a worker that isolates its folds: reads the job and maps its data once, then forks a process for
/// each fold that the worker asks for, and tells what became of it. Has one thread and no MPI, so that forking is safe.
/// @return when the worker is gone.
void serve_folds(Channel worker);

} // namespace rankfold::isolation
