#include "cli/options.hpp"
#include "client/job_status.hpp"
#include "support/error.hpp"
#include <fmt/format.h>
#include <iostream>

namespace rankfold::cli {

int cancel(Arguments const& arguments) {
  cxxopts::Options options{
      "rankfold cancel",
      "Ends a batch job, or one that was handed to pilots, waiting or running. What it has done is kept.\n"};
  options.add_options()("id", "The number that submit printed", cxxopts::value<std::string>());
  options.parse_positional({"id"});
  options.positional_help("ID");
  auto const parsed = parse(options, arguments);
  if (!parsed) return success;
  if (parsed->count("id") == 0)
    throw JobError{"rankfold cancel: a job's number is missing (see 'rankfold cancel --help')"};
  auto const id = (*parsed)["id"].as<std::string>();
  auto const result = client::cancel(id);
  std::cout << fmt::format(
      "job {} is cancelled; what it has done is kept in {}, and submitting it again goes on there\n", id,
      result.string());
  return success;
}

} // namespace rankfold::cli
