#pragma once

namespace rankfold {

/// Turns SIGINT, SIGTERM and SIGUSR1 into a request to stop: while this object lives, the first one is noted and work
/// is to be drained; a SIGINT or SIGTERM that comes later than a second after it ends the process in the ordinary way
/// (sooner, it is the same Ctrl-C, which a launcher passes on once more). One at a time.
class StopSignal {
public:
  StopSignal();
  ~StopSignal();
  StopSignal(StopSignal const&) = delete;
  StopSignal& operator=(StopSignal const&) = delete;

  /// Whether a signal came.
  [[nodiscard]] static bool requested();
};

} // namespace rankfold
