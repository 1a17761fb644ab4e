#include "job/domain.hpp"

#include "job/hyperparameter.hpp"
#include "job/words.hpp"
#include <cmath>

namespace rankfold::job {
namespace {

using Type = HyperparameterInfo::Type;

constexpr double largest_exact = 0x1p53; ///< integers up to here are exact as real numbers

/// What the readers of a domain's parts share.
struct Target {
  HyperparameterInfo const& info;
  std::string label;
  std::string_view algorithm;
};

std::vector<Value> read_list(Node const& node, Target const& target) {
  std::vector<Value> values;
  for (auto const& item : *node.as<NodeList>()) {
    bool const lacks_brackets = target.info.is_list() && (item.as<std::int64_t>() || item.as<double>());
    if (lacks_brackets) {
      fail(item.place, "{} is itself a list, so its values to try are a list of lists: [[2, 1, 1]] for one",
           target.label);
    }
    values.push_back(checked_value(item, target.info, target.label));
  }
  if (values.empty()) fail(node.place, "{} has an empty list of values to try", target.label);
  return values;
}

std::vector<Value> read_values(Node const& node, Target const& target) {
  if (node.as<NodeList>()) return read_list(node, target);
  return {checked_value(node, target.info, target.label)};
}

/// One end of a range.
double read_end(Section const& section, std::string_view key, Target const& target) {
  auto const& node = section.at(key, "a range has a 'min' and a 'max', both inclusive");
  auto const value = checked_value(node, target.info, section.label(key));
  if (!value.is_number()) fail(node.place, "{} must be a number, but is {}", section.label(key), described(node));
  if (std::abs(value.as_real()) > largest_exact && value.is_integer()) {
    fail(node.place, "{} is too large a number for a range: {}", section.label(key), described(node));
  }
  return value.as_real();
}

void read_step(Section const& section, NumberType type, Range& range) {
  auto const* node = section.find("step");
  if (!node) {
    if (type == NumberType::integer && !range.integer) range.step = 1.0;
    return;
  }
  if (range.scale == Range::Scale::log) fail(node->place, "{} does not go with scale = \"log\"", section.label("step"));
  double const step = real_of(*node, section.label("step"));
  if (!(step > 0)) fail(node->place, "{} must be above 0, but is {}", section.label("step"), step);
  if (type == NumberType::integer && step != std::floor(step)) {
    fail(node->place, "{} must be a whole number in a range of integers, but is {}", section.label("step"), step);
  }
  range.step = step;
}

NumberType read_number_type(Section const& section, Target const& target) {
  bool const is_integer = target.info.type == Type::integer;
  auto const type = section.word("type", number_types, is_integer ? NumberType::integer : NumberType::real);
  if (is_integer && type == NumberType::real) {
    fail(section.find("type")->place, "{} must be \"int\": {} is an integer", section.label("type"), target.label);
  }
  return type;
}

void check_range(Section const& section, NumberType type, Range const& range, Target const& target) {
  if (range.minimum > range.maximum) {
    fail(section.place(), "the range of {} is empty: min {} is above max {}", target.label, range.minimum,
         range.maximum);
  }
  if (range.scale == Range::Scale::log && !(range.minimum > 0)) {
    fail(section.find("min")->place, "{} must be above 0 with scale = \"log\", but is {}", section.label("min"),
         range.minimum);
  }
  bool const whole = range.minimum == std::floor(range.minimum) && range.maximum == std::floor(range.maximum);
  if (type == NumberType::integer && !whole) {
    fail(section.place(), "the range of {} has type = \"int\", so its min and max must be whole numbers", target.label);
  }
  if (target.algorithm == "grid" && !range.integer && !range.step) {
    fail(section.place(),
         "the range of {} has infinitely many values; a grid needs a 'step', or a list of values instead",
         target.label);
  }
}

Range read_range(Section const& section, Target const& target) {
  if (target.info.type != Type::integer && target.info.type != Type::real) {
    fail(section.place(), "{} cannot have a range: it must be {}", target.label, accepted_values(target.info));
  }
  auto const type = read_number_type(section, target);
  Range range;
  range.minimum = read_end(section, "min", target);
  range.maximum = read_end(section, "max", target);
  range.scale = section.word("scale", scales, Range::Scale::linear);
  range.integer = target.info.type == Type::integer;
  read_step(section, type, range);
  check_range(section, type, range, target);
  return range;
}

void read_table(Node const& node, Target const& target, Domain& domain) {
  Section const section{*node.as<NodeTable>(),
                        node.place,
                        "the values of " + target.label,
                        {"value", "values", "min", "max", "scale", "type", "step", "when"}};
  auto const* value = section.find("value");
  auto const* values = section.find("values");
  if (value) {
    section.allow_only({"value", "when"}, "beside 'value'");
    domain.values = std::vector{checked_value(*value, target.info, target.label)};
  } else if (values) {
    section.allow_only({"values", "when"}, "beside 'values'");
    if (!values->as<NodeList>())
      fail(values->place, "{} must be a list, but is {}", section.label("values"), described(*values));
    domain.values = read_list(*values, target);
  } else if (section.find("min") || section.find("max")) {
    domain.values = read_range(section, target);
  } else {
    fail(node.place, "{} needs a 'value', a list of 'values', or a range from 'min' to 'max'", target.label);
  }
}

} // namespace

Domain read_domain(Entry const& entry, LearnerInfo const& learner, std::string_view algorithm) {
  Target const target{find_hyperparameter(learner, entry.key, entry.place), hyperparameter_label(learner, entry.key),
                      algorithm};
  Domain domain;
  domain.hyperparameter = entry.key;
  if (entry.node.as<NodeTable>()) {
    read_table(entry.node, target, domain);
  } else {
    domain.values = read_values(entry.node, target);
  }
  return domain;
}

} // namespace rankfold::job
