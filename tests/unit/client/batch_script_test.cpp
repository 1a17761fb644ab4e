#include "client/batch_script.hpp"
#include "job/read_job.hpp"
#include "learners/registry.hpp"
#include "support/error.hpp"
#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rankfold::client {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class BatchScriptTest : public ::testing::Test {
protected:
  BatchScriptTest() : folder_{fs::path{::testing::TempDir()} / "batch script"} {
    fs::create_directories(folder_);
    run_ = {folder_ / "it's a job.toml",
            folder_ / "a \"result\".h5",
            folder_ / "s.sbatch",
            {},
            "/opt/rankfold",
            fs::path{RANKFOLD_SOURCE_DIR} / "slurm"};
  }
  ~BatchScriptTest() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string script(std::string const& more) const {
    auto const text =
        "[job]\nname = \"j\"\n[data]\nkind = \"none\"\n[objective]\nmetric = \"loss\"\n[[learner]]\nname = "
        "\"sleep\"\n" +
        more;
    return batch_script(job::read_job({run_.job_file, text, {}}, learners::catalogue()), run_);
  }

  /// What bash makes of the words of a line.
  static std::string echoed(std::string const& words) {
    auto* const shell = ::popen(("bash -c \"$(cat <<'END'\nprintf '<%s>' " + words + "\nEND\n)\"").c_str(), "r");
    std::string out;
    for (int c = ::fgetc(shell); c != EOF; c = ::fgetc(shell)) out += static_cast<char>(c);
    ::pclose(shell);
    return out;
  }

  fs::path folder_;
  BatchRun run_;
};

TEST_F(BatchScriptTest, asks_for_the_allocation_of_the_job_file) {
  auto const text =
      script("[resources]\nthreads = 4\ngpus = 1\n[slurm]\nnodes = 3\nntasks_per_node = 8\ntime = \"26:00:00\"\n"
             "partition = \"long\"\nmemory_per_cpu = \"1GB\"\noptions = [\"--exclusive\"]\n");

  for (auto const* line :
       {"--nodes=3", "--ntasks-per-node=8", "--cpus-per-task=4", "--gpus-per-task=1", "--time=1-02:00:00",
        "--partition=\"long\"", "--mem-per-cpu=976563K", "--exclusive", "--signal=B:USR1@120"}) {
    EXPECT_THAT(text, HasSubstr(std::string{"#SBATCH "} + line + '\n'));
  }
  EXPECT_THAT(text, Not(HasSubstr("--account")));
}

TEST_F(BatchScriptTest, everything_but_the_set_up_is_quoted) {
  run_.options = {"--set", "learner.sleep.seconds=[1, 2] $(reboot) `x` '; rm"};

  auto const text = script("[environment]\nvariables = { A = \"$HOME 'x'\" }\nsetup = \"echo $HOME\"\n");

  EXPECT_THAT(text, HasSubstr("#SBATCH --comment=\"rankfold:" + folder_.string() + "/a \\\"result\\\".h5\"\n"));
  EXPECT_THAT(text, HasSubstr("\necho $HOME\n"));
  auto const at = text.find("\nlaunch ") + 8;
  EXPECT_EQ(echoed(text.substr(at, text.find('\n', at) - at)),
            "<" + run_.job_file.string() + "><--output><" + run_.result.string() + "><--set><" + run_.options[1] + ">");
  auto const value = text.find("export A=") + 9;
  EXPECT_EQ(echoed(text.substr(value, text.find('\n', value) - value)), "<$HOME 'x'>");
}

TEST_F(BatchScriptTest, a_template_lacks_nothing) {
  std::ofstream{folder_ / "site.sbatch"} << "#!/bin/bash\n@directives@\n@environment@\n@launch@\n";
  EXPECT_THAT(script("[slurm]\ntemplate = \"site.sbatch\"\n"), HasSubstr("#!/bin/bash\n#SBATCH --job-name=\"j\"\n"));
  for (std::string const lacking : {"directives", "environment", "launch"}) {
    std::ofstream out{folder_ / "site.sbatch"};
    for (auto const* name : {"directives", "environment", "launch"}) {
      if (name != lacking) out << '@' << name << "@\n";
    }
    out.close();
    EXPECT_THROW((void)script("[slurm]\ntemplate = \"site.sbatch\"\n"), JobError) << lacking;
  }
  EXPECT_THROW((void)script("[slurm]\ntemplate = \"nowhere.sbatch\"\n"), JobError);
}

TEST_F(BatchScriptTest, the_scripts_are_found_beside_the_program) {
  fs::create_directories(folder_ / "prefix/share/rankfold/slurm");
  fs::create_directories(folder_ / "prefix/bin");
  std::ofstream{folder_ / "prefix/share/rankfold/slurm/launch.sh"} << "#\n";
  EXPECT_EQ(find_slurm_folder(folder_ / "prefix/bin/rankfold"), fs::canonical(folder_ / "prefix/share/rankfold/slurm"));
  EXPECT_THROW((void)find_slurm_folder(folder_ / "elsewhere/deep/down/rankfold"), JobError);
}

} // namespace
} // namespace rankfold::client
