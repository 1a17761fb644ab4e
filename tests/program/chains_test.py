"""Folds that start from one another: what a fold gives depends on the chain before it, and on nothing else."""

import unittest

from program import ProgramTest, series_csv

JOB = """\
[job]
name = "chains"

[data]
kind = "series"
path = "sales.csv"
id = "item"
time = "day"
target = "sales"

[validation]
folds = 7
chain = 3

[[learner]]
name = "mean"

[[learner]]
name = "auto_arima"
season_length = [1, 7]
"""
FOLDS = 7
IDENTITY = frozenset({"key", "attempt"})


class ChainsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("sales.csv", series_csv(series=2, points=45))
        self.write("job.toml", JOB)
        self.succeed("run", "job.toml", "--output", "chains.h5")

    def keys(self, result, trial):
        """Of a trial's folds, in their order."""
        rows = [row for row in self.table(result, "folds") if row["trial_id"] == str(trial)]
        return [row["key"] for row in sorted(rows, key=lambda row: int(row["fold"]))]

    def known(self, done):
        """How many folds a resumed run knew."""
        return int(done.stderr.split(".h5: ")[1].split(" of ")[0])

    def test_check_counts_them(self):
        # Two series, each with seven folds of the mean, and twice three chains.
        self.assertIn("folds           42 in 26 chains of up to 3, each the work of one rank\n",
                      self.succeed("check", "job.toml"))
        self.assertIn("folds           42\n", self.succeed("check", "job.toml", "--set", "validation.chain=1"))

    def test_numbers_depend_on_neither_ranks_nor_schedule_nor_isolation(self):
        expected = self.numbers("chains.h5", "folds")
        for ranks, setting in ((2, "dynamic"), (3, "dynamic"), (4, "dynamic"), (3, "static")):
            with self.subTest(ranks=ranks, schedule=setting):
                self.succeed("run", "job.toml", "--overwrite", "--set", f"resources.schedule={setting}", ranks=ranks)
                self.assertEqual(self.numbers("chains.h5", "folds"), expected)
        self.succeed("run", "job.toml", "--output", "isolated.h5", "--set", "resources.isolation=process")
        self.assertEqual(self.numbers("isolated.h5", "folds"), expected)

    def test_a_fold_is_known_by_its_chain(self):
        self.succeed("run", "job.toml", "--output", "single.h5", "--set", "validation.chain=1")
        self.assertEqual(self.keys("chains.h5", 0), self.keys("single.h5", 0), "the mean is the mean")
        same = [a == b for a, b in zip(self.keys("chains.h5", 1), self.keys("single.h5", 1))]
        self.assertEqual(same, [fold % 3 == 0 for fold in range(FOLDS)])

    def test_what_is_missing_of_a_chain_is_run_as_in_the_whole_chain(self):
        self.succeed("run", "job.toml", "--output", "single.h5", "--set", "validation.chain=1")
        # Of another job the folds that are fitted from scratch can be reused, and the others start from them.
        done = self.run_program("run", "job.toml", "--output", "reused.h5", "--reuse", "single.h5", ranks=3)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.numbers("reused.h5", "folds"), self.numbers("chains.h5", "folds"))
        computed_before = [row["run"] for row in self.table("reused.h5", "folds") if int(row["run"]) < 0]
        self.assertEqual(len(computed_before), 2 * (FOLDS + 2 * 3))

    def test_a_resumed_run_with_other_chains_runs_again_what_they_change(self):
        done = self.run_program("run", "job.toml", "--output", "chains.h5", "--resume", "--set", "validation.chain=2")
        self.assertEqual(done.returncode, 0, done.stderr)
        # Folds 0 and 6 begin a chain of either length, and 1 follows 0 in both.
        self.assertEqual(self.known(done), 2 * (FOLDS + 2 * 3))
        self.succeed("run", "job.toml", "--output", "anew.h5", "--set", "validation.chain=2")
        self.assertEqual(self.numbers("chains.h5", "folds"), self.numbers("anew.h5", "folds"))

    def test_a_trial_is_replayed_to_the_last_bit(self):
        for trial in range(6):
            self.assertIn("the same to the last bit", self.succeed("replay", "chains.h5", "--trial", trial))

    def test_the_receipt_tells_where_ranks_outnumber_the_chains(self):
        one = ("--set", "data.select=[item0]", "--set", "validation.chain=7", "--set", "learner.auto_arima.season_length=1")
        self.write("one.toml", JOB.replace('[[learner]]\nname = "mean"\n', ""))
        done = self.run_program("run", "one.toml", "--output", "one.h5", *one, ranks=3)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("  chains   1 chain of folds for 2 workers: chain = 1 in [validation] makes 7 pieces of work\n",
                      done.stderr)


if __name__ == "__main__":
    unittest.main()
