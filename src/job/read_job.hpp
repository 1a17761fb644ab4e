#pragma once

#include "job/catalogue.hpp"
#include "job/job.hpp"
#include <string>

namespace rankfold::job {

/// Reads the file's bytes. @throws JobError if it is missing or unreadable.
[[nodiscard]] JobSource load_source(std::filesystem::path const& path, std::vector<std::string> overrides);

/// Parses, validates and resolves a job file.
///
/// @throws JobError naming file, line, column, the offending value, what would be accepted, and the nearest known name.
[[nodiscard]] Job read_job(JobSource source, Catalogue const& catalogue);

/// The job with every default filled in, as TOML that `read_job` reads back to the same job.
[[nodiscard]] std::string resolved_text(Job const& job);

/// A complete job file: every section and key with its default, a comment on each.
[[nodiscard]] std::string commented_defaults(Catalogue const& catalogue);

/// `NAME=VALUE` hyperparameters of the `fit` command, checked against the learner; VALUE as in TOML, bare words are
/// text. Hyperparameters that are not named keep their defaults. @throws JobError
[[nodiscard]] Configuration read_configuration(LearnerInfo const& learner, std::vector<std::string> const& assignments);

} // namespace rankfold::job
