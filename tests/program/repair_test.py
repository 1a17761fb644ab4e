"""A result file that is damaged or lost is made again from its journal, and from what of it can be read."""

import fcntl
import os
import signal
import time
import unittest

import h5py

from program import SERIES_JOB, ProgramTest, series_csv, sleep_job

NOT_OF_THE_RESULT = {"started", "finished", "fit_seconds", "evaluate_seconds", "rank", "run"}


class RepairTest(ProgramTest):
    def numbers(self, result):
        return [{key: value for key, value in row.items() if key not in NOT_OF_THE_RESULT}
                for name in ("trials", "folds", "tasks") for row in self.table(result, name)]

    def killed_run(self):
        """A sleeping job that was killed in the middle. @return folds that a query had shown"""
        self.write("nap.toml", sleep_job([0.05 + i * 1e-6 for i in range(60)]))
        run = self.start("run", "nap.toml")
        time.sleep(1.2)
        run.send_signal(signal.SIGKILL)
        run.communicate(timeout=60)
        return self.query("nap.h5")["progress"]["done"]

    def refuse(self, result, text):
        done = self.run_program("repair", result)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(text, done.stderr)

    def test_from_the_journal_of_a_killed_run(self):
        self.write("undisturbed.toml", sleep_job([0.05 + i * 1e-6 for i in range(60)]))
        for damage in ("gone", "cut", "other bytes"):
            with self.subTest(damage=damage):
                shown = self.killed_run()
                whole = (self.folder / "nap.h5").read_bytes()
                if damage == "gone":
                    (self.folder / "nap.h5").unlink()
                else:
                    (self.folder / "nap.h5").write_bytes(whole[:8192] if damage == "cut" else b"no HDF5")
                (self.folder / "nap.toml").rename(self.folder / "away.toml")

                told = self.succeed("repair", "nap.h5")

                (self.folder / "away.toml").rename(self.folder / "nap.toml")
                self.succeed("verify", "nap.h5")
                progress = self.query("nap.h5")["progress"]
                self.assertGreaterEqual(progress["done"], shown)
                self.assertIn(f"{progress['done']} of 60 folds are done", told)
                self.assertFalse((self.folder / "nap.h5.journal").exists())
                self.assertEqual((self.folder / "nap.h5.damaged").exists(), damage != "gone")
                self.assertEqual(len(self.table("nap.h5", "trials")), progress["done"], "only trials that have begun")
                resumed = self.run_program("run", "nap.toml", "--resume")
                self.assertEqual(resumed.returncode, 0, resumed.stderr)
                self.succeed("run", "undisturbed.toml", "--output", "undisturbed.h5", "--overwrite")
                self.assertEqual(self.numbers("nap.h5"), self.numbers("undisturbed.h5"))
                for name in os.listdir(self.folder):
                    if name.startswith("nap.h5"):
                        (self.folder / name).unlink()

    def test_a_journal_that_cannot_be_read_is_set_aside(self):
        shown = self.killed_run()
        journal = self.folder / "nap.h5.journal"
        damaged = bytearray(journal.read_bytes())
        damaged[100] ^= 1  # what the job was, which comes first
        journal.write_bytes(damaged)
        refused = self.run_program("run", "nap.toml", "--resume")
        self.assertEqual(refused.returncode, 2, refused.stderr)
        self.assertIn("rankfold repair", refused.stderr)

        told = self.succeed("repair", "nap.h5")

        self.assertIn("nap.h5.journal.damaged", told)
        self.assertEqual((self.folder / "nap.h5.journal.damaged").read_bytes(), damaged)
        self.assertFalse(journal.exists())
        self.succeed("verify", "nap.h5")
        self.assertGreaterEqual(self.query("nap.h5")["progress"]["done"], shown)
        self.succeed("run", "nap.toml", "--resume")
        self.assertEqual(self.query("nap.h5")["progress"]["done"], 60)

    def test_a_finished_file_that_contradicts_itself_is_made_again_without_its_data(self):
        self.write("sales.csv", series_csv())
        self.write("small.toml", SERIES_JOB)
        self.succeed("run", "small.toml")
        before, models = self.numbers("small.h5"), h5py.File(self.folder / "small.h5")["models/index"][:]
        with h5py.File(self.folder / "small.h5", "r+") as file:
            trials = file["trials"][:]
            trials["objective"][1] = 0.25
            file["trials"][:] = trials
        self.assertEqual(self.run_program("verify", "small.h5").returncode, 2)
        (self.folder / "sales.csv").unlink()
        (self.folder / "small.toml").unlink()

        self.succeed("repair", "small.h5")

        self.assertNotIn("no checksums", self.succeed("verify", "small.h5"))
        self.assertEqual(self.numbers("small.h5"), before)
        self.assertEqual(self.query("small.h5")["status"], "complete")
        after = h5py.File(self.folder / "small.h5")["models/index"][:]
        self.assertEqual(after["length"].tolist(), models["length"].tolist())
        self.assertEqual(after["key"].tolist(), models["key"].tolist())

    def test_nothing_to_repair(self):
        self.write("nap.toml", sleep_job(0.0))
        self.succeed("run", "nap.toml")
        before = (self.folder / "nap.h5").read_bytes()
        self.assertIn("nothing to repair", self.succeed("repair", "nap.h5"))
        self.assertEqual((self.folder / "nap.h5").read_bytes(), before)
        self.assertEqual(sorted(os.listdir(self.folder)), ["nap.h5", "nap.toml"])

    def test_what_cannot_be_repaired_is_left_alone(self):
        self.refuse("none.h5", "none.h5.journal")
        self.write("text.h5", "no HDF5 at all")
        self.refuse("text.h5", "there is no journal")
        with h5py.File(self.folder / "other.h5", "w") as file:
            file["a"] = [1, 2, 3]
        self.refuse("other.h5", "no result file of rankfold")
        self.assertEqual(sorted(os.listdir(self.folder)), ["other.h5", "text.h5"])

    def test_a_file_that_a_run_writes_is_refused(self):
        self.write("nap.toml", sleep_job(0.0))
        self.succeed("run", "nap.toml")
        with open(self.folder / "nap.h5.lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.refuse("nap.h5", "is being written")


if __name__ == "__main__":
    unittest.main()
