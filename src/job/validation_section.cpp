#include "job/sections.hpp"

#include "job/words.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/ranges.h>

namespace rankfold::job {
namespace {

using Scheme = ValidationSpec::Scheme;

constexpr std::int64_t most_folds = 10'000;
constexpr int usual_chain = 10; ///< folds: one fit from scratch in ten costs little, and chains can be shared out
constexpr std::int64_t most_points = 1'000'000'000; ///< of a series: enough for any, and safe to add up

/// The first is the default. Learners without data of ours make what they like of a scheme: only its folds count.
std::vector<Scheme> schemes_for(DataKind kind) {
  switch (kind) {
  case DataKind::series:
    return {Scheme::time_series, Scheme::holdout};
  case DataKind::table:
    return {Scheme::k_fold, Scheme::stratified_k_fold, Scheme::holdout, Scheme::predefined};
  case DataKind::none:
    return {Scheme::k_fold, Scheme::stratified_k_fold, Scheme::holdout, Scheme::time_series};
  }
  return {};
}

Scheme read_scheme(Section const& section, DataKind kind) {
  auto const accepted = schemes_for(kind);
  auto const* node = section.find("scheme");
  if (!node) return accepted.front();
  auto const scheme = section.word_of(*node, "scheme", schemes);
  if (std::ranges::find(accepted, scheme) == accepted.end()) {
    std::vector<std::string_view> words;
    for (auto const fitting : accepted) words.push_back(word_for(schemes, fitting));
    fail(node->place, "scheme '{}' in [validation] does not fit kind = \"{}\" in [data] (there: {})",
         word_for(schemes, scheme), word_for(data_kinds, kind), fmt::join(words, ", "));
  }
  return scheme;
}

std::vector<std::string_view> keys_of(Scheme scheme, DataKind kind) {
  switch (scheme) {
  case Scheme::time_series:
    if (kind == DataKind::series) return {"scheme", "folds", "test_size", "step", "gap", "window", "chain"};
    return {"scheme", "folds", "test_size", "step", "gap", "window"};
  case Scheme::k_fold:
    return {"scheme", "folds", "shuffle"};
  case Scheme::stratified_k_fold:
    return {"scheme", "folds", "shuffle"};
  case Scheme::holdout:
    if (kind == DataKind::series) return {"scheme", "test_size", "gap", "window"};
    return {"scheme", "test_size", "shuffle"};
  case Scheme::predefined:
    return {"scheme", "column"};
  }
  return {};
}

int read_points(Section const& section, std::string_view key, std::int64_t fallback, std::int64_t minimum) {
  return static_cast<int>(section.integer(key, fallback, minimum, most_points));
}

void read_time_series(Section const& section, ValidationSpec& validation) {
  int const test_points = read_points(section, "test_size", 1, 1);
  validation.test_size = test_points;
  validation.step = read_points(section, "step", test_points, 1);
}

/// Fits lead on to one another where training parts grow. A fold in a process of its own finds none of them at hand.
int read_chain(Section const& section, ValidationSpec const& validation, ResourceSpec const& resources) {
  auto const* node = section.find("chain");
  if (node && validation.window > 0) {
    fail(node->place,
         "'chain' in [validation] has no meaning with 'window': folds start from one another where each is "
         "trained on all points of the one before");
  }
  if (validation.window > 0) return 1;
  bool const is_isolated = resources.isolation == ResourceSpec::Isolation::process;
  return static_cast<int>(section.integer("chain", is_isolated ? 1 : usual_chain, 1, most_folds));
}

void read_holdout(Section const& section, ValidationSpec& validation) {
  validation.folds = 1;
  validation.test_size = section.real("test_size", 0.2);
  double const size = validation.test_size;
  bool const is_share = size > 0 && size < 1;
  bool const is_number = size >= 1 && size <= most_points && size == std::floor(size);
  if (is_share || is_number) return;
  fail(section.find("test_size")->place,
       "'test_size' in [validation] must be a share between 0 and 1 or a whole number of rows or points, but is {}",
       size);
}

void read_predefined(Section const& section, ValidationSpec& validation) {
  validation.folds = 0; // unknown before the column is read
  validation.column = text_of(section.at("column", "text, the column with each row's fold"), section.label("column"));
}

/// Learners without data of ours run each configuration once unless told otherwise.
int read_folds(Section const& section, Scheme scheme, DataKind kind) {
  std::int64_t const fallback = kind == DataKind::none ? 1 : 5;
  bool const rows_are_shared_out = kind == DataKind::table && scheme != Scheme::time_series;
  return static_cast<int>(section.integer("folds", fallback, rows_are_shared_out ? 2 : 1, most_folds));
}

} // namespace

ValidationSpec read_validation_section(SectionNode const& node, DataKind kind, ResourceSpec const& resources) {
  Section const section{node.entries,
                        node.place,
                        "[validation]",
                        {"scheme", "folds", "test_size", "step", "gap", "window", "chain", "shuffle", "column"}};
  ValidationSpec validation;
  validation.scheme = read_scheme(section, kind);
  section.allow_only(keys_of(validation.scheme, kind),
                     fmt::format("with scheme = \"{}\" and kind = \"{}\"", word_for(schemes, validation.scheme),
                                 word_for(data_kinds, kind)));
  validation.folds = read_folds(section, validation.scheme, kind);
  validation.gap = read_points(section, "gap", 0, 0);
  validation.window = read_points(section, "window", 0, 0);
  validation.shuffle = section.boolean("shuffle", true);
  if (validation.scheme == Scheme::time_series) read_time_series(section, validation);
  if (validation.scheme == Scheme::time_series && kind == DataKind::series) {
    validation.chain = read_chain(section, validation, resources);
  }
  if (validation.scheme == Scheme::holdout) read_holdout(section, validation);
  if (validation.scheme == Scheme::predefined) read_predefined(section, validation);
  return validation;
}

} // namespace rankfold::job
