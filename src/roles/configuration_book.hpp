#pragma once

#include "rankfold/value.hpp"
#include "support/ids.hpp"
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace rankfold::roles {

/// The configurations of one job, numbered in the order in which they were first proposed. Tasks that try the same
/// configuration share its number: thousands of series over one grid need it described, and sent, only once.
class ConfigurationBook {
public:
  struct Number {
    ConfigurationId id;
    bool is_new; ///< first seen now
  };
  Number number(Configuration const& configuration);

  /// Those numbered since the last call, in order.
  [[nodiscard]] std::vector<Configuration> take_new();

private:
  std::unordered_map<std::string, ConfigurationId> numbers_;
  std::vector<Configuration> new_;
};

} // namespace rankfold::roles
