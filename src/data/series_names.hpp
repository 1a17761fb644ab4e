#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace rankfold::data {

/// Lets maps and sets of strings be asked for a view without copying it.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};

template <class T> using TextMap = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;
using TextSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;

/// The series that `select` names, and which of them have been met.
class Selection {
public:
  explicit Selection(std::vector<std::string> const& wanted) : wanted_{wanted.begin(), wanted.end()}, order_{wanted} {}

  [[nodiscard]] bool takes_all() const { return wanted_.empty(); }
  /// Whether a series of this name is wanted.
  [[nodiscard]] bool takes(std::string_view name);
  /// @throws JobError for a wanted name that was never met, with the nearest that was.
  void check(std::filesystem::path const& file) const;

private:
  TextSet wanted_;
  std::vector<std::string> order_;
  TextSet met_;
  TextSet others_; ///< met and not wanted, for advice
};

/// What a single series is called: the file's name without its endings.
[[nodiscard]] std::string stem_of(std::filesystem::path const& file);

} // namespace rankfold::data
