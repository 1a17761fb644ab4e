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
///     body:   kind (uint8), then: identity: the text; fold: the result's numbers, then its text
///
/// Numbers are little-endian, as on every machine that this is built for; a journal does not travel.
namespace rankfold::results {

inline constexpr std::size_t journal_prefix_bytes = 8; ///< length and checksum

/// Appends the record that begins every journal: what it is the journal of.
void append_identity(std::string& bytes, std::string_view identity);
/// Appends the record of a fold's result; only so many of its metrics count.
void append_fold(std::string& bytes, roles::FoldResult const& fold, std::size_t metrics);

struct JournalRecord {
  std::optional<std::string> identity;
  std::optional<roles::FoldResult> fold;
  bool is_outdated = false; ///< of an earlier version of the format; exactly one of the three
  std::size_t bytes = 0;    ///< that the record takes
};

/// The record at the beginning of `bytes`; nothing if it is torn, damaged, or of an unknown kind.
[[nodiscard]] std::optional<JournalRecord> read_record(std::string_view bytes);

} // namespace rankfold::results
