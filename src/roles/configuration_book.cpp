#include "roles/configuration_book.hpp"

#include <utility>

namespace rankfold::roles {
namespace {

/// Differs for any two configurations that differ.
std::string key_of(Configuration const& configuration) {
  std::string key = configuration.learner;
  for (auto const& [name, value] : configuration.parameters) {
    key += '\n';
    key += name;
    key += '=';
    key += to_text(value);
  }
  return key;
}

} // namespace

ConfigurationBook::Number ConfigurationBook::number(Configuration const& configuration) {
  auto const next = ConfigurationId{static_cast<std::int64_t>(numbers_.size())};
  auto const [entry, is_new] = numbers_.try_emplace(key_of(configuration), next);
  if (is_new) new_.push_back(configuration);
  return {entry->second, is_new};
}

std::vector<Configuration> ConfigurationBook::take_new() { return std::exchange(new_, {}); }

} // namespace rankfold::roles
