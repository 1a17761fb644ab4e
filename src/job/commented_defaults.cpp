#include "job/read_job.hpp"

#include "job/hyperparameter.hpp"
#include "job/override.hpp"
#include "support/error.hpp"
#include <algorithm>
#include <cmath>

namespace rankfold::job {
namespace {

/// Keys that are left out by default, and those for another kind of data, stand behind a '#'.
constexpr std::string_view sections =
    R"(# A complete rankfold job file: every section and key with its default. What stands behind a single '#' is left out by
# default, or is for another kind of data. 'rankfold check' reads a job file and prints what it would do.

[job]
name   = "my-job"            # letters, digits, '_', '-', '.'
seed   = 0                   # same seed, same trials and results, whatever the number of ranks
output = "my-job.h5"         # the result file, relative to the working directory; default: the name with .h5

[data]
kind   = "series"            # series | table | none (a learner that brings its own data)
path   = "data.csv"          # relative to this file's folder; CSV (also gzip) or HDF5
target = "value"             # the column with the values to predict
offset = 0.0                 # added to every value of the target
layout = "long"              # long: a row an observation | wide: a row a series, a column a time
# id     = "series"          # series: the column that names them, one task each; without it there is one series
# time   = "date"            # series: the column they are sorted by; without it in file order
# select = ["a", "b"]        # series: these only
# problem = "classification" # tables: classification | regression; without it by the target's type
# features = ["x*"]          # tables: these columns, or patterns with * and ?; without it all but target and fold

[validation]
scheme    = "time-series"    # series: time-series; tables: k-fold | stratified-k-fold | holdout | predefined
folds     = 5                # all but holdout (1) and predefined (as many as the column has)
test_size = 1                # time-series: points; holdout: a share (default 0.2) or a number of rows
step      = 1                # time-series: points from one cutoff to the next; default: test_size
gap       = 0                # time-series: points left out between training and test part
window    = 0                # time-series: train on this many points before the cutoff only; 0: on all
chain     = 10               # time-series without window: so many folds in a row start from one another; 1: none does
# shuffle = true             # k-fold, stratified-k-fold, holdout: rows in random order, drawn from the seed
# column  = "fold"           # predefined: the column with each row's fold

[objective]
metric = "mse"               # the metric that decides
report = []                  # recorded, too
# direction = "minimize"     # minimize | maximize; only with kind = "none", where 'metric' is a name of your own

[search]
algorithm = "grid"           # every configuration

# [environment]              # for 'rankfold submit': what the batch script does before it starts the ranks
# modules   = ["gcc/12"]     # modules to load
# setup     = "source venv/bin/activate"   # lines of shell
# variables = { OMP_NUM_THREADS = "1" }

# [slurm]                    # for 'rankfold submit': the allocation
# nodes = 1
# ntasks_per_node = 16       # ranks on each node; rank 0 of all coordinates
# time = "01:00:00"          # or a duration, as "90min"
# warning = "2min"           # before the end: the job drains, is requeued, and goes on
# partition = "batch"        # also account, qos, constraint, cpus_per_task, memory_per_cpu
# launcher = "mpirun"        # mpirun | srun
# options = ["--exclusive"]  # more options for sbatch
# template = "site.sbatch"   # a batch script of your own, see docs/slurm.md

# A hyperparameter has one value, a list of values to try, or a range:
#     { min = 2, max = 12, type = "int", step = 2 }   { min = 0.1, max = 0.9, step = 0.2 }
# and may count only where others have certain values:
#     { values = [0.8, 0.98], when = { damped = true } }
)";

/// Some value that the hyperparameter accepts.
Value example_of(HyperparameterInfo const& info) {
  if (!info.required) return info.default_value;
  double const number = std::isfinite(info.minimum) ? info.minimum : std::min(1.0, info.maximum);
  auto const whole = static_cast<std::int64_t>(std::ceil(number));
  switch (info.type) {
  case HyperparameterInfo::Type::boolean:
    return true;
  case HyperparameterInfo::Type::integer:
    return whole;
  case HyperparameterInfo::Type::real:
    return number;
  case HyperparameterInfo::Type::text:
    return info.choices.empty() ? "text" : info.choices.front();
  case HyperparameterInfo::Type::integer_list:
    return ValueList{whole};
  case HyperparameterInfo::Type::real_list:
    return ValueList{number};
  }
  return info.default_value;
}

/// Whether a job file may give it: a default may be one that only leaving the key out can give, as an empty text.
bool can_be_given(Value const& value, HyperparameterInfo const& info) {
  try {
    (void)checked_value(parse_assignment("value=" + to_text(value), {}).value, info, info.name);
    return true;
  } catch (JobError const&) {
    return false;
  }
}

std::string hyperparameter_lines(HyperparameterInfo const& info) {
  auto const example = example_of(info);
  bool const is_shown = can_be_given(example, info);
  return fmt::format("# {}: {}{}\n{}{} = {}\n", info.description, accepted_values(info),
                     info.required ? "; has no default" : "", is_shown ? "" : "# ", info.name,
                     to_text(info.is_list() ? Value{ValueList{example}} : example));
}

std::string learner_lines(LearnerInfo const& learner) {
  auto text = fmt::format("# {}\n[[learner]]\nname = {}\n", learner.summary, to_text(Value{learner.name}));
  for (auto const& info : learner.hyperparameters) text += hyperparameter_lines(info);
  return text;
}

std::string commented_out(std::string const& text) {
  std::string out;
  bool begins_line = true;
  for (char const c : text) {
    if (begins_line) out += "# ";
    out += c;
    begins_line = c == '\n';
  }
  return out;
}

} // namespace

std::string commented_defaults(Catalogue const& catalogue) {
  std::string text{sections};
  auto const first =
      std::ranges::find_if(catalogue, [](auto const& learner) { return learner.serves(DataKind::series); });
  expects(first != catalogue.end(), "there is a learner for series");
  text += '\n' + learner_lines(*first);
  for (auto const& learner : catalogue) {
    if (learner.name != first->name) text += '\n' + commented_out(learner_lines(learner));
  }
  return text;
}

} // namespace rankfold::job
