#include "client/submit.hpp"

#include "client/batch_script.hpp"
#include "client/slurm.hpp"
#include "job/read_job.hpp"
#include "results/result_reader.hpp"
#include "results/staged_file.hpp"
#include "support/error.hpp"
#include <fmt/format.h>
#include <fstream>

namespace rankfold::client {
namespace {

namespace fs = std::filesystem;

void refuse_finished(fs::path const& result) {
  std::error_code missing;
  if (!fs::exists(result, missing)) return;
  auto const state = results::ResultReader{result}.progress().state;
  if (state != State::complete && state != State::failed) return;
  throw JobError{fmt::format("{} exists, and its job has come to an end: --overwrite replaces it, --resume runs what "
                             "the job file has that it has not",
                             result.string())};
}

} // namespace

JobRecord record_of(job::Job const& job, Start start) {
  JobRecord record;
  record.name = job.name;
  record.result = fs::absolute(job.output).lexically_normal();
  if (start == Start::anew) refuse_finished(record.result);
  return record;
}

PreparedSubmission prepare_submission(SubmitRequest const& request) {
  PreparedSubmission prepared{roles::prepare(job::load_source(request.job_file, request.overrides)), {}, {}};
  auto const& job = prepared.job.context.job;
  auto& record = prepared.record;
  record = record_of(job, request.start);
  record.script = record.result.string() + ".sbatch";
  record.log = record.result.string() + ".log";

  BatchRun run;
  run.job_file = fs::absolute(request.job_file).lexically_normal();
  run.result = record.result;
  run.script = record.script;
  for (auto const& text : request.overrides) run.options.insert(run.options.end(), {"--set", text});
  if (request.start == Start::overwrite) run.options.emplace_back("--overwrite");
  run.program = fs::read_symlink("/proc/self/exe");
  run.slurm_folder = find_slurm_folder(run.program);
  prepared.script = batch_script(job, run);
  return prepared;
}

JobRecord submit(PreparedSubmission const& submission, std::vector<std::string> const& options) {
  auto record = submission.record;
  results::StagedFile file{record.script, results::Existing::replace};
  std::ofstream out{file.path()};
  out << submission.script;
  out.close();
  if (!out) throw SystemError{fmt::format("{}: cannot be written", record.script.string())};
  file.publish();
  record.id = slurm::submit(record.script, options);
  keep(record);
  return record;
}

} // namespace rankfold::client
