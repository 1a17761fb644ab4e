"""A result file proves itself: `verify` holds it against itself, `replay` against a new run of a trial."""

import signal
import subprocess
import sys
import time
import unittest

import h5py

from program import SERIES_JOB, ProgramTest, series_csv, sleep_job


def datasets(path):
    """Name, shape and the first byte's place in the file, of each dataset that has any."""
    found = {}

    def visit(name, item):
        if not isinstance(item, h5py.Dataset) or item.size == 0:
            return
        place = item.id.get_offset() if item.chunks is None else item.id.get_chunk_info(0).byte_offset
        found[name] = (place, item.size * item.dtype.itemsize)
    with h5py.File(path) as file:
        file.visititems(visit)
    return found


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

    def test_a_changed_byte_of_any_dataset_is_found(self):
        path = self.folder / "small.h5"
        whole, places = path.read_bytes(), datasets(path)
        self.assertLessEqual({"job/given", "job/blueprint", "progress", "tasks", "trials", "folds", "ranks", "models/index",
                              "models/states", "configurations/seasonal_naive", "checksums"}, set(places))
        for name, (place, size) in places.items():
            for at in (0, size // 2, size - 1):
                with self.subTest(dataset=name, byte=at):
                    damaged = bytearray(whole)
                    damaged[place + at] ^= 1
                    path.write_bytes(damaged)
                    done = self.run_program("verify", "small.h5")
                    self.assertEqual(done.returncode, 2, done.stdout)
                    self.assertIn("checksum" if name == "checksums" else name, done.stderr)
        path.write_bytes(whole)
        self.succeed("verify", "small.h5")

    def test_the_damaged_dataset_is_named_alone_where_no_number_is_contradicted(self):
        for statement, told in (("t = f['folds'][:]; t['mae'][7] *= 2; f['folds'][:] = t", "/folds"),
                                ("t = f['ranks'][:]; t['folds'][0] += 1; f['ranks'][:] = t", "/ranks"),
                                ("f['models/states'][0] += 1", "/models/states")):
            with self.subTest(statement=statement):
                before = (self.folder / "small.h5").read_bytes()
                self.change(statement)
                lines = self.run_program("verify", "small.h5").stderr.splitlines()
                self.assertEqual(len(lines), 1, lines)
                self.assertIn(f"{told} is not what it was when the run ended", lines[0])
                (self.folder / "small.h5").write_bytes(before)

    def test_changed_results_are_not_gone_on_with(self):
        self.change("t = f['folds'][:]; t['mae'][7] *= 2; f['folds'][:] = t")
        for words in (["--resume"], ["--reuse", "small.h5", "--output", "other.h5"]):
            with self.subTest(words=words):
                done = self.run_program("run", "small.toml", *words)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn("'small.h5' is damaged: /folds is not what it was when the run ended", done.stderr)
                self.assertIn("rankfold repair", done.stderr)

    def test_a_killed_run_and_an_earlier_version_have_no_checksums(self):
        self.assertNotIn("no checksums", self.succeed("verify", "small.h5"))
        self.change("del f['checksums']")
        self.assertIn("there are no checksums yet", self.succeed("verify", "small.h5"))
        self.write("nap.toml", sleep_job([0.05 + i * 1e-6 for i in range(60)]))
        run = self.start("run", "nap.toml")
        while not (self.folder / "nap.h5").exists():
            time.sleep(0.05)
        self.assertIn("there are no checksums yet", self.succeed("verify", "nap.h5"))
        run.send_signal(signal.SIGKILL)
        run.communicate(timeout=60)
        self.assertIn("there are no checksums yet", self.succeed("verify", "nap.h5"))
        self.succeed("run", "nap.toml", "--resume")
        self.assertNotIn("no checksums", self.succeed("verify", "nap.h5"))

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
