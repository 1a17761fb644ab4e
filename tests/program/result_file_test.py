"""The result file can be read by this program, h5dump and h5py: when the job is done, and while it runs."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import time
import unittest

from program import SERIES_JOB, ProgramTest, series_csv, sleep_job

READ_ONLY = {**os.environ, "HDF5_USE_FILE_LOCKING": "FALSE"}


class ResultFileTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("sales.csv", series_csv())
        self.write("job.toml", SERIES_JOB)

    def run_reader(self, *words):
        done = subprocess.run(words, cwd=self.folder, text=True, capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    @unittest.skipUnless(shutil.which("h5dump"), "h5dump (package hdf5-tools) is not installed")
    def test_h5dump_reads_a_finished_file(self):
        self.succeed("run", "job.toml", ranks=3)

        text = self.run_reader("h5dump", "-d", "/trials", "small.h5")

        self.assertIn("DATASPACE  SIMPLE { ( 12 )", text)
        self.assertIn("complete", text)

    def test_h5py_reads_a_finished_file_in_one_line(self):
        self.succeed("run", "job.toml", ranks=3)

        text = self.run_reader(sys.executable, "-c", "import h5py; print(h5py.File('small.h5')['trials'][:].shape)")

        self.assertEqual(text, "(12,)\n")

    def test_the_attributes_say_what_the_file_is(self):
        self.succeed("run", "job.toml")

        attributes = json.loads(self.run_reader(sys.executable, "-c", """if True:
            import h5py, json
            print(json.dumps({k: str(v) for k, v in h5py.File('small.h5').attrs.items()}))"""))

        self.assertLessEqual({"format", "format_version", "rankfold_version", "job_name", "seed", "created",
                              "mpi_library"}, set(attributes))
        self.assertEqual((attributes["job_name"], attributes["seed"]), ("small", "7"))

    def test_query_agrees_with_the_tables(self):
        self.succeed("run", "job.toml", ranks=2)

        shown = self.query("small.h5")
        trials = {int(row["trial_id"]): float(row["objective"]) for row in self.table("small.h5", "trials")}

        self.assertEqual((shown["job"], shown["status"]), ("small", "complete"))
        self.assertEqual(shown["progress"], {"folds": 36, "done": 36, "failed": 0})
        self.assertEqual([task["name"] for task in shown["tasks"]], ["item0", "item1", "item2"])
        for task in shown["tasks"]:
            objectives = [trial["objective"] for trial in task["trials"]]
            self.assertEqual(objectives, sorted(objectives))
            self.assertEqual(objectives, [trials[trial["trial_id"]] for trial in task["trials"]])

    def test_an_objective_is_the_mean_of_its_folds(self):
        self.succeed("run", "job.toml", ranks=2)

        folds = {}
        for row in self.table("small.h5", "folds"):
            folds.setdefault(row["trial_id"], []).append(float(row["mse"]))

        for row in self.table("small.h5", "trials"):
            self.assertAlmostEqual(float(row["objective"]), sum(folds[row["trial_id"]]) / 3, places=9)

    def test_query_cuts_and_selects(self):
        self.succeed("run", "job.toml")

        best = self.query("small.h5", "--top", "1", "--task", "item1")

        self.assertEqual([(task["name"], len(task["trials"])) for task in best["tasks"]], [("item1", 1)])
        rows = list(csv.DictReader(io.StringIO(self.succeed("query", "small.h5", "--format", "csv"))))
        self.assertEqual(len(rows), 12)
        self.assertIn("seasonal_naive", self.succeed("query", "small.h5"))


class WhileTheJobRunsTest(ProgramTest):
    """A job of 2000 naps of 0.1 s on 3 ranks, which runs until the test has seen enough."""

    def setUp(self):
        super().setUp()
        self.write("nap.toml", sleep_job([0.1 + i * 1e-6 for i in range(2000)]))
        self.job = self.start("run", "nap.toml", ranks=3)
        self.addCleanup(self.end_job)
        self.wait_for_folds(5)

    def end_job(self):
        self.job.terminate()
        self.job.communicate(timeout=60)

    def wait_for_folds(self, count):
        deadline = time.monotonic() + 30
        done = None
        while time.monotonic() < deadline and self.job.poll() is None:
            done = self.run_program("query", "nap.h5", "--format", "json")
            if done.returncode == 0 and json.loads(done.stdout)["progress"]["done"] >= count:
                return
            time.sleep(0.05)
        said = self.job.communicate() if self.job.poll() is not None else "the job runs"
        self.fail(f"no {count} folds were to be seen in time: {said}; the last query: {done}")

    def test_query_in_all_formats(self):
        shown = self.query("nap.h5")
        text = self.succeed("query", "nap.h5")
        rows = list(csv.DictReader(io.StringIO(self.succeed("query", "nap.h5", "--format", "csv"))))

        self.assertIsNone(self.job.poll(), "the job has ended")
        self.assertEqual(shown["status"], "running")
        self.assertLess(shown["progress"]["done"], 2000)
        self.assertIn("sleep", text)
        self.assertGreaterEqual(len(rows), 5)

    def test_others_may_read(self):
        read = ("import h5py; f = h5py.File('nap.h5', 'r', libver='latest', swmr=True); "
                "print((f['folds'][:]['status'] == 2).sum())")

        done = subprocess.run([sys.executable, "-c", read], cwd=self.folder, text=True, capture_output=True, env=READ_ONLY)

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreaterEqual(int(done.stdout), 5)
        self.assertIsNone(self.job.poll(), "the job has ended")

    def test_the_file_of_a_killed_job_can_still_be_read(self):
        before = self.query("nap.h5")["progress"]["done"]

        self.job.kill()
        self.job.wait(timeout=60)

        shown = self.query("nap.h5")
        self.assertGreaterEqual(shown["progress"]["done"], before)
        self.assertNotEqual(shown["status"], "complete")


if __name__ == "__main__":
    unittest.main()
