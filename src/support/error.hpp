#pragma once

#include <source_location>
#include <stdexcept>

namespace rankfold {

/// The user's mistake: in the command line, the job file or the data. Raised before any work starts; `main` prints it
/// and ends with exit code 2. Worded as: where, what is wrong with which value, what would be accepted.
struct JobError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A learner cannot be fitted to what it was given. Fails that fold, with this text as the reason; never escapes it.
struct FitError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The machine's fault while work is under way (disk full, file system gone): exit code 1, the result file resumes.
struct SystemError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Our own bug. Never caught but by `main`, which aborts all ranks.
struct ContractViolation : std::logic_error {
  using std::logic_error::logic_error;
};

/// Checks what only our own code can break. @throws ContractViolation naming the place.
void expects(bool condition, char const* what, std::source_location where = std::source_location::current());

} // namespace rankfold
