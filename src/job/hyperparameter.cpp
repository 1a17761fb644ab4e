#include "job/hyperparameter.hpp"

#include "job/section.hpp"
#include "support/text.hpp"
#include <algorithm>
#include <cmath>

namespace rankfold::job {
namespace {

using Type = HyperparameterInfo::Type;

/// " from 1 to 24", " of at least 1", or nothing.
std::string bounds_text(HyperparameterInfo const& info) {
  bool const below = std::isfinite(info.minimum), above = std::isfinite(info.maximum);
  if (below && above) return fmt::format(" from {} to {}", info.minimum, info.maximum);
  if (below) return fmt::format(" of at least {}", info.minimum);
  if (above) return fmt::format(" of at most {}", info.maximum);
  return {};
}

/// `"a", "b" or "c"`
std::string choices_text(std::vector<std::string> const& choices) {
  std::string out;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) out += i + 1 == choices.size() ? " or " : ", ";
    out += fmt::format("\"{}\"", choices[i]);
  }
  return out;
}

std::string type_text(HyperparameterInfo const& info) {
  switch (info.type) {
  case Type::boolean:
    return "true or false";
  case Type::integer:
    return "an integer" + bounds_text(info);
  case Type::real:
    return "a number" + bounds_text(info);
  case Type::text:
    return info.choices.empty() ? "text" : choices_text(info.choices);
  case Type::integer_list:
    return "a list of integers" + bounds_text(info);
  case Type::real_list:
    return "a list of numbers" + bounds_text(info);
  }
  return {};
}

bool within(double number, HyperparameterInfo const& info) {
  return std::isfinite(number) && number >= info.minimum && number <= info.maximum;
}

[[noreturn]] void refuse(Node const& node, HyperparameterInfo const& info, std::string_view label) {
  auto const* text = node.as<std::string>();
  fail(node.place, "{} must be {}, but is {}{}", label, accepted_values(info), described(node),
       text ? did_you_mean(*text, info.choices) : std::string{});
}

Value checked_integer(Node const& node, HyperparameterInfo const& info, std::string_view label) {
  auto const* number = node.as<std::int64_t>();
  if (!number || !within(static_cast<double>(*number), info)) refuse(node, info, label);
  return *number;
}

Value checked_real(Node const& node, HyperparameterInfo const& info, std::string_view label) {
  auto const* integer = node.as<std::int64_t>();
  auto const* real = node.as<double>();
  if (!integer && !real) refuse(node, info, label);
  double const number = integer ? static_cast<double>(*integer) : *real;
  if (!within(number, info)) refuse(node, info, label);
  return number;
}

Value checked_list(Node const& node, HyperparameterInfo const& info, std::string_view label) {
  auto const* items = node.as<NodeList>();
  if (!items || items->empty()) refuse(node, info, label);
  auto item_info = info;
  item_info.type = info.type == Type::integer_list ? Type::integer : Type::real;
  auto const item_label = fmt::format("each item of {}", label);
  ValueList list;
  for (auto const& item : *items) {
    list.push_back(item_info.type == Type::integer ? checked_integer(item, item_info, item_label)
                                                   : checked_real(item, item_info, item_label));
  }
  return list;
}

Value checked_boolean(Node const& node, HyperparameterInfo const& info, std::string_view label) {
  auto const* truth = node.as<bool>();
  if (!truth) refuse(node, info, label);
  return *truth;
}

Value checked_text(Node const& node, HyperparameterInfo const& info, std::string_view label) {
  if (info.type != Type::text || !info.choices.empty()) refuse(node, info, label);
  return text_of(node, label);
}

} // namespace

std::string accepted_values(HyperparameterInfo const& info) {
  auto text = type_text(info);
  bool const words_besides = info.type != Type::text && !info.choices.empty();
  return words_besides ? fmt::format("{}, or {}", text, choices_text(info.choices)) : text;
}

Value checked_value(Node const& node, HyperparameterInfo const& info, std::string_view label) {
  auto const* text = node.as<std::string>();
  if (text && std::ranges::find(info.choices, *text) != info.choices.end()) return *text;
  switch (info.type) {
  case Type::boolean:
    return checked_boolean(node, info, label);
  case Type::integer:
    return checked_integer(node, info, label);
  case Type::real:
    return checked_real(node, info, label);
  case Type::text:
    return checked_text(node, info, label);
  case Type::integer_list:
  case Type::real_list:
    return checked_list(node, info, label);
  }
  refuse(node, info, label);
}

HyperparameterInfo const& find_hyperparameter(LearnerInfo const& learner, std::string_view name, Place const& place) {
  if (auto const* info = learner.find(name)) return *info;
  std::vector<std::string> known;
  for (auto const& hyperparameter : learner.hyperparameters) known.push_back(hyperparameter.name);
  if (known.empty()) fail(place, "learner '{}' has no hyperparameters, but '{}' is given", learner.name, shown(name));
  fail(place, "unknown hyperparameter '{}' of learner '{}' {}", shown(name), learner.name, known_and_near(name, known));
}

std::string hyperparameter_label(LearnerInfo const& learner, std::string_view name) {
  return fmt::format("'{}' of learner '{}'", name, learner.name);
}

} // namespace rankfold::job
