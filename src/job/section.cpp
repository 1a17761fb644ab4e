#include "job/section.hpp"

#include "support/text.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/ranges.h>
#include <set>

namespace rankfold::job {
namespace {

[[noreturn]] void fail_type(Node const& node, std::string_view label, std::string_view accepted) {
  fail(node.place, "{} must be {}, but is {}", label, accepted, described(node));
}

} // namespace

std::string known_and_near(std::string_view name, std::span<std::string const> known) {
  return fmt::format("(known: {}){}", fmt::join(known, ", "), did_you_mean(name, known));
}

std::string const& text_of(Node const& node, std::string_view label) {
  auto const* text = node.as<std::string>();
  if (!text) fail_type(node, label, "text");
  if (text->empty()) fail(node.place, "{} must not be empty", label);
  if (text->find('\0') != std::string::npos) fail(node.place, "{} must not contain a NUL character", label);
  return *text;
}

std::int64_t integer_of(Node const& node, std::string_view label, std::int64_t minimum, std::int64_t maximum) {
  auto const* number = node.as<std::int64_t>();
  if (!number) fail_type(node, label, "an integer");
  if (*number < minimum) fail(node.place, "{} must be at least {}, but is {}", label, minimum, *number);
  if (*number > maximum) fail(node.place, "{} must be at most {}, but is {}", label, maximum, *number);
  return *number;
}

double real_of(Node const& node, std::string_view label) {
  if (auto const* integer = node.as<std::int64_t>()) return static_cast<double>(*integer);
  auto const* real = node.as<double>();
  if (!real) fail_type(node, label, "a number");
  if (!std::isfinite(*real)) fail(node.place, "{} must be a finite number, but is {}", label, *real);
  return *real;
}

bool boolean_of(Node const& node, std::string_view label) {
  auto const* truth = node.as<bool>();
  if (!truth) fail_type(node, label, "true or false");
  return *truth;
}

std::vector<std::string> texts_of(Node const& node, std::string_view label) {
  auto const* items = node.as<NodeList>();
  if (!items) fail_type(node, label, "a list of texts");
  std::vector<std::string> texts;
  std::set<std::string_view> seen;
  for (auto const& item : *items) {
    auto const& text = text_of(item, fmt::format("each item of {}", label));
    if (!seen.insert(text).second) fail(item.place, "'{}' is given twice in {}", shown(text), label);
    texts.push_back(text);
  }
  return texts;
}

NodeTable const& table_of(Node const& node, std::string_view label) {
  auto const* table = node.as<NodeTable>();
  if (!table) fail_type(node, label, "a table");
  return *table;
}

Section::Section(NodeTable const& entries, Place place, std::string title, std::vector<std::string> known) :
    entries_{&entries}, place_{std::move(place)}, title_{std::move(title)}, known_{std::move(known)} {
  for (auto const& entry : entries) {
    if (std::ranges::find(known_, entry.key) != known_.end()) continue;
    fail(entry.place, "unknown key '{}' in {} {}", shown(entry.key), title_, known_and_near(entry.key, known_));
  }
}

Node const& Section::at(std::string_view key, std::string_view accepted) const {
  if (auto const* node = find(key)) return *node;
  fail(place_, "the key '{}' is missing in {}: {}", key, title_, accepted);
}

std::string Section::label(std::string_view key) const { return fmt::format("'{}' in {}", key, title_); }

void Section::allow_only(std::vector<std::string_view> const& allowed, std::string_view reason) const {
  for (auto const& entry : *entries_) {
    if (std::ranges::find(allowed, entry.key) != allowed.end()) continue;
    fail(entry.place, "{} has no meaning {} (there: {})", label(entry.key), reason, fmt::join(allowed, ", "));
  }
}

std::string Section::text(std::string_view key, std::string_view fallback) const {
  auto const* node = find(key);
  return node ? text_of(*node, label(key)) : std::string{fallback};
}

std::int64_t Section::integer(std::string_view key, std::int64_t fallback, std::int64_t minimum,
                              std::int64_t maximum) const {
  auto const* node = find(key);
  return node ? integer_of(*node, label(key), minimum, maximum) : fallback;
}

double Section::real(std::string_view key, double fallback) const {
  auto const* node = find(key);
  return node ? real_of(*node, label(key)) : fallback;
}

bool Section::boolean(std::string_view key, bool fallback) const {
  auto const* node = find(key);
  return node ? boolean_of(*node, label(key)) : fallback;
}

} // namespace rankfold::job
