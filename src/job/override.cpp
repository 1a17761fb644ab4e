#include "job/override.hpp"

#include "job/parse_toml.hpp"
#include "job/section.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <optional>
#include <span>

namespace rankfold::job {
namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == '+' || c == ':' || c == '/' || c == '*' || c == '?';
}

/// Where the quoted text that begins at `begin` ends, or the text itself does.
std::size_t end_of_quoted(std::string_view text, std::size_t begin) {
  char const quote = text[begin];
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (text[i] == quote) {
      return i + 1;
    }
  }
  return text.size();
}

std::optional<Node> parse_value(std::string const& text) {
  if (text.find_first_of("\r\n") != std::string::npos) return std::nullopt; // would go on to further keys
  try {
    auto table = parse_toml("value = " + text, {});
    if (table.size() == 1) return std::move(table.front().node);
  } catch (JobError const&) {
    // Not TOML as it stands; the caller knows what else it may be.
  }
  return std::nullopt;
}

/// Whether a word needs quotes: it begins like a name, and is neither a key (`min =`) nor true, false, inf or nan.
bool needs_quotes(std::string const& word, std::string_view rest) {
  auto const next = rest.find_first_not_of(' ');
  bool const is_key = next != std::string_view::npos && rest[next] == '=';
  auto const parsed = parse_value(word);
  return !is_key && (!parsed || parsed->as<Moment>());
}

std::string quote_bare_words(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (text[i] == '"' || text[i] == '\'') {
      end = end_of_quoted(text, i);
    } else if (is_word_character(text[i])) {
      while (end < text.size() && is_word_character(text[end])) ++end;
    }
    std::string const part{text.substr(i, end - i)};
    bool const quote = is_word_character(text[i]) && needs_quotes(part, text.substr(end));
    out += quote ? to_text(Value{part}) : part;
    i = end;
  }
  return out;
}

/// All of an argument's nodes have the argument as their place: columns within it would tell nobody anything.
void set_place(Node& node, Place const& place) {
  node.place = place;
  if (auto* list = node.as<NodeList>()) {
    for (auto& item : *list) set_place(item, place);
  }
  if (auto* table = node.as<NodeTable>()) {
    for (auto& entry : *table) {
      entry.place = place;
      set_place(entry.node, place);
    }
  }
}

Node value_of(std::string const& text, Place const& place) {
  auto parsed = parse_value(text);
  bool const is_bracketed = !text.empty() && std::string_view{"[{\"'"}.find(text[0]) != std::string_view::npos;
  if (!parsed && is_bracketed) parsed = parse_value(quote_bare_words(text));
  if (!parsed && is_bracketed) fail(place, "'{}' is not a TOML value", shown(text));
  if (!parsed || parsed->as<Moment>()) parsed = parse_value(to_text(Value{text}));
  if (!parsed) fail(place, "the value is not UTF-8");
  set_place(*parsed, place);
  return std::move(*parsed);
}

void assign(NodeTable& table, std::string_view key, Node const& value) {
  if (auto* existing = find(table, key)) {
    *existing = value;
  } else {
    table.push_back({std::string{key}, value.place, value});
  }
}

/// The tables of [[learner]]; empty where there are none.
std::span<Node> learners_of(NodeTable& root) {
  auto* const learners = find(root, "learner");
  auto* const list = learners ? learners->as<NodeList>() : nullptr;
  return list ? std::span<Node>{*list} : std::span<Node>{};
}

/// The learner's name, where it has one; what is wrong with the table is said once it is read.
std::string const* name_of(Node& learner) {
  auto* const table = learner.as<NodeTable>();
  auto* const name = table ? find(*table, "name") : nullptr;
  return name ? name->as<std::string>() : nullptr;
}

/// @param path NAME.KEY
void assign_to_learners(NodeTable& root, std::string_view path, Node const& value) {
  auto const dot = path.find('.');
  if (dot == std::string_view::npos) fail(value.place, "a learner's values are set as learner.NAME.KEY=VALUE");
  auto const wanted = path.substr(0, dot);
  std::vector<std::string> names;
  for (auto& learner : learners_of(root)) {
    auto const* name = name_of(learner);
    if (!name) continue;
    names.push_back(*name);
    if (*name == wanted) assign(*learner.as<NodeTable>(), path.substr(dot + 1), value);
  }
  bool const assigned = std::ranges::find(names, wanted) != names.end();
  if (!assigned) fail(value.place, "the job has no learner '{}' {}", shown(wanted), known_and_near(wanted, names));
}

NodeTable& section_for(NodeTable& root, std::string_view name, Place const& place) {
  if (!find(root, name)) root.push_back({std::string{name}, place, {place, NodeTable{}}});
  auto* section = find(root, name)->as<NodeTable>();
  if (!section) fail(place, "'{}' is not a section", shown(name));
  return *section;
}

} // namespace

Assignment parse_assignment(std::string_view text, std::string const& origin) {
  Place const place{std::make_shared<std::string const>(shown(origin)), 0, 0};
  auto const equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0)
    fail(place, "NAME=VALUE is expected, but there is no '{}'", equals == 0 ? "NAME" : "=");
  return {std::string{text.substr(0, equals)}, value_of(std::string{text.substr(equals + 1)}, place)};
}

void apply_override(std::string_view text, NodeTable& root) {
  auto const assignment = parse_assignment(text, fmt::format("--set {}", text));
  std::string_view const path = assignment.name;
  auto const dot = path.find('.');
  if (dot == std::string_view::npos) fail(assignment.value.place, "SECTION.KEY=VALUE is expected, but there is no '.'");
  auto const section = path.substr(0, dot);
  if (section == "learner") return assign_to_learners(root, path.substr(dot + 1), assignment.value);
  assign(section_for(root, section, assignment.value.place), path.substr(dot + 1), assignment.value);
}

} // namespace rankfold::job
