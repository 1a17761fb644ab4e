#include "client/submit.hpp"
#include "cli/options.hpp"
#include "client/autostart.hpp"
#include "client/pilot_job.hpp"
#include "job/time_limit.hpp"
#include "pilot/ticket.hpp"
#include "rankfold/value.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <iostream>

namespace rankfold::cli {
namespace {

cxxopts::Options submit_options() {
  cxxopts::Options options{"rankfold submit",
                           "Checks a job file with its data and hands it to Slurm, as [slurm] and [environment] in it "
                           "say.\nWhat follows -- goes to sbatch and wins over these.\nWith --pilot it goes to the "
                           "pilots of a folder instead ('rankfold serve').\n"};
  options.add_options()                                                                                     //
      ("job", "The job file", cxxopts::value<std::string>())                                                //
      ("pilot", "Hand it to the pilots of this folder", cxxopts::value<std::string>(), "DIR")               //
      ("priority", "From 1 to 100; jobs that pilots serve share their ranks in proportion",                 //
       cxxopts::value<int>()->default_value("10"), "N")                                                     //
      ("autostart", "Start a pilot through sbatch where too few are alive; what follows -- goes to sbatch") //
      ("max-pilots", "So many at most, one for every eight jobs that wait",                                 //
       cxxopts::value<int>()->default_value("1"), "N")                                                      //
      ("dry-run", "Print the batch script and submit nothing")                                              //
      ("resume", "Also where the job has come to an end: run what the job file has that it has not")        //
      ("overwrite", "Replace an existing result file when the job starts")                                  //
      ("set", "Override one value of the job file, e.g. slurm.nodes=4 (repeatable)",                        //
       cxxopts::value<std::vector<std::string>>(), "SECTION.KEY=VALUE")                                     //
      ("output", "Where the results go; script and log are put beside them", cxxopts::value<std::string>(), "FILE");
  options.parse_positional({"job"});
  options.positional_help("JOB.toml [-- SBATCH-OPTIONS]");
  return options;
}

client::Start start(cxxopts::ParseResult const& parsed) {
  bool const resume = parsed.count("resume") > 0, overwrite = parsed.count("overwrite") > 0;
  if (resume && overwrite) throw JobError{"--resume and --overwrite: choose one of them"};
  return resume ? client::Start::resume : overwrite ? client::Start::overwrite : client::Start::anew;
}

client::SubmitRequest read_request(cxxopts::ParseResult const& parsed) {
  if (parsed.count("job") == 0) throw JobError{"rankfold submit: a job file is missing (see 'rankfold submit --help')"};
  client::SubmitRequest request;
  request.job_file = parsed["job"].as<std::string>();
  if (parsed.count("set") > 0) request.overrides = parsed["set"].as<std::vector<std::string>>();
  if (parsed.count("output") > 0) {
    request.overrides.push_back("job.output=" + to_text(Value{parsed["output"].as<std::string>()}));
  }
  request.start = start(parsed);
  return request;
}

client::PilotRequest pilot_request(cxxopts::ParseResult const& parsed) {
  client::PilotRequest request{read_request(parsed), parsed["pilot"].as<std::string>(), parsed["priority"].as<int>()};
  if (request.priority < pilot::least_priority || request.priority > pilot::most_priority) {
    throw JobError{fmt::format("--priority: {} is not from {} to {}", request.priority, pilot::least_priority,
                               pilot::most_priority)};
  }
  return request;
}

/// What can be done with a job that was submitted.
std::string next_steps(std::string const& id) {
  return fmt::format("next: rankfold query {0}   rankfold watch {0}   rankfold cancel {0}\n", id);
}

/// Has a pilot started where `--autostart` asks for one. @return whether one is alive, or will be
bool provide_pilots(cxxopts::ParseResult const& parsed, client::PilotSubmission const& submission,
                    pilot::Folder const& folder, Arguments const& for_sbatch) {
  if (parsed.count("autostart") == 0) return submission.pilots_alive > 0;
  client::AutostartRequest const request{submission.job.context.job.slurm, parsed["max-pilots"].as<int>(), for_sbatch};
  if (auto const id = client::start_pilot_if_needed(folder, request)) {
    std::cout << fmt::format("started a pilot: batch job {}\n", *id);
  }
  return true;
}

void refuse_what_is_not_for_pilots(cxxopts::ParseResult const& parsed, Arguments const& for_sbatch) {
  if (parsed.count("dry-run") > 0) {
    throw JobError{"--dry-run: pilots need no batch script; 'rankfold check' checks a job"};
  }
  if (parsed["max-pilots"].as<int>() < 1) throw JobError{"--max-pilots: a number from 1 is accepted"};
  if (!for_sbatch.empty() && parsed.count("autostart") == 0) {
    throw JobError{"what follows -- is for sbatch, which is only asked with --autostart"};
  }
}

int submit_to_pilots(cxxopts::ParseResult const& parsed, Arguments const& for_sbatch) {
  refuse_what_is_not_for_pilots(parsed, for_sbatch);
  auto const request = pilot_request(parsed);
  auto const folder =
      parsed.count("autostart") > 0 ? pilot::Folder::make(request.pilots) : pilot::Folder::open(request.pilots);
  auto const submission = client::submit_to_pilots(request, folder);
  for (auto const& notice : submission.job.notices) std::cerr << notice << '\n';
  auto const& record = submission.record;
  std::cout << fmt::format("submitted job {}: {}, {} folds\n  results  {}\n", record.id, record.name,
                           submission.job.plan.folds(), record.result.string())
            << next_steps(record.id) << std::flush;
  if (!provide_pilots(parsed, submission, folder, for_sbatch)) {
    std::cerr << fmt::format("no pilot is alive in {}: the job waits until 'rankfold serve --pilot {}' is started\n",
                             record.pilots.string(), record.pilots.string());
  }
  return success;
}

void tell(client::JobRecord const& record, job::SlurmSpec const& slurm) {
  std::cout << fmt::format("submitted job {}: {}, {} ranks on {} node{}, {} at a time\n", record.id, record.name,
                           slurm.nodes * slurm.ntasks_per_node, slurm.nodes, slurm.nodes == 1 ? "" : "s",
                           job::time_limit_text(slurm.time_seconds))
            << fmt::format("  script   {}\n  log      {}\n  results  {}\n", record.script.string(), record.log.string(),
                           record.result.string())
            << next_steps(record.id);
}

} // namespace

int submit(Arguments const& arguments) {
  auto const dashes = std::ranges::find(arguments, "--");
  Arguments const own{arguments.begin(), dashes};
  Arguments const for_sbatch{dashes == arguments.end() ? dashes : dashes + 1, arguments.end()};
  auto options = submit_options();
  auto const parsed = parse(options, own);
  if (!parsed) return success;
  if (parsed->count("autostart") > 0 && parsed->count("pilot") == 0)
    throw JobError{"--autostart: --pilot DIR is missing"};
  if (parsed->count("pilot") > 0) return submit_to_pilots(*parsed, for_sbatch);
  auto const submission = client::prepare_submission(read_request(*parsed));
  for (auto const& notice : submission.job.notices) std::cerr << notice << '\n';
  if (parsed->count("dry-run") > 0) {
    std::cout << submission.script;
    return success;
  }
  tell(client::submit(submission, for_sbatch), submission.job.context.job.slurm);
  return success;
}

} // namespace rankfold::cli
