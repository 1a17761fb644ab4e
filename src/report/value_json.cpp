#include "report/value_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace rankfold::report {

using Json = nlohmann::ordered_json;

Json to_json(double number) { return std::isfinite(number) ? Json(number) : Json(nullptr); }

Json to_json(Value const& value) {
  if (value.is_bool()) return value.as_bool();
  if (value.is_integer()) return value.as_integer();
  if (value.is_real()) return to_json(value.as_real());
  if (value.is_text()) return value.as_text();
  auto list = Json::array();
  for (auto const& item : value.as_list()) list.push_back(to_json(item));
  return list;
}

Json to_json(Parameters const& parameters) {
  auto object = Json::object();
  for (auto const& [name, value] : parameters) object[name] = to_json(value);
  return object;
}

std::string dump(Json const& json, int indent) { return json.dump(indent, ' ', false, Json::error_handler_t::replace); }

} // namespace rankfold::report
