#include "job/key_place.hpp"

#include "job/override.hpp"
#include "job/parse_toml.hpp"

namespace rankfold::job {

Place place_of_key(JobSource const& source, std::string_view section, std::string_view key) {
  auto const file = source.path.string();
  auto root = parse_toml(source.text, file);
  for (auto const& override_text : source.overrides) apply_override(override_text, root);
  auto const* const found = find(root, section);
  if (!found) return {std::make_shared<std::string const>(file), 1, 1};
  auto const* const entries = found->as<NodeTable>();
  auto const* const value = entries ? find(*entries, key) : nullptr;
  return value ? value->place : found->place;
}

} // namespace rankfold::job
