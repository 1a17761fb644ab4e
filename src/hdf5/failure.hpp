#pragma once

#include "hdf5/handle.hpp"
#include <string>
#include <string_view>

/// How a failure of the library becomes one of our errors: what was read is the user's file (JobError), what could not
/// be written is the machine's fault (SystemError).
namespace rankfold::hdf5 {

/// Keeps the library from printing its error stack, and from cleaning up at exit. Cheap; called before any other use.
void silence();

/// The cause of the library's last failure: the system's words ("No space left on device") where a system call
/// failed, else the library's innermost description.
[[nodiscard]] std::string last_failure();

[[noreturn]] void reading_failed(std::string_view what);
[[noreturn]] void writing_failed(std::string_view what);

/// @return `code`, which may be an identifier, a status or a count. @throws JobError if it is negative.
template <class Code> Code read_check(Code code, std::string_view what) {
  if (code < 0) reading_failed(what);
  return code;
}

/// @return `code`. @throws SystemError if it is negative.
template <class Code> Code write_check(Code code, std::string_view what) {
  if (code < 0) writing_failed(what);
  return code;
}

} // namespace rankfold::hdf5
