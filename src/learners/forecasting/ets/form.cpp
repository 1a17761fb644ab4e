#include "learners/forecasting/ets/form.hpp"

namespace rankfold::learners::forecasting::smoothing {

namespace {

constexpr bool numbering_is_consistent() {
  for (std::size_t i = 0; i < form_count; ++i) {
    if (index_of(form_at(i)) != i) return false;
  }
  return true;
}
static_assert(numbering_is_consistent());

} // namespace

char letter(Component component) {
  constexpr std::array<char, 3> letters{'N', 'A', 'M'};
  return letters[static_cast<std::size_t>(component)];
}

std::string components(Form form) { return {letter(form.error), letter(form.trend), letter(form.season)}; }

} // namespace rankfold::learners::forecasting::smoothing
