#include "cli/options.hpp"

#include "mpi/scope.hpp"
#include "support/error.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iostream>

namespace rankfold::cli {
namespace {

/// cxxopts sets arguments aside that belong to no option, rather than refusing them.
void refuse_unmatched(cxxopts::ParseResult const& parsed, std::string const& program) {
  if (parsed.unmatched().empty()) return;
  throw JobError{fmt::format("{}: the argument '{}' is one too many (see '{} --help')", program,
                             parsed.unmatched().front(), program)};
}

} // namespace

std::optional<cxxopts::ParseResult> parse(cxxopts::Options& options, Arguments const& arguments) {
  options.add_options()("h,help", "Show this help");
  std::vector<char const*> words{options.program().c_str()};
  for (auto const& argument : arguments) words.push_back(argument.c_str());
  try {
    auto parsed = options.parse(static_cast<int>(words.size()), words.data());
    if (parsed.count("help") == 0) {
      refuse_unmatched(parsed, options.program());
      return parsed;
    }
    if (mpi::is_first_rank()) std::cout << options.help();
    return std::nullopt;
  } catch (cxxopts::exceptions::exception const& refused) {
    throw JobError{fmt::format("{}: {} (see '{} --help')", options.program(), refused.what(), options.program())};
  }
}

cxxopts::Options result_file_options(std::string const& program, std::string const& help, std::string_view what) {
  cxxopts::Options options{program, help};
  options.add_options()("result", "The result file", cxxopts::value<std::string>());
  options.parse_positional({"result"});
  options.positional_help(std::string{what});
  return options;
}

std::optional<cxxopts::ParseResult> parse_with_result_file(cxxopts::Options& options, Arguments const& arguments) {
  auto parsed = parse(options, arguments);
  if (parsed && parsed->count("result") == 0) {
    throw JobError{fmt::format("{}: a result file is missing (see '{} --help')", options.program(), options.program())};
  }
  return parsed;
}

std::string choice(cxxopts::ParseResult const& parsed, std::string const& option,
                   std::vector<std::string> const& accepted) {
  auto value = parsed[option].as<std::string>();
  if (std::ranges::find(accepted, value) == accepted.end()) {
    throw JobError{fmt::format("--{}: '{}' is none of {}{}", option, value, fmt::join(accepted, ", "),
                               did_you_mean(value, accepted))};
  }
  return value;
}

} // namespace rankfold::cli
