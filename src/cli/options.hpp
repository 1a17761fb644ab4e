#pragma once

#include "cli/commands.hpp"

// Values are taken whole: a comma may be part of a file's name, or of --set learner.ets.season_length=[6,7].
#define CXXOPTS_VECTOR_DELIMITER '\0'
#include <cxxopts.hpp>

namespace rankfold::cli {

/// Parses a subcommand's arguments; what cxxopts refuses becomes a JobError that names the subcommand.
/// Where `--help` was given, prints the help and returns nothing: the subcommand then returns `success`.
[[nodiscard]] std::optional<cxxopts::ParseResult> parse(cxxopts::Options& options, Arguments const& arguments);

/// The options of a subcommand that is given one result file, to which it may add others.
/// @param what may be given, as the help says it
[[nodiscard]] cxxopts::Options result_file_options(std::string const& program, std::string const& help,
                                                   std::string_view what = "RESULT.h5");

/// As `parse`, for such a subcommand. @throws JobError also if the result file is missing.
[[nodiscard]] std::optional<cxxopts::ParseResult> parse_with_result_file(cxxopts::Options& options,
                                                                         Arguments const& arguments);

/// A value that must be one of `accepted`. @throws JobError naming the option, the value, and what is accepted.
std::string choice(cxxopts::ParseResult const& parsed, std::string const& option,
                   std::vector<std::string> const& accepted);

} // namespace rankfold::cli
