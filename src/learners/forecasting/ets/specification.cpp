#include "learners/forecasting/ets/specification.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/core.h>

namespace rankfold::learners::forecasting::smoothing {

namespace {

std::optional<Component> component_of(char letter) {
  switch (letter) {
  case 'N':
    return Component::none;
  case 'A':
    return Component::additive;
  case 'M':
    return Component::multiplicative;
  default:
    return std::nullopt;
  }
}

bool is_spelled(std::string_view letters) {
  return letters.size() == 3 && std::string_view{"AMZ"}.find(letters[0]) != std::string_view::npos &&
         std::string_view{"NAMZ"}.find(letters[1]) != std::string_view::npos &&
         std::string_view{"NAMZ"}.find(letters[2]) != std::string_view::npos;
}

/// The season to fit: what is asked for, or none where the series cannot have one.
std::optional<Component> usable_season(Specification const& wanted, std::size_t n) {
  auto const season = wanted.season;
  bool const asked = season && *season != Component::none;
  if (wanted.season_length == 1) {
    if (asked) throw FitError{"a seasonal model needs season_length of at least 2"};
    return Component::none;
  }
  if (n <= static_cast<std::size_t>(wanted.season_length)) return Component::none;
  if (wanted.season_length > max_period) {
    if (asked) {
      throw FitError{fmt::format("season_length {} is too long for a seasonal model: at most {}", wanted.season_length,
                                 max_period)};
    }
    return Component::none;
  }
  return season;
}

void refuse_forbidden(Specification const& wanted, std::optional<Component> season) {
  using enum Component;
  if (wanted.damped.value_or(false) && wanted.trend == none) throw FitError{"a damped trend needs a trend"};
  if (!wanted.restricted) return;
  bool const additive_error_in_products =
      wanted.error == additive && (wanted.trend == multiplicative || season == multiplicative);
  bool const mixed = wanted.error == multiplicative && wanted.trend == multiplicative && season == additive;
  if (additive_error_in_products || mixed) {
    throw FitError{
        "forbidden combination of components: its forecasts have infinite variance (restrict = false allows it)"};
  }
}

std::vector<Component> alternatives(std::optional<Component> component, std::vector<Component> all) {
  return component ? std::vector{*component} : std::move(all);
}

} // namespace

void set_components(Specification& specification, std::string_view letters) {
  if (!is_spelled(letters)) {
    throw FitError{
        fmt::format("model '{}' is not three letters: error A, M or Z, trend and season N, A, M or Z", letters)};
  }
  specification.error = component_of(letters[0]);
  specification.trend = component_of(letters[1]);
  specification.season = component_of(letters[2]);
}

std::vector<std::string> component_names() {
  std::vector<std::string> names;
  for (char const error : std::string_view{"ZAM"}) {
    for (char const trend : std::string_view{"ZNAM"}) {
      for (char const season : std::string_view{"ZNAM"}) names.push_back({error, trend, season});
    }
  }
  return names;
}

bool has_infinite_variance(Form form) {
  using enum Component;
  if (form.error == additive) return form.trend == multiplicative || form.season == multiplicative;
  return form.trend == multiplicative && form.season == additive;
}

std::vector<Form> forms_to_try(Specification const& wanted, std::span<double const> values) {
  using enum Component;
  auto const season = usable_season(wanted, values.size());
  refuse_forbidden(wanted, season);
  bool const positive = std::all_of(values.begin(), values.end(), [](double v) { return v > 0.0; });
  if (!positive && wanted.error == multiplicative) {
    throw FitError{"multiplicative errors need values that are all above zero"};
  }
  std::vector<Component> trends{none, additive};
  if (wanted.multiplicative_trends) trends.push_back(multiplicative);
  std::vector<Form> forms;
  for (Component const e : alternatives(wanted.error, {additive, multiplicative})) {
    for (Component const t : alternatives(wanted.trend, trends)) {
      for (Component const s : alternatives(season, {none, additive, multiplicative})) {
        for (bool const damped : {false, true}) {
          Form const form{e, t, s, damped};
          bool const contradictory = (damped && t == none) || (wanted.damped && t != none && damped != *wanted.damped);
          bool const ruled_out =
              (wanted.restricted && has_infinite_variance(form)) || (!positive && e == multiplicative);
          if (!contradictory && !ruled_out) forms.push_back(form);
        }
      }
    }
  }
  return forms;
}

} // namespace rankfold::learners::forecasting::smoothing
