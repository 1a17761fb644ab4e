#include "roles/configuration_book.hpp"

#include <utility>

namespace rankfold::roles {

ConfigurationBook::Number ConfigurationBook::number(Configuration const& configuration) {
  auto const next = ConfigurationId{static_cast<std::int64_t>(numbers_.size())};
  auto const [entry, is_new] = numbers_.try_emplace(to_text(configuration), next);
  if (is_new) new_.push_back(configuration);
  return {entry->second, is_new};
}

std::vector<Configuration> ConfigurationBook::take_new() { return std::exchange(new_, {}); }

} // namespace rankfold::roles
