#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Names and limits of the result file. docs/result-format.md describes every object.
namespace rankfold::results {

inline constexpr std::string_view format_name = "rankfold-results";
/// Raised when a reader of the version before could not read the file any more; added columns do not raise it.
inline constexpr std::uint64_t format_version = 1;

/// Texts in tables have a fixed length, because files that can be followed have no others. Longer ones are cut.
inline constexpr std::size_t message_bytes = 240, host_bytes = 64, kind_bytes = 24;

/// @name Datasets
inline constexpr char const* progress_table = "progress";
inline constexpr char const* task_table = "tasks";
inline constexpr char const* trial_table = "trials";
inline constexpr char const* fold_table = "folds";
inline constexpr char const* reason_table = "reasons";
inline constexpr char const* rank_table = "ranks";
inline constexpr char const* checksum_table = "checksums";
inline constexpr char const* event_table = "events";
inline constexpr char const* configuration_group = "configurations";
inline constexpr char const* model_group = "models";
inline constexpr char const* model_table = "models/index";
inline constexpr char const* model_states = "models/states";
inline constexpr char const* job_group = "job";
inline constexpr char const* job_header = "job/header";
inline constexpr char const* job_given = "job/given";
inline constexpr char const* job_resolved = "job/resolved";
inline constexpr char const* job_overrides = "job/overrides";
inline constexpr char const* job_path = "job/path";
inline constexpr char const* job_blueprint = "job/blueprint";

} // namespace rankfold::results
