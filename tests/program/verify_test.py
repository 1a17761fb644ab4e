"""A result file proves itself: `verify` holds it against itself, `replay` against a new run of a trial."""

import subprocess
import sys
import unittest

from program import SERIES_JOB, ProgramTest, series_csv, sleep_job


class VerifyTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("sales.csv", series_csv())
        self.write("small.toml", SERIES_JOB)
        self.succeed("run", "small.toml", ranks=3)

    def change(self, statement):
        subprocess.run([sys.executable, "-c", f"import h5py; f = h5py.File('small.h5', 'r+'); {statement}; f.close()"],
                       cwd=self.folder, check=True)

    def test_what_a_run_wrote_is_in_order(self):
        self.assertIn("in order (3 tasks, 12 trials, 36 folds done)", self.succeed("verify", "small.h5"))

    def test_failed_trials_and_an_interrupted_run_are_in_order_too(self):
        self.write("nap.toml", sleep_job(0.0, 'value = [3.0, 1.0, 1.0]\nfail = ["none", "throw"]'))
        self.succeed("run", "nap.toml")
        self.succeed("verify", "nap.h5")

    def test_every_changed_number_is_found(self):
        for statement, told in (
                ("t = f['trials'][:]; t['objective'][5] += 1e-9; f['trials'][:] = t", "trial 5: objective"),
                ("t = f['folds'][:]; t['mse'][7] *= 2; f['folds'][:] = t", "trial 2: objective"),
                ("t = f['tasks'][:]; t['best_trial'][1] = 4; f['tasks'][:] = t", "best trial"),
                ("t = f['tasks'][:]; t['complete'][2] = 3; f['tasks'][:] = t", "counts 3 complete"),
                ("t = f['progress'][:]; t['folds_done'][0] = 35; f['progress'][:] = t", "progress counts 35")):
            with self.subTest(statement=statement):
                before = (self.folder / "small.h5").read_bytes()
                self.change(statement)
                done = self.run_program("verify", "small.h5")
                self.assertEqual(done.returncode, 2, done.stdout)
                self.assertIn(told, done.stderr)
                (self.folder / "small.h5").write_bytes(before)

    def test_a_trial_runs_again_to_the_last_bit_from_any_folder(self):
        for trial in (0, 3, 11):
            self.assertIn("the same to the last bit", self.succeed("replay", "small.h5", "--trial", trial))
        (self.folder / "elsewhere").mkdir()
        (self.folder / "small.h5").rename(self.folder / "elsewhere/small.h5")
        self.assertIn("the same", self.succeed("replay", "elsewhere/small.h5", "--trial", 2))

    def test_a_number_that_is_not_what_it_computes_is_found(self):
        self.change("t = f['folds'][:]; t['mse'][7] *= 1 + 1e-15; f['folds'][:] = t")
        done = self.run_program("replay", "small.h5", "--trial", 2)
        self.assertEqual(done.returncode, 3, done.stdout)
        self.assertIn("now ", done.stdout)

    def test_other_data_are_refused(self):
        self.write("sales.csv", series_csv().replace("25.", "26."))
        done = self.run_program("replay", "small.h5", "--trial", 0)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("not what they were", done.stderr)

    def test_wrong_arguments(self):
        self.assertIn("no trial 99", self.run_program("replay", "small.h5", "--trial", 99).stderr)
        for words in (["replay", "small.h5"], ["verify"], ["verify", "none.h5"]):
            self.assertEqual(self.run_program(*words).returncode, 2, words)


if __name__ == "__main__":
    unittest.main()
