#pragma once

#include <thread>

namespace rankfold::cli {

/// Ends this process where it runs folds itself and one of them goes on for longer after a stop signal than it is
/// granted: nothing else could interrupt it. The result file is then that of a killed run, which resumes.
class GraceWatch {
public:
  /// @param seconds granted; infinite: any time. @param exit_code to end with
  GraceWatch(double seconds, int exit_code);

private:
  std::jthread thread_; ///< ends with the watch
};

} // namespace rankfold::cli
