#pragma once

#include "data/dataset.hpp"
#include "data/time_point.hpp"
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace rankfold::data {

/// One observation of a file in long layout.
struct Observation {
  std::string_view id;
  TimePoint time;
  double value = 0;
  std::uint64_t row = 0;      ///< of the file, for messages
  std::string_view time_text; ///< as the file has it, for messages
};

/// Is given each observation in turn. @return whether to go on.
using Visitor = std::function<bool(Observation const&)>;
/// Goes through all observations of a file from its beginning, in its order. It can be called again.
using Observations = std::function<void(Visitor const& visit)>;

/// Gathers observations into series, in the order in which their names first appear, each sorted by time.
///
/// Where the file has the times of each series in ascending order, whether or not its series are mixed, it is read once
/// and takes 1.5 times the memory of its values; else it is read a second time and takes 3 times.
/// @param file for messages. @throws JobError if a series has two observations of the same time (names both rows), or
/// both dates and numbers as times.
[[nodiscard]] Dataset gather_series(Observations const& observations, std::string const& file);

} // namespace rankfold::data
