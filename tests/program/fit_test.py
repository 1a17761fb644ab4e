"""`rankfold fit`: one configuration, fitted to every series of a file or to a table."""

import json
import unittest

from program import ProgramTest, series_csv

SALES = ["--id", "item", "--time", "day", "--target", "sales"]


class FitTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("sales.csv", series_csv())

    def fit(self, *arguments, returncode=0):
        done = self.run_program("fit", *arguments, "--format", "json")
        self.assertEqual(done.returncode, returncode, done.stderr)
        return json.loads(done.stdout)

    def refused(self, *arguments):
        done = self.run_program("fit", *arguments)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def test_json_has_an_object_a_series_in_file_order(self):
        fits = self.fit("sales.csv", *SALES, "--learner", "seasonal_naive", "season_length=7", "--horizon", "5")
        self.assertEqual([fit["name"] for fit in fits], ["item0", "item1", "item2"])
        for fit in fits:
            self.assertEqual(list(fit), ["name", "n", "learner", "seconds", "model", "forecast", "lower", "upper"])
            self.assertEqual((fit["n"], fit["learner"], fit["model"]["period"]), (40, "seasonal_naive", 7))
            self.assertEqual(len(fit["forecast"]), 5)
            for level in ("80", "95"):
                for low, mean, high in zip(fit["lower"][level], fit["forecast"], fit["upper"][level]):
                    self.assertTrue(low < mean < high)
            self.assertTrue(fit["lower"]["95"][0] < fit["lower"]["80"][0])

    def test_values_are_read_as_in_a_job_file(self):
        fit = self.fit("sales.csv", *SALES, "--select", "item1", "--learner", "arima", "order=[1,0,0]", "mean=true",
                       "method=ml")[0]
        self.assertEqual((fit["name"], fit["model"]["order"]), ("item1", [1, 0, 0]))
        self.assertIn("ar1", fit["model"]["coefficients"])

    def test_a_file_without_id_is_one_series_with_its_name(self):
        self.write("walk.csv", "note,n\na,1\nb,3\nc,2\n")
        fit = self.fit("walk.csv", "--learner", "naive")[0]
        self.assertEqual((fit["name"], fit["n"], fit["forecast"]), ("walk", 3, [2.0] * 12))

    def test_wide_files(self):
        self.write("wide.csv", "id,store,d_1,d_2\na,s,1,2\nb,s,3,4\n")
        fits = self.fit("wide.csv", "--layout", "wide", "--id", "id", "--offset", "10", "--learner", "naive")
        self.assertEqual([(fit["name"], fit["forecast"][0]) for fit in fits], [("a", 12.0), ("b", 14.0)])

    def test_a_series_that_cannot_be_fitted_has_an_error_and_the_others_a_fit(self):
        self.write("short.csv", "id,t,y\na,1,5\nb,1,1\nb,2,2\n")
        fits = self.fit("short.csv", "--id", "id", "--time", "t", "--learner", "seasonal_naive", "season_length=2",
                        returncode=3)
        self.assertEqual(fits[0], {"name": "a", "error": "too short: 1 values, 2 are needed"})
        self.assertEqual(fits[1]["forecast"][:2], [1.0, 2.0])

    def test_tables(self):
        self.write("t.csv", "x,class\n1,a\n2,b\n3,a\n4,a\n")
        fit = self.fit("t.csv", "--target", "class", "--learner", "constant")[0]
        self.assertEqual((fit["name"], fit["n"], fit["model"]), ("t", 4, {"class_prior": [0.75, 0.25]}))

    def test_text_for_people(self):
        one = self.succeed("fit", "sales.csv", *SALES, "--select", "item0", "--learner", "drift", "--horizon", "3")
        self.assertIn("item0: drift with 40 points", one)
        self.assertRegex(one, r"(?m)^ +step +forecast +lower 80 +upper 80 +lower 95 +upper 95$")
        several = self.succeed("fit", "sales.csv", *SALES, "--learner", "drift").splitlines()
        self.assertEqual(len(several), 4)

    def test_mistakes(self):
        for arguments, message in {
            (): "a data file is missing",
            ("sales.csv",): "--learner is missing",
            ("none.csv", "--learner", "naive"): "none.csv: no such file",
            ("sales.csv", "--learner", "niave"): "did you mean 'naive'?",
            ("sales.csv", "--learner", "sleep"): "sleep is not fitted to data",
            ("sales.csv", "--learner", "ets", "modl=ZZZ"): "did you mean 'model'?",
            ("sales.csv", "--learner", "ets", "model"): "model",
            ("sales.csv", "--learner", "naive", "--target", "sale"): "did you mean 'sales'?",
            ("sales.csv", "--learner", "naive", "--horizon", "0"): "--horizon: '0' is no whole number from 1 to 100000",
            ("sales.csv", "--learner", "naive", "--layout", "broad"): "--layout: 'broad' is none of long, wide",
        }.items():
            self.assertIn(message, self.refused(*arguments), arguments)


if __name__ == "__main__":
    unittest.main()
