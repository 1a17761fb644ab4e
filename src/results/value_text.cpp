#include "results/value_text.hpp"

#include <nlohmann/json.hpp>
#include <optional>

namespace rankfold::results {
namespace {

constexpr int deepest_list = 8; ///< a damaged file may hold anything

std::optional<Value> from_json(nlohmann::json const& json, int depth = 0) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_float()) return json.get<double>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_string()) return json.get<std::string>();
  if (!json.is_array() || depth == deepest_list) return std::nullopt;
  ValueList list;
  for (auto const& item : json) {
    auto value = from_json(item, depth + 1);
    if (!value) return std::nullopt;
    list.push_back(std::move(*value));
  }
  return list;
}

std::optional<Value> parse(std::string_view cell) {
  auto const json = nlohmann::json::parse(cell, nullptr, /*allow_exceptions=*/false);
  return json.is_discarded() ? std::nullopt : from_json(json);
}

} // namespace

std::string value_to_cell(Value const& value) {
  if (!value.is_text()) return to_text(value);
  auto const& text = value.as_text();
  return text.empty() || parse(text) ? to_text(value) : text;
}

Value value_from_cell(std::string_view cell) { return parse(cell).value_or(Value{std::string{cell}}); }

} // namespace rankfold::results
