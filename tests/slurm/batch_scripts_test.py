"""The batch scripts of slurm/ run a job on a real cluster, and its numbers are those of a run without one."""

import json

import slurm_cluster
from program import ROOT, SERIES_JOB, series_csv, sleep_job

TIMES_AND_RANKS = {"started", "finished", "fit_seconds", "evaluate_seconds", "rank"}


class BatchScriptsTest(slurm_cluster.SlurmTest):
    def setUp(self):
        super().setUp()
        self.write("sales of 2024.csv", series_csv())
        self.write("job file.toml", SERIES_JOB.replace("sales.csv", "sales of 2024.csv"))

    def submit(self, script, *words, launcher="mpirun", size=("--nodes=2", "--ntasks-per-node=2")):
        """Submits a batch script; gives the job's number."""
        environment = {**self.environment, "RANKFOLD_LAUNCHER": launcher}
        return self.cluster.run("sbatch", "--parsable", *size, ROOT / "slurm" / script, *words, cwd=self.folder,
                                env=environment).strip()

    def run_batch(self, *words, **options):
        """Submits a batch script, waits for its end; gives its exit code, its log, and the job's number."""
        job = self.submit(*words, **options)
        return self.cluster.wait_for(job), self.log(job), job

    def log(self, job):
        return (self.folder / f"rankfold-{job}.log").read_text()

    def numbers(self, result, name):
        return [{key: value for key, value in row.items() if key not in TIMES_AND_RANKS}
                for row in self.table(result, name)]

    def assert_as_without_slurm(self, result):
        self.succeed("run", "job file.toml", "--output", "alone.h5", "--overwrite")
        self.assertEqual(self.query(result)["status"], "complete")
        for name in ("trials", "folds"):
            self.assertEqual(self.numbers(result, name), self.numbers("alone.h5", name), name)

    def test_many_nodes_under_both_launchers(self):
        for launcher in ("mpirun", "srun"):
            with self.subTest(launcher=launcher):
                code, log, job = self.run_batch("many-nodes.sbatch", "job file.toml", launcher=launcher)

                self.assertEqual(code, 0, log)
                result = f"job file-{job}.h5"
                self.assert_as_without_slurm(result)
                ranks = self.table(result, "ranks")
                self.assertEqual(len(ranks), 4)
                self.assertEqual(len({row["pid"] + row["host"] for row in ranks}), 4)

    def test_one_node_with_options_for_run(self):
        code, log, _ = self.run_batch("one-node.sbatch", "job file.toml", "--output", "named by me.h5", "--set",
                                   'job.name="by-the-way"', size=("--ntasks=2",))

        self.assertEqual(code, 0, log)
        self.assertEqual(self.query("named by me.h5")["job"], "by-the-way")
        self.assert_as_without_slurm("named by me.h5")

    def test_an_array_over_job_files(self):
        self.write("nap.toml", sleep_job([0.0, 0.01]))
        self.write("jobs.txt", "job file.toml\nnap.toml\n")
        for files in (("jobs.txt",), ("job file.toml", "nap.toml")):
            with self.subTest(files=files):
                array = self.submit("array.sbatch", *files, "--set", "job.seed=3", size=("--array=1-3", "--ntasks=2"))

                codes = [self.cluster.wait_for(f"{array}_{task}") for task in (1, 2, 3)]

                logs = [self.log(f"{array}_{task}") for task in (1, 2, 3)]
                self.assertEqual(codes, [0, 0, 2], logs)
                self.assertIn("no job file for task 3: 2 are given", logs[2])
                self.assertEqual(self.query(f"job file-{array}_1.h5")["status"], "complete")
                self.assertEqual(self.query(f"nap-{array}_2.h5")["progress"]["done"], 2)

    def test_a_requeued_job_goes_on_where_it_stopped(self):
        self.write("nap.toml", sleep_job([0.1 + i * 1e-6 for i in range(100)]))
        job = self.submit("one-node.sbatch", "nap.toml", size=("--ntasks=2",))
        result = f"nap-{job}.h5"
        self.wait_until(lambda: self.folds_done(result) >= 10, "folds to be done")

        self.cluster.run("scontrol", "requeue", job)
        self.wait_until(lambda: self.cluster.record(job)["JobState"] == "PENDING", "the job to be requeued")
        before = self.folds_done(result)
        # Slurm itself would wait for two minutes. slurmd, which counts in whole seconds, refuses a job that starts anew in
        # the second in which it was killed.
        self.cluster.run("scontrol", "update", f"JobId={job}", "StartTime=now+3")

        self.assertEqual(self.cluster.wait_for(job), 0, self.log(job))
        self.assertEqual(self.folds_done(result), 100)
        computed = sum(int(row["folds"]) for row in self.table(result, "ranks") if row["run"] == "2")
        self.assertLessEqual(computed, 100 - before + 1)  # and the refit of the best

    def test_a_rank_lost_on_another_node_is_replaced(self):
        self.write("nap.toml", sleep_job([0.1 + i * 1e-6 for i in range(100)]) + '[resources]\nrank_timeout = "3s"\n')
        job = self.submit("many-nodes.sbatch", "nap.toml")
        result = f"nap-{job}.h5"
        self.wait_until(lambda: self.folds_done(result) >= 5, "folds to be done")
        ranks = self.table(result, "ranks")
        lost = next(row for row in ranks if row["host"] != ranks[0]["host"])

        self.cluster.run("srun", f"--jobid={job}", "--overlap", "--nodes=1", "--ntasks=1", f"--nodelist={lost['host']}",
                         "kill", "-9", lost["pid"])

        self.assertEqual(self.cluster.wait_for(job), 0, self.log(job))
        self.assertEqual(self.query(result)["status"], "complete")
        self.assertEqual(self.folds_done(result), 100)
        self.assertIn(("rank_lost", lost["rank"]), [(row["kind"], row["rank"]) for row in self.table(result, "events")])
        self.assertIn("takes the place of a lost one", self.log(job))

    def folds_done(self, result):
        done = self.run_program("query", result, "--format", "json", "--top", "1")
        return json.loads(done.stdout)["progress"]["done"] if done.returncode == 0 else 0

    def test_what_went_wrong_is_the_exit_code_of_the_batch_job(self):
        self.write("bad.toml", SERIES_JOB.replace("naive", "naife", 1))
        self.write("none.toml", '[job]\nname = "none"\n[data]\nkind = "none"\n[objective]\nmetric = "loss"\n'
                   '[[learner]]\nname = "sleep"\nseconds = 0.0\nfail = "throw"\n')

        for job, expected, word in (("bad.toml", 2, "naife"), ("none.toml", 3, "failed"), ("nowhere.toml", 2, "nowhere")):
            with self.subTest(job=job):
                code, log, _ = self.run_batch("one-node.sbatch", job, size=("--ntasks=2",))

                self.assertEqual(code, expected, log)
                self.assertIn(word, log)


if __name__ == "__main__":
    slurm_cluster.main()
