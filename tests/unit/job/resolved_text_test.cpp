#include "support/random.hpp"
#include "unit/job/example_job.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rankfold::job {
namespace {

using ::testing::HasSubstr;

/// A random valid job file.
class RandomJob {
public:
  explicit RandomJob(std::uint64_t seed) : random_{seed, 0, 0, 0} {}

  std::string text() {
    std::string out = fmt::format("[job]\nname = \"j{}\"\nseed = {}\n", random_.below(1000), random_.below(1ULL << 62));
    if (coin()) out += "output = \"out/ü \\\"quoted\\\" \\u007f.h5\"\n";
    switch (random_.below(3)) {
    case 0:
      return out + series() + resources() + slurm();
    case 1:
      return out + table() + resources() + slurm();
    default:
      return out + none() + resources() + slurm();
    }
  }

private:
  bool coin() { return random_.below(2) == 0; }
  template <class... Texts> std::string one_of(Texts... texts) {
    std::string const all[]{texts...};
    return all[random_.below(sizeof...(texts))];
  }

  std::string series() {
    auto out = "[data]\nkind = \"series\"\ntarget = \"y\"\npath = " +
               one_of("\"d.csv\"", "\"../x/d.csv\"", "\"/abs/d.csv\"", "'.hidden\\d'", "\"a/./b//d.h5\"") + '\n';
    if (coin()) out += "id = \"i\"\ntime = \"t\"\nselect = [\"a\", \"b\\nc\"]\n";
    if (coin()) out += fmt::format("offset = {}\nlayout = \"wide\"\n", random_.normal());
    out += "[validation]\n" + one_of("", "folds = 3\ntest_size = 4\n", "step = 2\ngap = 3\nwindow = 50\n",
                                     "chain = 4\n", "chain = 1\n", "scheme = \"holdout\"\ntest_size = 0.25\ngap = 1\n");
    out += "[objective]\n" + one_of("", "metric = \"mae\"\n", "metric = \"r2\"\nreport = [\"mse\", \"r2\"]\n");
    for (std::uint64_t i = 0; i <= random_.below(3); ++i) out += ets();
    return out + one_of("", "[[learner]]\nname = \"arima\"\norder = [[2, 1, 1], [0, 1]]\n");
  }

  std::string ets() {
    std::vector<std::string> values{
        one_of("season_length = [6, 7]\n", "season_length = { min = 1, max = 9, step = 2 }\n",
               "season_length = { min = 1, max = 300, scale = \"log\", when = { ic = \"aic\" } }\n"),
        one_of("damped = true\n", "damped = [false, \"auto\"]\n", "damped = { values = [true, false] }\n"),
        fmt::format("phi = {{ min = {}, max = 0.9, step = {} }}\n", random_.uniform() / 2,
                    random_.uniform() / 3 + 0.01),
        one_of("model = \"\\u00e9 \\t\\\\\"\n",
               "model = { values = [\"A\", \"B\"], when = { ic = [\"aic\", \"bic\"] } }\n"),
    };
    values.emplace_back("ic = [\"aic\", \"bic\"]\n");
    for (std::size_t i = values.size() - 1; i > 0; --i) std::swap(values[i], values[random_.below(i + 1)]);
    return fmt::format("[[learner]]\nname = \"ets\"\n{}", fmt::join(values, ""));
  }

  std::string table() {
    return "[data]\nkind = \"table\"\npath = \"t.csv\"\ntarget = \"c\"\n" +
           one_of("problem = \"classification\"\n", "features = [\"x*\", \"y?\"]\nproblem = \"regression\"\n") +
           "[validation]\n" +
           one_of("", "scheme = \"stratified-k-fold\"\nfolds = 7\nshuffle = false\n", "scheme = \"holdout\"\n",
                  "scheme = \"holdout\"\ntest_size = 30\n", "scheme = \"predefined\"\ncolumn = \"fold\"\n") +
           "[[learner]]\nname = \"svm_rbf\"\n" + one_of("", "C = [0.1, 1, 1e3]\n") +
           one_of("", "gamma = [\"scale\", 0.5]\n", "gamma = { min = 1, max = 5, type = \"int\" }\n");
  }

  std::string none() {
    return "[data]\nkind = \"none\"\n[validation]\n" +
           one_of("", "folds = 4\n", "scheme = \"holdout\"\n", "scheme = \"time-series\"\nfolds = 2\n") +
           "[objective]\n" + one_of("", "metric = \"loss\"\ndirection = \"maximize\"\n") +
           "[[learner]]\nname = \"sleep\"\nseconds = [0.5, 1e-3, 2]\n";
  }

  std::string resources() {
    if (coin()) return "";
    return "[resources]\n" + one_of("", "schedule = \"static\"\n") +
           one_of("", "threads = 4\n", "gpus = 2\nretries = 0\n") +
           one_of("", "memory = \"2GiB\"\n", "memory = 1000001\n") +
           one_of("", "timeout = \"90s\"\n", "timeout = \"2h\"\n", "timeout = 0.25\n", "isolation = \"process\"\n") +
           one_of("", "on_failure = \"stop\"\n", "max_failures = 3\n") + one_of("", "rank_timeout = \"1.5min\"\n");
  }

  std::string slurm() {
    return one_of("", "[environment]\nmodules = [\"gcc/12\", \"mpi\"]\n",
                  "[environment]\nsetup = \"a 'b'\\nc \\\"d\\\"\"\nvariables = { A = \"it's\\t1\", _b2 = \"\" }\n") +
           one_of("", "[slurm]\nnodes = 2\ntime = \"1-02:03:04\"\n",
                  "[slurm]\npartition = \"a b\"\naccount = \"c\"\nqos = \"d\"\nconstraint = \"e&f\"\n",
                  "[slurm]\nlauncher = \"srun\"\nwarning = \"90s\"\nmemory_per_cpu = \"2GB\"\ncpus_per_task = 3\n",
                  "[slurm]\ntemplate = \"../site/x.sbatch\"\noptions = [\"--exclusive\", \"-w n1\"]\n");
  }

  RandomStream random_;
};

TEST(ResolvedTextTest, reads_back_to_the_same_job) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    auto const text = RandomJob{seed}.text();
    SCOPED_TRACE(fmt::format("seed {}:\n{}", seed, text));
    auto const job = example::read(text);

    auto const resolved = resolved_text(job);

    auto const again = example::read(resolved);
    EXPECT_TRUE(example::same_job(job, again)) << resolved;
    EXPECT_EQ(resolved_text(again), resolved);
  }
}

TEST(ResolvedTextTest, holds_overrides_and_defaults) {
  auto const resolved = resolved_text(example::read(example::with_line(0, ""), {"job.seed=11"}));

  EXPECT_THAT(resolved, HasSubstr("seed = 11\noutput = \"demo.h5\"\n"));
  EXPECT_THAT(resolved, HasSubstr("path = \"data/d.csv\"\n")) << "relative to the job file's folder, as given";
  EXPECT_THAT(resolved, HasSubstr("folds = 3\ntest_size = 1\nstep = 1\ngap = 0\nwindow = 0\nchain = 10\n"));
  EXPECT_THAT(resolved, HasSubstr("season_length = [6, 7]\n"));
}

TEST(ResolvedTextTest, keeps_the_data_path_wherever_the_job_file_is) {
  for (auto const* const file : {"demo.toml", "./demo.toml", "../demo.toml", "/abs/demo.toml", "a//b/demo.toml"}) {
    for (auto const* const path : {"d.csv", "./d.csv", "../d.csv", "/abs/d.csv", "/abs/../d.csv", "x//d.csv"}) {
      SCOPED_TRACE(fmt::format("{} with {}", file, path));
      auto const text = example::with_line(5, fmt::format("path = \"{}\"", path));
      auto const job = read_job({file, text, {}}, example::catalogue());

      auto const again = read_job({file, resolved_text(job), {}}, example::catalogue());

      EXPECT_EQ(again.data.path, job.data.path);
    }
  }
}

} // namespace
} // namespace rankfold::job
