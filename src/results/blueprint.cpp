#include "results/blueprint.hpp"

#include "job/read_job.hpp"
#include "search/grid_sampler.hpp"
#include "support/clock.hpp"
#include "support/error.hpp"
#include <fmt/chrono.h>
#include <nlohmann/json.hpp>

namespace rankfold::results {
namespace {

using Json = nlohmann::ordered_json;

/// ISO 8601, in UTC.
std::string time_text(double seconds) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

/// From where the job file can be read again, whatever the working folder.
job::JobSource anchored(job::JobSource source) {
  if (!source.path.empty()) source.path = std::filesystem::absolute(source.path);
  return source;
}

Json to_json(roles::DataDigest const& digest) {
  Json json{{"job", digest.job}, {"data", Json::array()}, {"points", Json::array()}};
  for (auto const& task : digest.tasks) {
    json["data"].push_back(task.data);
    json["points"].push_back(task.points);
  }
  return json;
}

roles::DataDigest read_digest(Json const& json) {
  roles::DataDigest digest{json.at("job").get<std::uint64_t>(), {}};
  auto const& points = json.at("points");
  for (std::size_t i = 0; auto const& data : json.at("data"))
    digest.tasks.push_back({data.get<std::uint64_t>(), points.at(i++).get<std::uint64_t>()});
  return digest;
}

Blueprint parse(Json const& json) {
  Blueprint blueprint;
  json.at("created").get_to(blueprint.created);
  json.at("mpi_library").get_to(blueprint.mpi_library);
  blueprint.source = {json.at("path").get<std::string>(), json.at("given").get<std::string>(),
                      json.at("overrides").get<std::vector<std::string>>()};
  json.at("resolved").get_to(blueprint.resolved);
  json.at("folds_per_trial").get_to(blueprint.folds_per_trial);
  json.at("tasks").get_to(blueprint.tasks);
  blueprint.digest = read_digest(json.at("digest"));
  if (blueprint.digest.tasks.size() != blueprint.tasks.size()) throw JobError{"each task has its data"};
  return blueprint;
}

} // namespace

Blueprint make_blueprint(job::Job const& job, roles::Plan const& plan, std::string mpi_library) {
  return {time_text(wall_seconds()),
          std::move(mpi_library),
          anchored(job.source),
          job::resolved_text(job),
          plan.folds_per_trial,
          plan.tasks,
          plan.digest};
}

std::string to_text(Blueprint const& blueprint) {
  Json const json{{"created", blueprint.created},
                  {"mpi_library", blueprint.mpi_library},
                  {"path", blueprint.source.path.native()},
                  {"given", blueprint.source.text},
                  {"overrides", blueprint.source.overrides},
                  {"resolved", blueprint.resolved},
                  {"folds_per_trial", blueprint.folds_per_trial},
                  {"tasks", blueprint.tasks},
                  {"digest", to_json(blueprint.digest)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Blueprint read_blueprint(std::string_view text, std::string_view place) {
  try {
    return parse(Json::parse(text));
  } catch (std::exception const& damage) {
    throw JobError{fmt::format("{} is damaged: what it says of its job cannot be read ({})", place, damage.what())};
  }
}

job::Job job_of(Blueprint const& blueprint, job::Catalogue const& catalogue) {
  auto job = job::read_job({blueprint.source.path, blueprint.resolved, {}}, catalogue);
  job.source = blueprint.source;
  return job;
}

roles::Plan plan_of(Blueprint const& blueprint, job::Job const& job) {
  return {blueprint.tasks, search::expand_grid(search::SearchSpace{job}), blueprint.folds_per_trial, 0,
          blueprint.digest};
}

} // namespace rankfold::results
