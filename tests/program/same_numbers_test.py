"""The same seed gives the same trials and folds on 1, 2, 3 and 4 ranks."""

import unittest

from program import SERIES_JOB, ProgramTest, series_csv

LEARNERS = """\
[[learner]]
name = "auto_arima"

[[learner]]
name = "ets"
season_length = [6, 7]
model = ["ZNA", "ZZZ"]

[[learner]]
name = "mean"

[[learner]]
name = "holt_winters"
season_length = [7, 24]
"""


class SameNumbersTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("sales.csv", series_csv(series=5, points=50))
        head, tail = SERIES_JOB.split("[[learner]]", 1)
        self.write("job.toml", head + LEARNERS + "[search]" + tail.split("[search]")[1])

    def test_trials_folds_and_tasks_do_not_depend_on_the_number_of_ranks(self):
        for ranks in (0, 1, 2, 3, 4):
            self.succeed("run", "job.toml", "--output", f"{ranks}.h5", ranks=ranks)

        for name, rows in (("trials", 5 * 8), ("folds", 5 * 8 * 3), ("tasks", 5)):
            alone = self.numbers("0.h5", name)
            self.assertEqual(len(alone), rows, name)
            for ranks in (1, 2, 3, 4):
                with self.subTest(table=name, ranks=ranks):
                    self.assertEqual(self.numbers(f"{ranks}.h5", name), alone)

    def test_a_run_can_be_repeated(self):
        for output in ("first.h5", "second.h5"):
            self.succeed("run", "job.toml", "--output", output, "--set", 'data.select=["item3"]', ranks=3)

        self.assertEqual(self.numbers("first.h5", "folds"), self.numbers("second.h5", "folds"))


if __name__ == "__main__":
    unittest.main()
