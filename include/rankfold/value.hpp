#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace rankfold {

struct Value;
using ValueList = std::vector<Value>;

/// The value of one hyperparameter: a truth value, an integer, a real number, text, or a list of values.
///
/// Types are kept apart (1 and 1.0 differ), because they become typed columns of the result file.
struct Value : std::variant<bool, std::int64_t, double, std::string, ValueList> {
  using variant::variant;
  Value(char const* text) : variant{std::string{text}} {}
  Value(int number) : variant{static_cast<std::int64_t>(number)} {}

  [[nodiscard]] bool is_bool() const { return std::holds_alternative<bool>(*this); }
  [[nodiscard]] bool is_integer() const { return std::holds_alternative<std::int64_t>(*this); }
  [[nodiscard]] bool is_real() const { return std::holds_alternative<double>(*this); }
  [[nodiscard]] bool is_number() const { return is_integer() || is_real(); }
  [[nodiscard]] bool is_text() const { return std::holds_alternative<std::string>(*this); }
  [[nodiscard]] bool is_list() const { return std::holds_alternative<ValueList>(*this); }

  /// The alternative asked for. @throws std::bad_variant_access if it holds another one.
  [[nodiscard]] bool as_bool() const { return std::get<bool>(*this); }
  [[nodiscard]] std::int64_t as_integer() const { return std::get<std::int64_t>(*this); }
  [[nodiscard]] std::string const& as_text() const { return std::get<std::string>(*this); }
  [[nodiscard]] ValueList const& as_list() const { return std::get<ValueList>(*this); }
  /// An integer or a real number as a real number. @throws std::bad_variant_access if it is neither.
  [[nodiscard]] double as_real() const {
    return is_integer() ? static_cast<double>(as_integer()) : std::get<double>(*this);
  }
};

/// Hyperparameters by name.
using Parameters = std::map<std::string, Value>;

/// One point of a search space: a learner with a value for each of its hyperparameters.
struct Configuration {
  std::string learner;
  Parameters parameters;

  bool operator==(Configuration const&) const = default;
};

/// The value as a job file writes it, which for these types is also JSON: true, 7, 0.1, "ZNA", [2, 1, 1].
/// Real numbers are given with as many digits as it takes to read back the same number.
[[nodiscard]] std::string to_text(Value const& value);

/// `ets(model="ZNA", season_length=7)`: differs for any two configurations that differ.
[[nodiscard]] std::string to_text(Configuration const& configuration);

} // namespace rankfold
