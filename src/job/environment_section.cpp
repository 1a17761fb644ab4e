#include "job/sections.hpp"

#include "job/section.hpp"
#include <algorithm>
#include <cctype>

namespace rankfold::job {
namespace {

bool is_word_of_module(std::string const& name) {
  return std::ranges::none_of(name, [](unsigned char c) { return c <= ' '; }) && !name.starts_with('-');
}

std::vector<std::string> read_modules(Section const& section) {
  auto const* node = section.find("modules");
  if (!node) return {};
  auto modules = texts_of(*node, section.label("modules"));
  for (auto const& name : modules) {
    if (is_word_of_module(name)) continue;
    fail(node->place, "each item of {} must be a module's name, but one is '{}'", section.label("modules"),
         shown(name));
  }
  return modules;
}

bool is_name_of_variable(std::string const& name) {
  auto const fits = [](unsigned char c) { return std::isalnum(c) || c == '_'; };
  return !name.empty() && !std::isdigit(static_cast<unsigned char>(name[0])) && std::ranges::all_of(name, fits);
}

std::vector<std::pair<std::string, std::string>> read_variables(Section const& section) {
  auto const* node = section.find("variables");
  if (!node) return {};
  auto const label = section.label("variables");
  std::vector<std::pair<std::string, std::string>> variables;
  for (auto const& [name, place, value] : table_of(*node, label)) {
    if (!is_name_of_variable(name)) fail(place, "'{}' in {} is no name of a variable", shown(name), label);
    auto const* text = value.as<std::string>();
    if (!text || text->find('\0') != std::string::npos) {
      fail(value.place, "'{}' in {} must be text, but is {}", name, label, described(value));
    }
    variables.emplace_back(name, *text);
  }
  return variables;
}

} // namespace

EnvironmentSpec read_environment_section(SectionNode const& node) {
  Section const section{node.entries, node.place, "[environment]", {"modules", "setup", "variables"}};
  return {read_modules(section), section.text("setup", ""), read_variables(section)};
}

} // namespace rankfold::job
