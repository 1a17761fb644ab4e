#include "support/error.hpp"
#include "unit/job/example_job.hpp"
#include <gtest/gtest.h>

namespace rankfold::job {
namespace {

/// One mistake: the example job with a line replaced, and all of the message but the file's name.
struct Mistake {
  std::size_t line;
  char const* replacement;
  char const* message;
};

std::string message_for(std::string const& text) {
  try {
    (void)example::read(text);
  } catch (JobError const& error) {
    return error.what();
  }
  return "no error";
}

class MistakeTest : public ::testing::TestWithParam<Mistake> {};

TEST_P(MistakeTest, is_reported_with_place_value_and_remedy) {
  auto const& mistake = GetParam();

  auto const message = message_for(example::with_line(mistake.line, mistake.replacement));

  EXPECT_EQ(message, std::string{"jobs/demo.toml:"} + mistake.message) << mistake.replacement;
}

Mistake const job_mistakes[]{
    {1, R"()",
     R"(2:1: key outside any section: 'name' (known: job, data, validation, objective, learner, search, resources, environment, slurm))"},
    {1, R"([jb])",
     R"(1:2: unknown section 'jb' (known: job, data, validation, objective, learner, search, resources, environment, slurm); did you mean 'job'?)"},
    {1, R"(seed = 3)",
     R"(1:1: key outside any section: 'seed' (known: job, data, validation, objective, learner, search, resources, environment, slurm))"},
    {2, R"()", R"(1:2: the key 'name' is missing in [job]: text, the job's name)"},
    {2, R"(name = 3)", R"(2:8: 'name' in [job] must be text, but is the integer 3)"},
    {2, R"(name = "")", R"(2:8: 'name' in [job] must not be empty)"},
    {2, R"(name = "a/b")",
     R"(2:8: 'name' in [job] must consist of letters, digits, '_', '-' and '.', and begin with none of the last two, but is 'a/b')"},
    {2, R"(name = ".hidden")",
     R"(2:8: 'name' in [job] must consist of letters, digits, '_', '-' and '.', and begin with none of the last two, but is '.hidden')"},
    {2, R"(name = "demo"
sed = 4)",
     R"(3:1: unknown key 'sed' in [job] (known: name, seed, output); did you mean 'seed'?)"},
    {2, R"(name = "demo"
seed = -1)",
     R"(3:8: 'seed' in [job] must be at least 0, but is -1)"},
    {2, R"(name = "demo"
seed = "seven")",
     R"(3:8: 'seed' in [job] must be an integer, but is the text "seven")"},
    {2, R"(name = "demo"
seed = 1.5)",
     R"(3:8: 'seed' in [job] must be an integer, but is the real number 1.5)"},
    {2, R"(name = "demo"
output = "results/")",
     R"(3:10: 'output' in [job] must name a file, but is 'results/')"},
    {2, R"(name = "demo\u0000x")", R"(2:8: 'name' in [job] must not contain a NUL character)"},
};
INSTANTIATE_TEST_SUITE_P(in_job, MistakeTest, ::testing::ValuesIn(job_mistakes));

Mistake const data_mistakes[]{
    {3, R"()", R"(4:1: unknown key 'kind' in [job] (known: name, seed, output))"},
    {4, R"()", R"(3:2: the key 'kind' is missing in [data]: "series", "table" or "none")"},
    {4, R"(kind = "serie")",
     R"(4:8: unknown kind 'serie' in [data] (known: series, table, none); did you mean 'series'?)"},
    {4, R"(kind = "none")", R"(5:1: 'path' in [data] has no meaning with kind = "none" (there: kind))"},
    {4, R"(kind = "table")", R"(12:8: learner 'ets' does not fit kind = "table" in [data] (known: svm_rbf))"},
    {4, R"(kind = "series"
select = [])",
     R"(5:10: 'select' in [data] must not be an empty list; leave it out for all)"},
    {4, R"(kind = "series"
select = ["a", "b", "a"])",
     R"(5:21: 'a' is given twice in 'select' in [data])"},
    {4, R"(kind = "series"
select = "a")",
     R"(5:10: 'select' in [data] must be a list of texts, but is the text "a")"},
    {4, R"(kind = "series"
select = ["a", 3])",
     R"(5:16: each item of 'select' in [data] must be text, but is the integer 3)"},
    {4, R"(kind = "series"
offset = "ten")",
     R"(5:10: 'offset' in [data] must be a number, but is the text "ten")"},
    {4, R"(kind = "series"
offset = inf)",
     R"(5:10: 'offset' in [data] must be a finite number, but is inf)"},
    {4, R"(kind = "series"
layout = "width")",
     R"(5:10: unknown layout 'width' in [data] (known: long, wide); did you mean 'wide'?)"},
    {4, R"(kind = "series"
problem = "regression")",
     R"(5:1: 'problem' in [data] has no meaning with kind = "series" (there: kind, path, id, time, target, select, offset, layout))"},
    {4, R"(kind = "series"
time = 2024-01-01)",
     R"(5:8: 'time' in [data] must be text, but is a date or time)"},
    {5, R"()", R"(3:2: the key 'path' is missing in [data]: text, the data file, relative to the job file's folder)"},
    {5, R"(path = "")", R"(5:8: 'path' in [data] must not be empty)"},
    {6, R"()", R"(3:2: the key 'target' is missing in [data]: text, the column with the values to predict)"},
};
INSTANTIATE_TEST_SUITE_P(in_data, MistakeTest, ::testing::ValuesIn(data_mistakes));

Mistake const validation_mistakes[]{
    {7, R"([validation]
scheme = "timeseries")",
     R"(8:10: unknown scheme 'timeseries' in [validation] (known: time-series, k-fold, stratified-k-fold, holdout, predefined); did you mean 'time-series'?)"},
    {7, R"([validation]
scheme = "k-fold")",
     R"(8:10: scheme 'k-fold' in [validation] does not fit kind = "series" in [data] (there: time-series, holdout))"},
    {7, R"([validation]
scheme = "holdout")",
     R"(9:1: 'folds' in [validation] has no meaning with scheme = "holdout" and kind = "series" (there: scheme, test_size, gap, window))"},
    {7, R"([validation]
shuffle = true)",
     R"(8:1: 'shuffle' in [validation] has no meaning with scheme = "time-series" and kind = "series" (there: scheme, folds, test_size, step, gap, window, chain))"},
    {7, R"([validation]
scheme = "holdout"
chain = 2)",
     R"(9:1: 'chain' in [validation] has no meaning with scheme = "holdout" and kind = "series" (there: scheme, test_size, gap, window))"},
    {7, R"([validation]
window = 5
chain = 2)",
     R"(9:9: 'chain' in [validation] has no meaning with 'window': folds start from one another where each is trained on all points of the one before)"},
    {7, R"([validation]
chain = 0)",
     R"(8:9: 'chain' in [validation] must be at least 1, but is 0)"},
    {7, R"([validation]
chain = "all")",
     R"(8:9: 'chain' in [validation] must be an integer, but is the text "all")"},
    {7, R"([validation]
test_size = 0.5)",
     R"(8:13: 'test_size' in [validation] must be an integer, but is the real number 0.5)"},
    {7, R"([validation]
step = 0)",
     R"(8:8: 'step' in [validation] must be at least 1, but is 0)"},
    {8, R"(folds = 0)", R"(8:9: 'folds' in [validation] must be at least 1, but is 0)"},
    {8, R"(folds = 3.0)", R"(8:9: 'folds' in [validation] must be an integer, but is the real number 3.0)"},
    {8, R"(folds = true)", R"(8:9: 'folds' in [validation] must be an integer, but is true)"},
    {8, R"(folds = 1000000)", R"(8:9: 'folds' in [validation] must be at most 10000, but is 1000000)"},
};
INSTANTIATE_TEST_SUITE_P(in_validation, MistakeTest, ::testing::ValuesIn(validation_mistakes));

Mistake const objective_mistakes[]{
    {9, R"([objective]
direction = "minimize")",
     R"(10:13: 'direction' in [objective] is only for metrics of the user's own, with kind = "none" in [data]; the direction of rankfold's metrics is known)"},
    {9, R"([[objective]])", R"(9:1: [objective] must be a table, but is a list)"},
    {10, R"(metric = "mze")",
     R"(10:10: unknown metric 'mze' in [objective] (known: mse, rmse, mae, mape, smape, mase, pinball, r2); did you mean 'mse'?)"},
    {10, R"(metric = "accuracy")",
     R"(10:10: metric 'accuracy' in [objective] is not defined for forecasting (there: mse, rmse, mae, mape, smape, mase, pinball, r2))"},
    {10, R"(metrc = "mse")",
     R"(10:1: unknown key 'metrc' in [objective] (known: metric, report, direction); did you mean 'metric'?)"},
    {10, R"(metric = "mse"
report = ["mae", "log_loss"])",
     R"(11:18: metric 'log_loss' in [objective] is not defined for forecasting (there: mse, rmse, mae, mape, smape, mase, pinball, r2))"},
    {10, R"(metric = "mse"
report = ["mae", "mae"])",
     R"(11:18: 'mae' is given twice in 'report' in [objective])"},
    {10, R"(metric = "mse"
report = "mae")",
     R"(11:10: 'report' in [objective] must be a list of texts, but is the text "mae")"},
};
INSTANTIATE_TEST_SUITE_P(in_objective, MistakeTest, ::testing::ValuesIn(objective_mistakes));

Mistake const learner_mistakes[]{
    {11, R"([learner])", R"(11:1: 'learner' must be a list of tables: write [[learner]] with two brackets)"},
    {12, R"()", R"(11:1: the key 'name' is missing in [[learner]]: text, one of those that 'rankfold learners' lists)"},
    {12, R"(name = "auto_arma")", R"(12:8: unknown learner 'auto_arma' (known: naive, ets, arima))"},
    {12, R"(name = "svm_rbf")",
     R"(12:8: learner 'svm_rbf' does not fit kind = "series" in [data] (known: naive, ets, arima))"},
    {12, R"(name = 5)", R"(12:8: 'name' in [[learner]] must be text, but is the integer 5)"},
    {12, R"(name = "etss")", R"(12:8: unknown learner 'etss' (known: naive, ets, arima); did you mean 'ets'?)"},
    {12, R"(name = "naive")", R"(13:1: learner 'naive' has no hyperparameters, but 'season_length' is given)"},
    {12, R"(name = "arima")",
     R"(11:1: 'order' of learner 'arima' is missing and has no default: a list of integers from 0 to 9)"},
    {12, R"(name = "resnet"
command = ["python3", "train.py"])",
     R"(13:1: 'command' in [[learner]] is not supported yet)"},
    {13, R"(seson_length = 7)",
     R"(13:1: unknown hyperparameter 'seson_length' of learner 'ets' (known: season_length, model, damped, phi, ic); did you mean 'season_length'?)"},
    {13, R"(season_length = [])", R"(13:17: 'season_length' of learner 'ets' has an empty list of values to try)"},
    {13, R"(season_length = "seven")",
     R"(13:17: 'season_length' of learner 'ets' must be an integer from 1 to 400, but is the text "seven")"},
    {13, R"(season_length = 7.5)",
     R"(13:17: 'season_length' of learner 'ets' must be an integer from 1 to 400, but is the real number 7.5)"},
    {13, R"(season_length = [6, 0])",
     R"(13:21: 'season_length' of learner 'ets' must be an integer from 1 to 400, but is the integer 0)"},
    {13, R"(season_length = 401)",
     R"(13:17: 'season_length' of learner 'ets' must be an integer from 1 to 400, but is the integer 401)"},
    {13, R"(season_length = {})",
     R"(13:17: 'season_length' of learner 'ets' needs a 'value', a list of 'values', or a range from 'min' to 'max')"},
    {13, R"(season_length = { min = 1 })",
     R"(13:17: the key 'max' is missing in the values of 'season_length' of learner 'ets': a range has a 'min' and a 'max', both inclusive)"},
    {13, R"(season_length = { min = 1, max = 9, stp = 2 })",
     R"(13:37: unknown key 'stp' in the values of 'season_length' of learner 'ets' (known: value, values, min, max, scale, type, step, when); did you mean 'step'?)"},
    {13, R"(season_length = { min = 9, max = 1 })",
     R"(13:17: the range of 'season_length' of learner 'ets' is empty: min 9 is above max 1)"},
    {13, R"(season_length = { min = 1, max = 9, type = "float" })",
     R"(13:44: 'type' in the values of 'season_length' of learner 'ets' must be "int": 'season_length' of learner 'ets' is an integer)"},
    {13, R"(season_length = { min = 1, max = 9, type = "integer" })",
     R"(13:44: unknown type 'integer' in the values of 'season_length' of learner 'ets' (known: int, float))"},
    {13, R"(season_length = { min = 1, max = 9, step = 0.5 })",
     R"(13:44: 'step' in the values of 'season_length' of learner 'ets' must be a whole number in a range of integers, but is 0.5)"},
    {13, R"(season_length = { min = 1, max = 9, step = 0 })",
     R"(13:44: 'step' in the values of 'season_length' of learner 'ets' must be above 0, but is 0)"},
    {13, R"(season_length = { min = 1, max = 9, scale = "ln" })",
     R"(13:45: unknown scale 'ln' in the values of 'season_length' of learner 'ets' (known: linear, log); did you mean 'log'?)"},
    {13, R"(season_length = { min = 1, max = 9, scale = "log", step = 2 })",
     R"(13:59: 'step' in the values of 'season_length' of learner 'ets' does not go with scale = "log")"},
    {13, R"(season_length = { min = 1, max = 9, value = 3 })",
     R"(13:19: 'min' in the values of 'season_length' of learner 'ets' has no meaning beside 'value' (there: value, when))"},
    {13, R"(season_length = { values = 3 })",
     R"(13:28: 'values' in the values of 'season_length' of learner 'ets' must be a list, but is the integer 3)"},
    {13, R"(season_length = { values = [] })",
     R"(13:28: 'season_length' of learner 'ets' has an empty list of values to try)"},
    {13, R"(phi = { min = 0.1, max = 0.9 })",
     R"(13:7: the range of 'phi' of learner 'ets' has infinitely many values; a grid needs a 'step', or a list of values instead)"},
    {13, R"(phi = { min = 0.0, max = 0.9, scale = "log" })",
     R"(13:15: 'min' in the values of 'phi' of learner 'ets' must be above 0 with scale = "log", but is 0)"},
    {13, R"(phi = { min = 0.1, max = 1.9, step = 0.1 })",
     R"(13:26: 'max' in the values of 'phi' of learner 'ets' must be a number from 0 to 1, but is the real number 1.9)"},
    {13, R"(phi = { min = 0.1, max = 0.9, type = "int" })",
     R"(13:7: the range of 'phi' of learner 'ets' has type = "int", so its min and max must be whole numbers)"},
    {13, R"(phi = nan)", R"(13:7: 'phi' of learner 'ets' must be a number from 0 to 1, but is the real number nan)"},
    {13, R"(ic = "acic")",
     R"(13:6: 'ic' of learner 'ets' must be "aicc", "aic" or "bic", but is the text "acic"; did you mean 'aic'?)"},
    {13, R"(ic = { min = 1, max = 3 })",
     R"(13:6: 'ic' of learner 'ets' cannot have a range: it must be "aicc", "aic" or "bic")"},
    {13, R"(ic = ["aic", 3])", R"(13:14: 'ic' of learner 'ets' must be "aicc", "aic" or "bic", but is the integer 3)"},
    {13, R"(damped = "automatic")",
     R"(13:10: 'damped' of learner 'ets' must be true or false, or "auto", but is the text "automatic")"},
    {13, R"(damped = 1)", R"(13:10: 'damped' of learner 'ets' must be true or false, or "auto", but is the integer 1)"},
    {13, R"(damped = [true, [false]])",
     R"(13:17: 'damped' of learner 'ets' must be true or false, or "auto", but is a list)"},
    {13, R"(model = 3)", R"(13:9: 'model' of learner 'ets' must be text, but is the integer 3)"},
    {13, R"(season_length = { value = 6, when = {} })",
     R"(13:37: 'when' of 'season_length' of learner 'ets' must not be empty)"},
    {13, R"(season_length = { value = 6, when = 3 })",
     R"(13:37: 'when' of 'season_length' of learner 'ets' must be a table, but is the integer 3)"},
    {13, R"(season_length = { value = 6, when = { modl = "ZNA" } })",
     R"(13:39: unknown hyperparameter 'modl' of learner 'ets' (known: season_length, model, damped, phi, ic); did you mean 'model'?)"},
    {13, R"(season_length = { value = 6, when = { model = "ZNA" } })",
     R"(13:47: this condition can never hold: 'model' is never "ZNA", as it is not given and so keeps its default, "ZZZ")"},
    {13, R"(season_length = { value = 6, when = { damped = [] } })",
     R"(13:48: the condition on 'damped' of learner 'ets' has an empty list of values)"},
    {13, R"(season_length = { value = 6, when = { damped = 3 } })",
     R"(13:48: 'damped' of learner 'ets' must be true or false, or "auto", but is the integer 3)"},
    {13, R"(season_length = { value = 6, when = { season_length = 6 } })",
     R"(13:37: the conditions of learner 'ets' go round in a circle: season_length needs season_length)"},
    {13, R"(season_length = { value = 6, when = { ic = "aic" } }
ic = { values = ["aic", "bic"], when = { season_length = 6 } })",
     R"(13:37: the conditions of learner 'ets' go round in a circle: season_length needs ic needs season_length)"},
    {13, R"(season_length = { value = 6, when = { phi = 0.35 } }
phi = { min = 0.1, max = 0.9, step = 0.1 })",
     R"(13:45: this condition can never hold: 'phi' is never 0.35)"},
    {12, R"(name = "arima"
order = [1, 0, 0])",
     R"(13:10: 'order' of learner 'arima' is itself a list, so its values to try are a list of lists: [[2, 1, 1]] for one)"},
    {12, R"(name = "arima"
order = [[1, 0, 10]])",
     R"(13:17: each item of 'order' of learner 'arima' must be an integer from 0 to 9, but is the integer 10)"},
    {12, R"(name = "arima"
order = [[]])",
     R"(13:10: 'order' of learner 'arima' must be a list of integers from 0 to 9, but is an empty list)"},
    {12, R"(name = "arima"
order = [[1, "a"]])",
     R"(13:14: each item of 'order' of learner 'arima' must be an integer from 0 to 9, but is the text "a")"},
};
INSTANTIATE_TEST_SUITE_P(in_learner, MistakeTest, ::testing::ValuesIn(learner_mistakes));

Mistake const search_mistakes[]{
    {14, R"([serch])",
     R"(14:2: unknown section 'serch' (known: job, data, validation, objective, learner, search, resources, environment, slurm); did you mean 'search'?)"},
    {15, R"(algorithm = "gird")",
     R"(15:13: unknown algorithm 'gird' in [search] (known: grid, random, sobol, tpe, gp); did you mean 'grid'?)"},
    {15, R"(algorithm = "tpe")", R"(15:13: algorithm 'tpe' in [search] is not supported yet (supported: grid))"},
    {15, R"(algorithm = "grid"
trials = 100)",
     R"(16:1: 'trials' in [search] is not supported yet)"},
    {15, R"(algorithm = "grid"
trails = 100)",
     R"(16:1: unknown key 'trails' in [search] (known: algorithm, trials, max_seconds); did you mean 'trials'?)"},
    {15, R"(algorithm = "grid"
max_seconds = 10)",
     R"(16:1: 'max_seconds' in [search] is not supported yet)"},
    {15, R"(algorithm = "grid"
[resources]
memroy = "2GiB")",
     R"(17:1: unknown key 'memroy' in [resources] (known: schedule, threads, memory, gpus, ranks, timeout, retries, isolation, on_failure, max_failures, rank_timeout); did you mean 'memory'?)"},
    {15, R"(algorithm = "grid"
[resources]
memory = "2 gigs")",
     R"(17:10: 'memory' in [resources] must be an amount of memory like "512MiB" or "2GiB", but is the text "2 gigs")"},
    {15, R"(algorithm = "grid"
[resources]
timeout = "0s")",
     R"(17:11: 'timeout' in [resources] must be a duration like "90s", "10min" or "2h", but is the text "0s")"},
    {15, R"(algorithm = "grid"
[resources]
timeout = "min")",
     R"(17:11: 'timeout' in [resources] must be a duration like "90s", "10min" or "2h", but is the text "min")"},
    {15, R"(algorithm = "grid"
[resources]
timeout = "5min"
isolation = "none")",
     R"(18:13: isolation = "none" in [resources] cannot hold a fold to its 'timeout' or 'memory': leave it out, or say "process")"},
    {15, R"(algorithm = "grid"
[resources]
rank_timeout = "1s")",
     R"(17:16: 'rank_timeout' in [resources] must be at least 2s: ranks say every second that they are there)"},
    {15, R"(algorithm = "grid"
[resources]
ranks = 4)",
     R"(17:9: 'ranks' in [resources] must be 1: none of the learners here can spread a trial over several ranks)"},
    {15, R"(algorithm = "grid"
[resources]
schedule = "statik")",
     R"(17:12: unknown schedule 'statik' in [resources] (known: dynamic, static); did you mean 'static'?)"},
    {15, R"(algorithm = "grid"
[environment]
modules = ["gcc; rm"])",
     R"(17:11: each item of 'modules' in [environment] must be a module's name, but one is 'gcc; rm')"},
    {15, R"(algorithm = "grid"
[environment]
variables = { "A B" = "1" })",
     R"(17:15: 'A B' in 'variables' in [environment] is no name of a variable)"},
    {15, R"(algorithm = "grid"
[environment]
variables = { A = 1 })",
     R"(17:19: 'A' in 'variables' in [environment] must be text, but is the integer 1)"},
    {15, R"(algorithm = "grid"
[slurm]
nodes = 0)",
     R"(17:9: 'nodes' in [slurm] must be at least 1, but is 0)"},
    {15, R"(algorithm = "grid"
[slurm]
time = "1:60:00")",
     R"(17:8: 'time' in [slurm] must be a duration like "90s", "10min" or "2h", but is the text "1:60:00")"},
    {15, R"(algorithm = "grid"
[slurm]
time = "30s")",
     R"(17:8: 'time' in [slurm] must be at least a minute)"},
    {15, R"(algorithm = "grid"
[slurm]
time = "10:00"
warning = "10min")",
     R"(18:11: 'warning' in [slurm] must be at least a second and less than 'time', 00:10:00)"},
    {15, R"(algorithm = "grid"
[slurm]
partition = "a\nb")",
     R"(17:13: 'partition' in [slurm] must be one line)"},
    {15, R"(algorithm = "grid"
[slurm]
options = ["exclusive"])",
     R"(17:11: each item of 'options' in [slurm] must be an option of sbatch in one line, as "--exclusive", but one is 'exclusive')"},
    {15, R"(algorithm = "grid"
[slurm]
launcher = "mpirn")",
     R"(17:12: unknown launcher 'mpirn' in [slurm] (known: mpirun, srun); did you mean 'mpirun'?)"},
    {15, R"(algorithm = "grid"
[slrm]
nodes = 2)",
     R"(16:2: unknown section 'slrm' (known: job, data, validation, objective, learner, search, resources, environment, slurm); did you mean 'slurm'?)"},
    {15, R"(algorithm = "grid"
learner = 3)",
     R"(16:1: unknown key 'learner' in [search] (known: algorithm, trials, max_seconds))"},
};
INSTANTIATE_TEST_SUITE_P(in_search, MistakeTest, ::testing::ValuesIn(search_mistakes));

TEST(MistakesTest, the_example_itself_has_none) { EXPECT_NO_THROW((void)example::read(example::with_line(0, ""))); }

} // namespace
} // namespace rankfold::job
