#pragma once

#include "job/place.hpp"
#include "rankfold/value.hpp"
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rankfold::job {

struct Node;
struct Entry;
using NodeList = std::vector<Node>;
using NodeTable = std::vector<Entry>; ///< in the order in which the keys were written, which TOML libraries forget

/// A date or time: TOML has them, job files do not use them.
struct Moment {};

/// A value of a job file with the place where it was written.
struct Node {
  Place place;
  std::variant<bool, std::int64_t, double, std::string, Moment, NodeList, NodeTable> value;

  template <class Type> [[nodiscard]] Type const* as() const { return std::get_if<Type>(&value); }
  template <class Type> [[nodiscard]] Type* as() { return std::get_if<Type>(&value); }
};

/// `key = value` of a table, or a `[key]`.
struct Entry {
  std::string key;
  Place place; ///< of the key
  Node node;
};

[[nodiscard]] Node const* find(NodeTable const& table, std::string_view key);
[[nodiscard]] Node* find(NodeTable& table, std::string_view key);

/// What it is, for error messages: `the text "five"`, `the integer 5`, `an empty list`.
[[nodiscard]] std::string described(Node const& node);

} // namespace rankfold::job
