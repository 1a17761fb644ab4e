#pragma once

namespace rankfold::mpi {

/// Kinds of messages between two ranks of Scope::State::ranks.
enum Tag : int { letter_tag = 1, pulse_tag = 2 };

} // namespace rankfold::mpi
