"""`rankfold check`: the plan that it prints, what `--set` changes, and the place of a mistake."""

import unittest

from program import SERIES_JOB, ProgramTest, series_csv, sleep_job


class CheckTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("jobs/sales.csv", series_csv(series=3))
        self.write("jobs/small.toml", SERIES_JOB)

    def plan(self, *arguments):
        """The lines of a plan by their first word; lines without one belong to the line before."""
        plan, last = {}, None
        for line in filter(None, self.succeed("check", *arguments).splitlines()):
            last = line.split()[0] if not line.startswith(" ") else last
            plan.setdefault(last, []).append(line[16:])
        return plan

    def refused(self, *arguments):
        done = self.run_program("check", *arguments)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        return done.stderr.strip()

    def test_it_counts_tasks_configurations_trials_and_folds(self):
        plan = self.plan("jobs/small.toml")
        self.assertEqual(plan["tasks"], ["3"])
        self.assertEqual(plan["configurations"], ["4", "naive: 1", "seasonal_naive: 2", "ses: 1"])
        self.assertEqual(plan["trials"], ["12 (4 a task)"])
        self.assertEqual(plan["folds"], ["36"])
        self.assertIn("3 series", plan["data"][0])

    def test_it_says_whether_the_result_file_exists(self):
        self.assertEqual(self.plan("jobs/small.toml")["output"], ["small.h5 (does not exist yet)"])
        self.write("small.h5", "")
        self.assertIn("exists", self.plan("jobs/small.toml")["output"][0])
        self.assertIn("folder does not exist", self.plan("jobs/small.toml", "--set", "job.output=no/x.h5")["output"][0])

    def test_set_takes_lists_and_words_without_quotes(self):
        plan = self.plan("jobs/small.toml", "--set", "learner.seasonal_naive.season_length=[5,6,7]",
                         "--set", "validation.folds=2", "--set", "data.select=[item0, item2]")
        self.assertEqual(plan["configurations"][0], "5")
        self.assertEqual((plan["tasks"], plan["folds"]), (["2"], ["20"]))

    def test_several_jobs_are_checked_in_turn(self):
        self.write("nap.toml", sleep_job("[0.1, 0.2]"))
        plan = self.plan("jobs/small.toml", "nap.toml")
        self.assertEqual(plan["job"], ["small (seed 7)", "nap (seed 0)"])
        self.assertEqual(plan["tasks"], ["3", "1"])

    def test_a_mistake_has_its_place(self):
        self.write("jobs/bad.toml", SERIES_JOB.replace("metric =", "metrc ="))
        self.assertEqual(self.refused("jobs/bad.toml"),
                         "jobs/bad.toml:19:1: unknown key 'metrc' in [objective] (known: metric, report, direction); "
                         "did you mean 'metric'?")
        self.assertTrue(self.refused("jobs/small.toml", "--set", "validation.folds=0")
                        .startswith("--set validation.folds=0: 'folds' in [validation] must be at least 1"))

    def test_what_is_not_supported_yet_is_refused_by_name(self):
        self.assertIn("not supported yet", self.refused("jobs/small.toml", "--set", "search.algorithm=tpe"))
        self.assertIn("not supported yet", self.refused("jobs/small.toml", "--set", "search.trials=10"))

    def test_without_a_job_file_it_says_so(self):
        self.assertIn("a job file is missing", self.refused())


if __name__ == "__main__":
    unittest.main()
