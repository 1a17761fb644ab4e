#include "cli/forecast_options.hpp"

#include "support/error.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <sstream>

namespace rankfold::cli {
namespace {

int read_horizon(std::string const& text, std::string const& program) {
  int horizon = 0;
  auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), horizon);
  if (failure == std::errc{} && end == text.data() + text.size() && horizon >= 1 && horizon <= 100'000) return horizon;
  throw JobError{fmt::format("{}: --horizon: '{}' is no whole number from 1 to 100000", program, text)};
}

double read_level(std::string const& text, std::string const& program) {
  auto const level = parse_real(text);
  if (level && *level > 0 && *level < 100) return *level;
  throw JobError{fmt::format("{}: --level: '{}' is no number between 0 and 100", program, text)};
}

std::vector<double> read_levels(std::string const& text, std::string const& program) {
  std::vector<double> levels;
  std::istringstream parts{text};
  for (std::string part; std::getline(parts, part, ',');) levels.push_back(read_level(part, program));
  if (text.empty() || text.back() == ',') (void)read_level("", program); // a level is missing
  std::ranges::sort(levels);
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  return levels;
}

} // namespace

void add_forecast_options(cxxopts::Options& options, std::shared_ptr<cxxopts::Value> const& horizon) {
  options.add_options()("horizon", "Steps to forecast", horizon, "H")(
      "level", "Prediction intervals, in percent", cxxopts::value<std::string>()->default_value("80,95"), "LEVELS");
}

ForecastRequest read_forecast_request(cxxopts::ParseResult const& parsed, std::string const& program) {
  return {read_horizon(parsed["horizon"].as<std::string>(), program),
          read_levels(parsed["level"].as<std::string>(), program)};
}

} // namespace rankfold::cli
