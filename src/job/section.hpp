#pragma once

#include "job/node.hpp"
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rankfold::job {

/// The words that a key accepts, and what each stands for.
template <class Enum> struct Word {
  std::string_view text;
  Enum meaning;
};

template <class Enum, std::size_t n>
[[nodiscard]] std::string_view word_for(Word<Enum> const (&words)[n], Enum meaning) {
  for (auto const& word : words) {
    if (word.meaning == meaning) return word.text;
  }
  return {};
}

/// "; did you mean ...?" and "(known: a, b)", for names that users may have misspelt.
[[nodiscard]] std::string known_and_near(std::string_view name, std::span<std::string const> known);

/// @name Typed values. `label` names the key in errors: "'folds' in [validation]". @throws JobError
std::string const& text_of(Node const& node, std::string_view label);
std::int64_t integer_of(Node const& node, std::string_view label, std::int64_t minimum, std::int64_t maximum);
double real_of(Node const& node, std::string_view label);
bool boolean_of(Node const& node, std::string_view label);
/// A list of texts, none of them given twice.
std::vector<std::string> texts_of(Node const& node, std::string_view label);
NodeTable const& table_of(Node const& node, std::string_view label);

/// A table of the job file with the keys that it may have.
class Section {
public:
  static constexpr std::int64_t no_maximum = std::numeric_limits<std::int64_t>::max();

  /// @param title as errors name it: "[objective]". @throws JobError at the first key that is not `known`.
  Section(NodeTable const& entries, Place place, std::string title, std::vector<std::string> known);

  [[nodiscard]] Node const* find(std::string_view key) const { return job::find(*entries_, key); }
  /// @throws JobError if it is missing; `accepted` says what it should be.
  [[nodiscard]] Node const& at(std::string_view key, std::string_view accepted) const;
  [[nodiscard]] Place const& place() const { return place_; }
  [[nodiscard]] NodeTable const& entries() const { return *entries_; }
  /// "'folds' in [validation]"
  [[nodiscard]] std::string label(std::string_view key) const;
  /// Refuses every key that is not in `allowed`, because of `reason`: "with kind = \"none\"".
  void allow_only(std::vector<std::string_view> const& allowed, std::string_view reason) const;

  [[nodiscard]] std::string text(std::string_view key, std::string_view fallback) const;
  [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t minimum,
                                     std::int64_t maximum = no_maximum) const;
  [[nodiscard]] double real(std::string_view key, double fallback) const;
  [[nodiscard]] bool boolean(std::string_view key, bool fallback) const;

  template <class Enum, std::size_t n>
  [[nodiscard]] Enum word(std::string_view key, Word<Enum> const (&words)[n], Enum fallback) const {
    auto const* node = find(key);
    return node ? word_of(*node, key, words) : fallback;
  }

  template <class Enum, std::size_t n>
  [[nodiscard]] Enum word_of(Node const& node, std::string_view key, Word<Enum> const (&words)[n]) const {
    auto const& text = text_of(node, label(key));
    std::vector<std::string> known;
    for (auto const& word : words) {
      if (word.text == text) return word.meaning;
      known.emplace_back(word.text);
    }
    fail(node.place, "unknown {} '{}' in {} {}", key, shown(text), title_, known_and_near(text, known));
  }

private:
  NodeTable const* entries_;
  Place place_;
  std::string title_;
  std::vector<std::string> known_;
};

} // namespace rankfold::job
