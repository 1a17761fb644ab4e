#include "data/series_names.hpp"

#include "data/column_names.hpp"
#include "support/error.hpp"
#include "support/text.hpp"
#include <fmt/format.h>

namespace rankfold::data {

bool Selection::takes(std::string_view name) {
  if (takes_all()) return true;
  constexpr std::size_t remembered = 100'000;
  bool const wanted = wanted_.contains(name);
  auto& names = wanted ? met_ : others_;
  if (!names.contains(name) && (wanted || names.size() < remembered)) names.emplace(name);
  return wanted;
}

void Selection::check(std::filesystem::path const& file) const {
  for (auto const& name : order_) {
    if (met_.contains(name)) continue;
    std::vector<std::string> const known{others_.begin(), others_.end()};
    throw JobError{fmt::format("{}: select: there is no series '{}'{}", file.native(), shortened(name),
                               did_you_mean(name, known))};
  }
}

std::string stem_of(std::filesystem::path const& file) {
  auto name = file.filename();
  if (name.extension() == ".gz") name = name.stem();
  return name.stem().empty() ? name.string() : name.stem().string();
}

} // namespace rankfold::data
