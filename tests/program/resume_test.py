"""What a run was killed in the middle of, another one goes on with: nothing is lost, nothing is computed twice."""

import random
import signal
import time
import unittest

from program import SERIES_JOB, ProgramTest, processes_of, send_signal, series_csv, sleep_job


class ResumeTest(ProgramTest):
    def assert_same_results(self, result, expected):
        for name in ("trials", "folds", "tasks"):
            self.assertEqual(self.numbers(result, name), self.numbers(expected, name), name)

    def kill_after(self, seconds, *arguments, ranks):
        """Starts a run in a session of its own and kills all of it: launcher, rank 0 and workers."""
        run = self.start(*arguments, ranks=ranks, start_new_session=True)
        time.sleep(seconds)
        for process in processes_of(run.pid):
            send_signal(process, signal.SIGKILL)
        run.communicate(timeout=60)

    def acknowledged(self, result):
        shown = self.run_program("query", result, "--format", "json")
        return self.query(result)["progress"]["done"] if shown.returncode == 0 else 0

    def test_killed_at_any_moment_and_resumed_it_is_as_if_nothing_had_happened(self):
        seed = random.randrange(2**32)
        moments = random.Random(seed)
        self.write("nap.toml", sleep_job([0.02 + i * 1e-6 for i in range(100)]))
        self.succeed("run", "nap.toml", "--output", "undisturbed.h5", ranks=3)

        for round_ in range(4):
            ranks = round_ % 2 * 3
            with self.subTest(seed=seed, round=round_, ranks=ranks):
                kills = 0
                while kills < 3:
                    self.kill_after(moments.uniform(0.2, 1.6), "run", "nap.toml", "--resume", ranks=ranks)
                    kills += 1
                seen = self.acknowledged("nap.h5") if (self.folder / "nap.h5").exists() else 0
                done = self.run_program("run", "nap.toml", "--resume", ranks=ranks)
                self.assertEqual(done.returncode, 0, done.stderr)
                known = int(done.stderr.split("nap.h5: ")[1].split(" of ")[0])
                self.assertGreaterEqual(known, seen, "what a query has shown is never lost")
                self.assert_same_results("nap.h5", "undisturbed.h5")
                self.assertFalse((self.folder / "nap.h5.journal").exists())
                (self.folder / "nap.h5").unlink()

    def test_a_finished_job_is_extended_and_only_what_is_new_is_computed(self):
        self.write("sales.csv", series_csv())
        more = SERIES_JOB.replace("[6, 7]", "[5, 6, 7]") + "\n[[learner]]\nname = \"drift\"\n"
        self.write("small.toml", SERIES_JOB)
        self.write("more.toml", more)
        self.succeed("run", "small.toml", "--set", 'data.select=["item0", "item1"]')
        before = {row["key"]: row for row in self.table("small.h5", "folds")}

        done = self.run_program("run", "more.toml", "--resume")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("small.h5: 24 of 54 folds known from before, 30 to run; new: 1 series, 1 learner, 1 configuration",
                      done.stderr)
        self.succeed("run", "more.toml", "--output", "anew.h5")

        self.assert_same_results("small.h5", "anew.h5")
        after = self.table("small.h5", "folds")
        self.assertEqual(len(after), 3 * 6 * 3)
        kept = [row for row in after if row["key"] in before]
        self.assertEqual(len(kept), len(before))
        for row in kept:
            self.assertEqual(row["started"], before[row["key"]]["started"], "it was not computed again")

    def test_another_jobs_folds_are_reused(self):
        self.write("sales.csv", series_csv())
        self.write("small.toml", SERIES_JOB)
        self.write("other.toml", SERIES_JOB.replace('"small"', '"other"').replace("[6, 7]", "[7, 8]"))
        self.succeed("run", "small.toml")
        self.succeed("run", "other.toml", "--output", "alone.h5")
        done = self.run_program("run", "other.toml", "--output", "other.h5", "--reuse", "small.h5")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("results may be reused", done.stderr)
        self.assert_same_results("other.h5", "alone.h5")
        first = {row["key"]: row["started"] for row in self.table("small.h5", "folds")}
        both = [row for row in self.table("other.h5", "folds") if row["key"] in first]
        self.assertEqual(len(both), 3 * 3 * 3)
        self.assertTrue(all(row["started"] == first[row["key"]] for row in both))
        self.assertEqual(self.run_program("run", "other.toml", "--overwrite", "--reuse", "none.h5").returncode, 2)

    def test_what_would_make_results_incomparable_is_refused(self):
        self.write("sales.csv", series_csv())
        self.write("small.toml", SERIES_JOB)
        self.succeed("run", "small.toml")
        before = (self.folder / "small.h5").read_bytes()
        for change, named in (("data.offset=1.0", "[data]"), ("validation.folds=2", "[validation]"),
                              ("objective.metric=mae", "[objective]"), ("job.seed=8", "seed")):
            with self.subTest(change=change):
                sets = ["--set", change] + (["--set", "objective.report=[]"] if "metric" in change else [])
                done = self.run_program("run", "small.toml", "--resume", *sets)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(named, done.stderr)
                self.assertEqual((self.folder / "small.h5").read_bytes(), before)
        self.assertEqual(self.run_program("run", "small.toml", "--resume", "--overwrite").returncode, 2)

    def test_a_damaged_result_file_does_no_harm_while_the_journal_is_there(self):
        self.write("nap.toml", sleep_job([0.05 + i * 1e-6 for i in range(60)]))
        self.kill_after(1.5, "run", "nap.toml", ranks=0)
        (self.folder / "nap.h5").write_bytes(b"no longer HDF5")
        done = self.run_program("run", "nap.toml", "--resume")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.query("nap.h5")["progress"], {"folds": 60, "done": 60, "failed": 0})

    def test_a_journal_whose_last_record_is_damaged_loses_only_that(self):
        self.write("nap.toml", sleep_job([0.05 + i * 1e-6 for i in range(60)]))
        self.succeed("run", "nap.toml", "--output", "undisturbed.h5")
        journal = self.folder / "nap.h5.journal"
        for cut, changed in ((1, 0), (40, 0), (0, 5)):
            with self.subTest(cut=cut, changed=changed):
                self.kill_after(1.5, "run", "nap.toml", ranks=0)
                whole = bytearray(journal.read_bytes())
                if changed:
                    whole[-changed] ^= 1
                journal.write_bytes(whole[:len(whole) - cut])
                (self.folder / "nap.h5").unlink()
                done = self.run_program("run", "nap.toml", "--resume")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("torn", done.stderr)
                self.assert_same_results("nap.h5", "undisturbed.h5")
                (self.folder / "nap.h5").unlink()

    def test_every_run_keeps_its_ranks_and_events(self):
        self.write("nap.toml", sleep_job([0.05 + i * 1e-6 for i in range(60)]))
        self.kill_after(1.5, "run", "nap.toml", ranks=0)
        self.kill_after(1.5, "run", "nap.toml", "--resume", ranks=3)
        self.succeed("run", "nap.toml", "--resume")
        ranks = [(int(row["run"]), int(row["rank"])) for row in self.table("nap.h5", "ranks")]
        self.assertEqual(ranks, [(1, 0), (2, 0), (2, 1), (2, 2), (3, 0)])
        pids = {row["pid"] for row in self.table("nap.h5", "ranks")}
        self.assertEqual(len(pids), 5)
        folds = [(int(row["run"]), int(row["rank"])) for row in self.table("nap.h5", "folds")]
        self.assertTrue(set(folds) <= set(ranks), folds)
        self.assertIn((1, 0), folds)

    def test_what_failed_for_want_of_time_is_tried_again_with_more(self):
        """With the same time it is not, and neither is what the learner itself could not do."""
        self.write("nap.toml", sleep_job([0.0, 0.6], "[resources]\ntimeout = 0.2\nretries = 0\n"
                                         "[[learner]]\nname = \"sleep\"\nseconds = 0.1\nfail = \"throw\"\n"))
        self.run_program("run", "nap.toml")
        causes = [row["cause"] for row in self.table("nap.h5", "folds")]
        self.assertEqual(causes, ["none", "timeout", "learner"])

        again = self.run_program("run", "nap.toml", "--resume")
        self.assertIn("3 of 3 folds known from before, 0 to run\n", again.stderr)
        more = self.run_program("run", "nap.toml", "--resume", "--set", "resources.timeout=5")

        self.assertIn("2 of 3 folds known from before, 1 to run, 1 that had failed among them\n", more.stderr)
        self.assertEqual([row["cause"] for row in self.table("nap.h5", "folds")], ["none", "none", "learner"])

    def rank_0_of(self, run):
        """The process that coordinates: the first rank that mpirun started, or the program itself."""
        for process in processes_of(run.pid)[::-1]:
            try:
                with open(f"/proc/{process}/environ", "rb") as environment:
                    variables = environment.read().split(b"\0")
                with open(f"/proc/{process}/comm", encoding="ascii") as name:
                    if name.read().strip() == "rankfold" and b"OMPI_COMM_WORLD_RANK=0" in variables:
                        return process
            except FileNotFoundError:
                pass
        return run.pid

    def test_a_stop_gives_up_what_goes_on_for_longer_than_the_grace(self):
        self.write("nap.toml", sleep_job([0.3, 0.31, 30.0, 31.0]))
        for ranks in (0, 3):
            with self.subTest(ranks=ranks):
                run = self.start("run", "nap.toml", "--grace", "0.5", "--overwrite", ranks=ranks)
                time.sleep(2.5)
                began = time.monotonic()
                send_signal(self.rank_0_of(run), signal.SIGUSR1)
                _, told = run.communicate(timeout=60)
                self.assertLess(time.monotonic() - began, 10)
                self.assertEqual(run.returncode, 4, told)
                self.assertIn("interrupted", told)
                done = self.query("nap.h5")
                self.assertEqual(done["progress"]["done"], 2)
                self.assertIn(done["status"], ("cancelled", "interrupted"))
                resumed = self.run_program("run", "nap.toml", "--resume", "--set", "learner.sleep.seconds=[0.3,0.31]")
                self.assertEqual(resumed.returncode, 0, resumed.stderr)
                self.assertIn("2 of 2 folds known from before", resumed.stderr)

    def test_with_nothing_there_to_resume_it_starts(self):
        self.write("nap.toml", sleep_job(0.0))
        self.succeed("run", "nap.toml", "--resume")
        self.assertEqual(self.query("nap.h5")["status"], "complete")


if __name__ == "__main__":
    unittest.main()
