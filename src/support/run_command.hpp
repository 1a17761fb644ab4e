#pragma once

#include <optional>
#include <span>
#include <string>

namespace rankfold {

/// What a command did.
struct CommandEnd {
  int exit_code = 0; ///< 128 and the signal's number where one ended it, as shells count
  std::string output, errors;
};

/// Runs a program with these arguments, no shell in between and nothing on its standard input, and waits for its end.
/// @param words the program, looked up in PATH, and its arguments; at least one.
/// @return nothing where there is no such program. @throws SystemError if it cannot be started for another reason.
[[nodiscard]] std::optional<CommandEnd> run_command(std::span<std::string const> words);

} // namespace rankfold
