#pragma once

#include "rankfold/value.hpp"
#include "support/ids.hpp"
#include <span>
#include <vector>

namespace rankfold::roles {

/// A configuration with its number in its job. Workers are taught only those that they need, so theirs have gaps.
struct NumberedConfiguration {
  ConfigurationId id;
  Configuration configuration;

  bool operator==(NumberedConfiguration const&) const = default;
};

/// Gives them the numbers from `first` on.
[[nodiscard]] inline std::vector<NumberedConfiguration> number_from(ConfigurationId first,
                                                                    std::span<Configuration const> configurations) {
  std::vector<NumberedConfiguration> numbered;
  numbered.reserve(configurations.size());
  for (auto const& configuration : configurations) numbered.push_back({{first.value++}, configuration});
  return numbered;
}

} // namespace rankfold::roles
