"""submit, query, watch and cancel on a real cluster: from a job file to its results, whatever happens on the way."""

import json
import re

import slurm_cluster
from program import SERIES_JOB, series_csv, sleep_job

SLURM_SECTION = '\n[slurm]\nntasks_per_node = 2\ntime = "5min"\n'


class SubmitTest(slurm_cluster.SlurmTest):
    def setUp(self):
        super().setUp()
        self.write("sales.csv", series_csv())
        self.write("job file.toml", SERIES_JOB + SLURM_SECTION)

    def submit(self, *words):
        return re.match(r"submitted job (\d+): ", self.client("submit", *words)).group(1)

    def status(self, job):
        return json.loads(self.client("query", job, "--format", "json", "--top", "1"))

    def wait_for_end(self, job):
        self.wait_until(lambda: self.status(job)["batch"]["state"] in ("completed", "failed"), "the job's end")

    def start_at_once(self, job):
        """Slurm would let a requeued job wait for two minutes; in the second in which it ended, slurmd refuses it."""
        self.wait_until(lambda: self.status(job)["batch"]["state"] == "pending", "the job to be requeued")
        self.cluster.run("scontrol", "update", f"JobId={job}", "StartTime=now+3")

    def assert_as_without_slurm(self, result, job_file):
        self.succeed("run", job_file, "--output", "alone.h5", "--overwrite")
        for name in ("trials", "folds"):
            self.assertEqual(self.numbers(result, name), self.numbers("alone.h5", name), name)

    def test_from_a_job_file_to_its_results(self):
        job = self.submit("job file.toml", "--output", "my results.h5", "--", "--nice=1")

        self.wait_for_end(job)
        self.assertEqual(self.status(job)["status"], "complete")
        self.assertIn(f"job {job}: completed on n", self.client("query", job))
        self.assertIn("small: complete", self.client("watch", job))
        self.assert_as_without_slurm("my results.h5", "job file.toml")
        self.assertIn("has come to an end: --overwrite replaces it",
                      self.client("submit", "job file.toml", "--output", "my results.h5", expected=2))
        again = self.submit("job file.toml", "--output", "my results.h5", "--resume")
        self.wait_for_end(again)
        self.assertRegex((self.folder / "my results.h5.log").read_text(), r"(\d+) of \1 folds known from before")

    def test_the_script_is_what_the_job_file_asks_for(self):
        more = SLURM_SECTION + ('nodes = 2\nlauncher = "srun"\nwarning = "90s"\noptions = ["--exclusive"]\n'
                                '[environment]\nvariables = { QUOTED = "it\'s $HOME" }\nsetup = "echo set up"\n')
        self.write("job.toml", SERIES_JOB + more)

        script = self.client("submit", "job.toml", "--dry-run")

        for line in ("#SBATCH --nodes=2", "#SBATCH --time=00:05:00", "#SBATCH --signal=B:USR1@90", "#SBATCH --exclusive",
                     "export QUOTED='it'\\''s $HOME'", "echo set up"):
            self.assertIn(line + "\n", script)
        self.assertFalse((self.folder / "small.h5.sbatch").exists())

    def test_a_sites_own_template(self):
        self.write("site.sbatch", "#!/bin/bash\n@directives@\necho from the site\n@environment@\n@launch@\n")
        self.write("job.toml", SERIES_JOB + SLURM_SECTION + 'template = "site.sbatch"\n')

        job = self.submit("job.toml")

        self.wait_for_end(job)
        self.assertIn("from the site", (self.folder / "small.h5.log").read_text())
        self.write("site.sbatch", "#!/bin/bash\n@directives@\n@launch@\n")
        self.assertIn("no line @environment@", self.client("submit", "job.toml", "--overwrite", expected=2))

    def test_the_end_of_the_time_drains_requeues_and_resumes(self):
        for launcher in ("mpirun", "srun"):
            with self.subTest(launcher=launcher):
                self.write("nap.toml", sleep_job([0.1 + i * 1e-6 for i in range(60)]) + SLURM_SECTION)
                result = f"{launcher}.h5"
                job = self.submit("nap.toml", "--output", result, "--set", f"slurm.launcher={launcher}")
                self.wait_until(lambda j=job: self.status(j)["progress"]["done"] >= 10, "folds to be done")

                self.cluster.run("scancel", "--signal=USR1", "-b", job) # as Slurm itself does before the end
                self.start_at_once(job)
                before = self.status(job)["progress"]["done"]
                self.wait_for_end(job)

                self.assertLess(before, 60)
                self.assertEqual(self.status(job)["status"], "complete", (self.folder / f"{result}.log").read_text())
                computed = sum(int(row["folds"]) for row in self.table(result, "ranks") if row["run"] == "2")
                self.assertLessEqual(computed, 60 - before)
                self.assertEqual(len({row["trial_id"] for row in self.table(result, "folds")}), 60)

    def test_a_fold_that_would_not_end_in_time_waits_for_the_next_allocation(self):
        short = [0.01 * 1.2 ** i for i in range(16)]
        self.write("nap.toml", sleep_job(short))
        self.succeed("run", "nap.toml") # from which is known how long such folds take
        self.write("nap.toml", sleep_job([*short, *(0.1 + 0.001 * i for i in range(4)), 16.0]) +
                   SLURM_SECTION.replace("5min", "1min") + 'warning = "48s"\n')
        job = self.submit("nap.toml", "--resume")
        self.wait_until(lambda: self.status(job)["batch"]["state"] == "pending" and
                        self.status(job)["progress"]["done"] == 20, "the job to be requeued")
        self.assertEqual(self.status(job)["progress"]["failed"], 0)

        self.cluster.run("scontrol", "update", f"JobId={job}", "TimeLimit=5")
        self.start_at_once(job)

        self.wait_for_end(job)
        log = (self.folder / "nap.h5.log").read_text()
        self.assertEqual(self.status(job)["status"], "complete", log)
        self.assertIn("1 fold is left for another run", log)
        self.assertEqual([row["run"] for row in self.table("nap.h5", "events") if row["kind"] == "preempted"], ["2"])

    def test_a_job_whose_node_is_lost_goes_on_elsewhere(self):
        self.write("nap.toml", sleep_job([0.1 + i * 1e-6 for i in range(60)]) + SLURM_SECTION)
        job = self.submit("nap.toml")
        self.wait_until(lambda: self.status(job)["progress"]["done"] >= 10, "folds to be done")
        node = self.cluster.record(job)["NodeList"]

        self.cluster.kill_node(node)
        self.start_at_once(job) # Slurm has requeued it
        before = self.status(job)["progress"]["done"]
        self.wait_for_end(job)

        self.assertNotEqual(self.cluster.record(job)["NodeList"], node)
        self.cluster.start_node(node)
        self.assertEqual(self.status(job)["status"], "complete", (self.folder / "nap.h5.log").read_text())
        self.assertGreaterEqual(before, 10)
        computed = sum(int(row["folds"]) for row in self.table("nap.h5", "ranks") if row["run"] == "2")
        self.assertLessEqual(computed, 60 - before)
        self.assert_as_without_slurm("nap.h5", "nap.toml")

    def test_a_job_that_makes_no_progress_is_not_requeued(self):
        self.write("long.toml", sleep_job(600.0) + SLURM_SECTION + 'warning = "1s"\n')
        job = self.submit("long.toml")
        self.wait_until(lambda: (self.folder / "nap.h5").exists(), "the job to begin")

        self.cluster.run("scancel", "--signal=USR1", "-b", job)

        self.wait_for_end(job)
        self.assertEqual(self.status(job)["batch"]["state"], "failed")
        self.assertIn("no fold was done in all this time", (self.folder / "nap.h5.log").read_text())

    def test_cancel(self):
        self.write("nap.toml", sleep_job([0.1 + i * 1e-6 for i in range(600)]) + SLURM_SECTION)
        running = self.submit("nap.toml")
        waiting = self.submit("nap.toml", "--output", "later.h5", "--", "--hold")
        self.assertIn("no result file yet", self.client("query", waiting))
        self.wait_until(lambda: self.status(running)["progress"]["done"] >= 3, "folds to be done")

        self.client("cancel", waiting)
        self.client("cancel", running)

        self.wait_until(lambda: self.status(running)["batch"]["state"] == "cancelled", "the job's end")
        self.assertGreaterEqual(self.status(running)["progress"]["done"], 3)
        self.assertIn("is not in the queue, and has left no result file", self.client("query", waiting, expected=2))

    def test_what_cannot_be_submitted(self):
        self.write("bad.toml", SERIES_JOB.replace("naive", "naife", 1))
        self.assertIn("naife", self.client("submit", "bad.toml", expected=2))
        self.assertIn("invalid partition", self.client("submit", "job file.toml", "--", "--partition=no", expected=2))
        self.assertIn("Slurm does not know it", self.client("query", "987654", expected=2))


if __name__ == "__main__":
    slurm_cluster.main()
