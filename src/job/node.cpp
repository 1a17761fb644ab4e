#include "job/node.hpp"

#include <algorithm>

namespace rankfold::job {
namespace {

struct Describe {
  std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  std::string operator()(std::int64_t number) const { return fmt::format("the integer {}", number); }
  std::string operator()(double number) const { return fmt::format("the real number {}", to_text(Value{number})); }
  std::string operator()(std::string const& text) const { return fmt::format("the text \"{}\"", shown(text)); }
  std::string operator()(Moment) const { return "a date or time"; }
  std::string operator()(NodeList const& list) const { return list.empty() ? "an empty list" : "a list"; }
  std::string operator()(NodeTable const&) const { return "a table"; }
};

} // namespace

Node* find(NodeTable& table, std::string_view key) {
  auto const found = std::ranges::find(table, key, &Entry::key);
  return found == table.end() ? nullptr : &found->node;
}

Node const* find(NodeTable const& table, std::string_view key) {
  auto const found = std::ranges::find(table, key, &Entry::key);
  return found == table.end() ? nullptr : &found->node;
}

std::string described(Node const& node) { return std::visit(Describe{}, node.value); }

} // namespace rankfold::job
