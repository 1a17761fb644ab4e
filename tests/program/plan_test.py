"""`rankfold plan`: what it foresees against what happens, and what it refuses."""

import re
import unittest

from program import SERIES_JOB, ProgramTest, series_csv, sleep_job

NAPS = "[" + ", ".join(f"{0.03 + 0.002 * i:.3f}" for i in range(40)) + "]"


class PlanTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("nap.toml", sleep_job(NAPS))

    def foreseen(self, *arguments):
        """Makespan in seconds and utilisation in percent by number of ranks."""
        table = re.findall(r"^ *(\d+) +\d+ +(?:([\d.]+) s|([\d:]+)) +([\d.]+) %", self.succeed("plan", *arguments), re.M)
        clock = lambda text: sum(int(part) * 60 ** i for i, part in enumerate(reversed(text.split(":"))))
        return {int(ranks): (float(short) if short else clock(long), float(busy)) for ranks, short, long, busy in table}

    def refused(self, *arguments):
        done = self.run_program("plan", *arguments)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        return done.stderr

    def took(self, result):
        """From the first trial that was handed out to the last one's end."""
        trials = self.table(result, "trials")
        return max(float(row["finished"]) for row in trials) - min(float(row["started"]) for row in trials)

    def test_it_foresees_what_other_numbers_of_ranks_take(self):
        self.succeed("run", "nap.toml")  # one rank; the job's own result file is learnt from
        foreseen = self.foreseen("nap.toml", "--ranks", "2,3,4")
        for ranks in (2, 3, 4):
            self.succeed("run", "nap.toml", "--output", f"{ranks}.h5", ranks=ranks)
            self.assertAlmostEqual(foreseen[ranks][0] / self.took(f"{ranks}.h5"), 1, delta=0.15)

    def test_another_job_s_file_tells_what_a_larger_one_takes(self):
        self.succeed("run", "nap.toml")
        self.write("large.toml", sleep_job(f"[{', '.join(f'{0.2 + 0.0001 * i:.4f}' for i in range(2000))}]"))
        makespan, utilisation = self.foreseen("large.toml", "--ranks", "101", "--from", "nap.h5",
                                              "--set", "slurm.ntasks_per_node=101")[101]
        self.assertAlmostEqual(makespan / (2000 * 0.3 / 100), 1, delta=0.15)
        self.assertGreater(utilisation, 90)

    def test_without_knowledge_it_says_what_it_assumes(self):
        text = self.succeed("plan", "nap.toml", "--ranks", "3")
        self.assertIn("nothing is known of 40 folds, which are assumed to take 1 s each", text)
        self.assertAlmostEqual(self.foreseen("nap.toml", "--ranks", "3")[3][0], 20, delta=0.5)
        self.assertAlmostEqual(self.foreseen("nap.toml", "--ranks", "3", "--assume", "0.5")[3][0], 10, delta=0.5)

    def test_the_slurm_section_it_prints_can_be_planned_with(self):
        text = self.succeed("plan", "nap.toml", "--ranks", "3,21,91", "--set", "slurm.ntasks_per_node=10")
        self.assertIn("recommended: 21 ranks", text)  # 40 folds of a second for 20 workers
        section = text[text.index("[slurm]"):]
        self.write("pasted.toml", sleep_job(NAPS) + "\n" + section)
        self.assertIn("nodes = 3\nntasks_per_node = 7\n", section)
        self.succeed("check", "pasted.toml")
        self.succeed("plan", "pasted.toml")

    def test_series_of_several_tasks_are_planned_with_their_refits(self):
        self.write("jobs/sales.csv", series_csv(series=3))
        self.write("jobs/small.toml", SERIES_JOB)
        self.succeed("run", "jobs/small.toml")
        text = self.succeed("plan", "jobs/small.toml", "--ranks", "2,4", "--cores", "2")
        self.assertIn("36 of these folds were run", text)

    def test_what_it_cannot_plan_is_refused(self):
        self.assertIn("a job file is missing", self.refused())
        for ranks in ("1", "0", "x", "4,", "2.5", "-4", "10000000"):
            self.assertIn("--ranks", self.refused("nap.toml", f"--ranks={ranks}"))
        self.assertIn("there is no result file 'no.h5'", self.refused("nap.toml", "--from", "no.h5"))
        self.write("torn.h5", "not a result file")
        self.assertIn("torn.h5", self.refused("nap.toml", "--from", "torn.h5"))
        self.assertIn("--assume", self.refused("nap.toml", "--assume", "0"))
        self.assertIn("--cores", self.refused("nap.toml", "--cores", "none"))
        self.assertIn("no.toml", self.refused("no.toml"))


if __name__ == "__main__":
    unittest.main()
