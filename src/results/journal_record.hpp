#pragma once

#include "roles/fold.hpp"
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The bytes of a journal: records one after the other, each with its length and checksum before it, so that the
/// reader finds where a write was torn.
///
///     record: length of the body (uint32), CRC-32 of the body (uint32), body
///     body:   kind (uint8), then: opening: the run (int32), the blueprint; fold: the result's numbers, then its text
///
/// Numbers are little-endian, as on every machine that this is built for; a journal does not travel.
namespace rankfold::results {

inline constexpr std::size_t journal_prefix_bytes = 8; ///< length and checksum

/// What every run writes before its first result.
struct JournalOpening {
  std::int32_t run = 1;  ///< of the job's runs, from 1
  std::string blueprint; ///< text of a `Blueprint`
};

/// Appends the record that begins every journal, and every run that goes on with it.
void append_opening(std::string& bytes, JournalOpening const& opening);
/// Appends the record of a fold's result; only so many of its metrics count.
void append_fold(std::string& bytes, roles::FoldResult const& fold, std::size_t metrics);

struct JournalRecord {
  std::optional<JournalOpening> opening;
  std::optional<roles::FoldResult> fold;
  bool is_outdated = false; ///< of an earlier version of the format; exactly one of the three
  std::size_t bytes = 0;    ///< that the record takes
};

/// The record at the beginning of `bytes`; nothing if it is torn, damaged, or of an unknown kind.
[[nodiscard]] std::optional<JournalRecord> read_record(std::string_view bytes);

} // namespace rankfold::results
