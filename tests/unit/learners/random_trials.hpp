#pragma once

#include "job/catalogue.hpp"
#include "rankfold/value.hpp"
#include "support/random.hpp"
#include "unit/learners/hostile_series.hpp"
#include <algorithm>
#include <fmt/format.h>

/// Series and hyperparameters drawn at random: what a search over any data may come to.
namespace rankfold::learners::forecasting {

template <class T> T const& one_of(RandomStream& random, std::vector<T> const& items) {
  return items[random.below(items.size())];
}

/// One of the kinds of series that are met, with 0 to 60 values.
inline NamedSeries random_series(RandomStream& random) {
  double const scale = one_of(random, Values{1, 1, 1, 1e-9, 1e9, 1e140, 1e-300, 1e300});
  double const base = one_of(random, Values{0, 10, -10, 1000});
  std::size_t const n = random.below(61);
  auto const season = static_cast<double>(one_of(random, std::vector{2, 7, 12}));
  double walk = base;
  auto const of_kind = [&](std::string_view name, auto const& value) {
    auto values = filled(n, [&](std::size_t t) { return std::clamp(scale * value(t), -1e305, 1e305); });
    if (n > 2 && random.below(4) == 0) values[random.below(n)] = std::numeric_limits<double>::quiet_NaN();
    return NamedSeries{fmt::format("{} of {}, scale {}", name, n, scale), std::move(values)};
  };
  switch (random.below(9)) {
  case 0:
    return of_kind("constant", [&](std::size_t) { return base; });
  case 1:
    return of_kind("alternating", [&](std::size_t t) { return t % 2 == 0 ? base + 1 : -base; });
  case 2:
    return of_kind("spike", [&, at = random.below(61)](std::size_t t) { return t == at ? 1e5 : base; });
  case 3:
    return of_kind("intermittent", [&](std::size_t) { return static_cast<double>(random.below(9) / 6); });
  case 4:
    return of_kind("seasonal", [&](std::size_t t) {
      return base + 5 * std::sin(2 * 3.141592653589793 * static_cast<double>(t) / season) + random.normal();
    });
  case 5:
    return of_kind("random walk", [&](std::size_t) { return walk += random.normal(); });
  case 6:
    return of_kind("integers", [&](std::size_t) { return base + static_cast<double>(random.below(5)); });
  case 7:
    return of_kind("trend", [&](std::size_t t) { return base + static_cast<double>(t) + 0.1 * random.normal(); });
  default:
    return of_kind("any scale", [&](std::size_t) { return random.normal() * std::exp(10 * random.normal()); });
  }
}

inline std::int64_t random_integer(RandomStream& random, job::HyperparameterInfo const& info) {
  if (info.name.starts_with("season_length")) {
    auto const length = one_of(random, std::vector<std::int64_t>{1, 2, 7, 12});
    return std::max(length, static_cast<std::int64_t>(info.minimum));
  }
  auto const low = static_cast<std::int64_t>(info.minimum);
  auto const high = static_cast<std::int64_t>(std::min(info.maximum, info.minimum + 3));
  return low + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(high - low + 1)));
}

/// Any value that the catalogue accepts, but for large integers: orders and iterations cost time.
inline Value random_value(RandomStream& random, job::HyperparameterInfo const& info) {
  using Type = job::HyperparameterInfo::Type;
  if (!info.choices.empty() && (info.type == Type::text || random.below(2) == 0)) return one_of(random, info.choices);
  switch (info.type) {
  case Type::boolean:
    return random.below(2) == 0;
  case Type::integer:
    return random_integer(random, info);
  case Type::real: {
    double const low = std::max(info.minimum, -1e3), high = std::min(info.maximum, 1e3);
    return one_of(random, Values{low, high, low + (high - low) * random.uniform()});
  }
  case Type::integer_list: {
    auto list = info.default_value.as_list();
    for (auto& item : list) item = random_integer(random, info);
    return list;
  }
  case Type::real_list: {
    auto list = info.default_value.as_list();
    for (auto& item : list) item = one_of(random, Values{1, 2, 3.5, 7, 12});
    return list;
  }
  case Type::text:
    break;
  }
  return info.default_value;
}

/// A value for each hyperparameter; each keeps its default half of the time.
inline Parameters random_parameters(RandomStream& random, job::LearnerInfo const& learner) {
  Parameters all;
  for (auto const& info : learner.hyperparameters) {
    bool const draw = info.required || random.below(2) == 0;
    all[info.name] = draw ? random_value(random, info) : info.default_value;
  }
  return all;
}

} // namespace rankfold::learners::forecasting
