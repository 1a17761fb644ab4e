#include "results/leftovers.hpp"

#include "results/journal.hpp"
#include "results/result_reader.hpp"
#include "results/verify.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace rankfold::results {
namespace {

void take_journal(std::filesystem::path const& path, Leftovers& left) {
  auto const place = fmt::format("'{}'", path.native());
  auto const end =
      read_journal(path, {[&](JournalOpening const& opening) {
                            left.openings.push_back({opening.run, read_blueprint(opening.blueprint, place)});
                            left.runs = std::max(left.runs, opening.run);
                          },
                          [&](roles::FoldResult const& fold) {
                            left.folds.insert_or_assign(fold.request.key, fold).first->second.recalled = true;
                          }});
  left.journal_bytes = end.valid_bytes;
  left.torn_bytes = end.ignored_bytes;
  left.journal_folds = left.folds.size();
}

/// Reads one part of the result file; the others may be whole where this one is not.
template <class Read> void salvage(Leftovers& left, Read const& read) {
  try {
    read();
  } catch (JobError const& damage) {
    left.damage.emplace_back(damage.what());
  }
}

void take_folds(ResultReader const& reader, Leftovers& left) {
  std::vector<std::string> reasons;
  salvage(left, [&] { reasons = reader.reasons(); });
  reader.for_each_fold([&](FoldRecord const& record) {
    auto fold = record.result;
    auto const reason = static_cast<std::size_t>(record.reason);
    if (record.reason >= 0 && reason < reasons.size()) fold.text = reasons[reason];
    left.runs = std::max(left.runs, fold.run);
    left.folds.try_emplace(fold.request.key, std::move(fold));
  });
}

void take_file(std::filesystem::path const& path, Leftovers& left) {
  std::optional<ResultReader> reader;
  salvage(left, [&] { reader.emplace(path); });
  if (!reader) return;
  salvage(left, [&] {
    for (auto const& change : changed_datasets(*reader)) {
      left.damage.push_back(fmt::format("'{}' is damaged: {}", path.native(), change));
    }
  });
  salvage(left, [&] { take_folds(*reader, left); });
  salvage(left, [&] {
    reader->for_each_model([&](roles::FoldResult const& refit) { left.folds.try_emplace(refit.request.key, refit); });
  });
  salvage(left, [&] { left.ranks = reader->ranks(); });
  salvage(left, [&] { left.events = reader->events(); });
  for (auto const& rank : left.ranks) left.runs = std::max(left.runs, rank.run);
  if (left.openings.empty()) salvage(left, [&] { left.openings.push_back({left.runs, reader->blueprint()}); });
}

} // namespace

Leftovers read_leftovers(std::filesystem::path const& result_file) {
  Leftovers left;
  auto const journal = journal_path(result_file);
  if (std::filesystem::exists(journal)) {
    try {
      take_journal(journal, left);
    } catch (JobError const& damage) {
      left.journal_damage = damage.what();
    }
  }
  if (std::filesystem::exists(result_file)) take_file(result_file, left);
  return left;
}

} // namespace rankfold::results
