#include "job/parse_toml.hpp"

#include <algorithm>
#include <toml++/toml.h>

namespace rankfold::job {
namespace {

using Origin = std::shared_ptr<std::string const>;

Place place_of(Origin const& origin, toml::source_region const& region) {
  return {origin, region.begin.line, region.begin.column};
}

Node converted(toml::node const& node, Origin const& origin);

NodeList converted_items(toml::array const& array, Origin const& origin) {
  NodeList items;
  items.reserve(array.size());
  for (auto const& item : array) items.push_back(converted(item, origin));
  return items;
}

NodeTable converted_entries(toml::table const& table, Origin const& origin) {
  NodeTable entries;
  for (auto const& [key, node] : table) {
    entries.push_back({std::string{key.str()}, place_of(origin, key.source()), converted(node, origin)});
  }
  std::ranges::stable_sort(entries, {}, [](Entry const& entry) {
    return std::pair{entry.place.line, entry.place.column};
  });
  return entries;
}

Node converted(toml::node const& node, Origin const& origin) {
  Node result{place_of(origin, node.source()), Moment{}};
  if (auto const* truth = node.as_boolean()) result.value = truth->get();
  if (auto const* integer = node.as_integer()) result.value = integer->get();
  if (auto const* real = node.as_floating_point()) result.value = real->get();
  if (auto const* text = node.as_string()) result.value = text->get();
  if (auto const* array = node.as_array()) result.value = converted_items(*array, origin);
  if (auto const* table = node.as_table()) result.value = converted_entries(*table, origin);
  return result;
}

/// Refuses keys of very many parts (a.a.a...), each of which would be a table within a table: the library goes down
/// into them, and frees them, by recursion. It limits other ways of nesting itself. Dots in texts, comments and numbers
/// count as well; none of those has so many of them without a separator.
void check_dots(std::string_view text, Origin const& origin) {
  constexpr int most_dots = 500;
  Place place{origin, 1, 0};
  int dots = 0;
  for (char const c : text) {
    ++place.column;
    if (c == '.') ++dots;
    if (dots > most_dots) fail(place, "not a TOML file for jobs: more than {} dots in one name", most_dots);
    if (std::string_view{"\n=,[]{}"}.find(c) != std::string_view::npos) dots = 0;
    if (c == '\n') place = {origin, place.line + 1, 0};
  }
}

} // namespace

NodeTable parse_toml(std::string_view text, std::string origin) {
  auto const name = std::make_shared<std::string const>(std::move(origin));
  check_dots(text, name);
  try {
    return converted_entries(toml::parse(text), name);
  } catch (toml::parse_error const& error) {
    fail(place_of(name, error.source()), "not a TOML file: {}", shown(error.description(), 400));
  }
}

} // namespace rankfold::job
