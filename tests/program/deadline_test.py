"""run --deadline: what would not end in time is left for the next run, and nothing of it counts as failed."""

import time
import unittest

from program import ProgramTest, sleep_job

SHORT = [0.01 + 0.004 * i for i in range(25)]
LONG = 30.0


class DeadlineTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("nap.toml", sleep_job([*SHORT, LONG]))

    def run_until_preempted(self, *words, seconds, ranks):
        done = self.run_program("run", "nap.toml", *words, "--deadline", f"{time.time() + seconds:.0f}", ranks=ranks)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertRegex(done.stderr, r"1 fold is left for another run: the shortest is expected to take [\d.]+ s")
        self.assertIn("--resume continues it", done.stderr)
        return done

    def test_the_long_fold_waits_for_more_time(self):
        for schedule, ranks in (("dynamic", 0), ("dynamic", 3), ("static", 3)):
            with self.subTest(schedule=schedule, ranks=ranks):
                self.run_until_preempted("--overwrite", "--set", f"resources.schedule={schedule}", seconds=15,
                                         ranks=ranks)

                board = self.query("nap.h5", "--top", "1")
                self.assertEqual((board["status"], board["progress"]["done"], board["progress"]["failed"]),
                                 ("cancelled", len(SHORT), 0))
                self.assertEqual([row["kind"] for row in self.table("nap.h5", "events")], ["preempted"])
                self.assertNotIn("failed", {row["status"] for row in self.table("nap.h5", "folds")})

    def test_it_is_begun_when_there_is_time_for_it(self):
        self.write("nap.toml", sleep_job([*SHORT, 8.0]))
        self.run_until_preempted(seconds=5, ranks=0)

        self.succeed("run", "nap.toml", "--resume", "--deadline", f"{time.time() + 60:.0f}")

        self.assertEqual(self.query("nap.h5", "--top", "1")["status"], "complete")
        self.succeed("verify", "nap.h5")

    def test_a_fold_for_which_there_never_is_time(self):
        self.run_until_preempted(seconds=15, ranks=0)
        again = self.run_until_preempted("--resume", seconds=10, ranks=0)
        self.assertIn("that this run had from its start are not enough for it", again.stderr)

    def test_what_is_no_time(self):
        for time_given in ("soon", "600", "-1", "nan", ""):
            done = self.run_program("run", "nap.toml", f"--deadline={time_given}")
            self.assertEqual(done.returncode, 2, time_given)
            self.assertIn("--deadline: ", done.stderr)


if __name__ == "__main__":
    unittest.main()
