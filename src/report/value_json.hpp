#pragma once

#include "rankfold/value.hpp"
#include <nlohmann/json_fwd.hpp>

namespace rankfold::report {

[[nodiscard]] nlohmann::ordered_json to_json(Value const& value);
/// Not-a-number and infinities, which JSON has not, become null.
[[nodiscard]] nlohmann::ordered_json to_json(double number);
[[nodiscard]] nlohmann::ordered_json to_json(Parameters const& parameters);
/// As text; bytes that are no UTF-8 are replaced. @param indent spaces a level, or -1 for one line
[[nodiscard]] std::string dump(nlohmann::ordered_json const& json, int indent = -1);

} // namespace rankfold::report
