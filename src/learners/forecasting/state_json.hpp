#pragma once

#include "support/error.hpp"
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

/// Reading back what `state()` gave. JSON has no NaN: it is written as null.
namespace rankfold::learners::forecasting {

[[nodiscard]] inline double real_from(nlohmann::ordered_json const& value) {
  return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

[[nodiscard]] inline std::vector<double> reals_from(nlohmann::ordered_json const& values) {
  if (!values.is_array()) throw JobError{"a list of numbers is wanted"};
  std::vector<double> out;
  for (auto const& value : values) out.push_back(real_from(value));
  return out;
}

/// How many points something has that is computed point by point: a damaged state must not ask for all memory.
[[nodiscard]] inline std::size_t count_from(nlohmann::ordered_json const& value) {
  constexpr double most = 1e7; // far beyond any series
  auto const count = value.get<double>();
  if (!(count >= 0 && count <= most)) throw JobError{"a count is out of range"};
  return static_cast<std::size_t>(count);
}

/// Calls `read`. @throws JobError, naming the learner, where the state lacks something or has it in another form.
template <class Read> auto restore_from(std::string_view learner, Read read) {
  try {
    return read();
  } catch (nlohmann::ordered_json::exception const& broken) {
    throw JobError{fmt::format("no state of {}: {}", learner, broken.what())};
  } catch (JobError const& broken) {
    throw JobError{fmt::format("no state of {}: {}", learner, broken.what())};
  }
}

} // namespace rankfold::learners::forecasting
