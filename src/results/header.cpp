#include "results/header.hpp"

#include "rankfold/version.hpp"
#include "results/format.hpp"
#include "support/error.hpp"
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace rankfold::results {
namespace {

using Json = nlohmann::ordered_json;

Json make_header(job::Job const& job, Blueprint const& blueprint) {
  bool const minimize = job.objective.direction == job::Direction::minimize;
  return {{"format", format_name},
          {"format_version", format_version},
          {"rankfold_version", version},
          {"job_name", job.name},
          {"seed", job.seed},
          {"created", blueprint.created},
          {"mpi_library", blueprint.mpi_library},
          {"folds_per_trial", blueprint.folds_per_trial},
          {"objective", job.objective.metrics.front()},
          {"direction", minimize ? "minimize" : "maximize"}};
}

void write_attributes(hdf5::File const& file, Json const& header) {
  for (auto const& [name, value] : header.items()) {
    if (value.is_string()) {
      hdf5::write_attribute(file, name, value.get<std::string>());
    } else {
      hdf5::write_attribute(file, name, value.get<std::uint64_t>());
    }
  }
}

ResultInfo parse_header(Json const& header) {
  ResultInfo info;
  info.format_version = header.at("format_version").get<std::uint64_t>();
  info.rankfold_version = header.at("rankfold_version").get<std::string>();
  if (info.format_version > format_version) return info; // the rest may be called otherwise
  info.job_name = header.at("job_name").get<std::string>();
  info.seed = header.at("seed").get<std::uint64_t>();
  info.created = header.at("created").get<std::string>();
  info.mpi_library = header.at("mpi_library").get<std::string>();
  info.folds_per_trial = header.at("folds_per_trial").get<std::int64_t>();
  info.objective = header.at("objective").get<std::string>();
  bool const maximize = header.at("direction").get<std::string>() == "maximize";
  info.direction = maximize ? job::Direction::maximize : job::Direction::minimize;
  return info;
}

} // namespace

void write_header(hdf5::File const& file, job::Job const& job, Blueprint const& blueprint) {
  auto const header = make_header(job, blueprint);
  auto const& source = blueprint.source;
  write_attributes(file, header);
  file.make_group(job_group);
  hdf5::write_text(file, job_header, header.dump(-1, ' ', false, Json::error_handler_t::replace));
  hdf5::write_text(file, job_given, source.text);
  hdf5::write_text(file, job_resolved, blueprint.resolved);
  hdf5::write_text(file, job_overrides, fmt::format("{}", fmt::join(source.overrides, "\n")));
  hdf5::write_text(file, job_path, source.path.string());
  hdf5::write_text(file, job_blueprint, to_text(blueprint));
}

// The attributes are for other tools. Their texts lie in the only part of the format that has no checksum (the global
// heap), and the library does not survive every damage there: so they are read from /job/header.
ResultInfo read_header(hdf5::File const& file) {
  auto const name = file.path().native();
  if (!hdf5::has_attribute(file, "format") || file.kind_of(job_group) != hdf5::ObjectKind::group)
    throw JobError{fmt::format("'{}' is no result file of rankfold", name)};
  ResultInfo info;
  try {
    info = parse_header(Json::parse(hdf5::read_text(file, job_header)));
  } catch (Json::exception const&) {
    throw JobError{fmt::format("'{}' is damaged: '{}' is not what it was", name, job_header)};
  }
  if (info.format_version > format_version)
    throw JobError{fmt::format("'{}' has format version {}; this rankfold reads up to {} (it was written by {})", name,
                               info.format_version, format_version, info.rankfold_version)};
  return info;
}

} // namespace rankfold::results
