"""`rankfold predict`: forecasts from the models of a result file, which are those of `fit` on all data."""

import json
import subprocess
import sys
import time
import unittest

from program import SERIES_JOB, ProgramTest, series_csv, sleep_job

DATA = ["--id", "item", "--time", "day", "--target", "sales"]


class PredictTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("sales.csv", series_csv())

    def run_job(self, text=SERIES_JOB, **options):
        self.write("small.toml", text)
        return self.run_program("run", "small.toml", **options)

    def predict(self, *arguments, returncode=0):
        done = self.run_program("predict", "small.h5", "--format", "json", *arguments)
        self.assertEqual(done.returncode, returncode, done.stderr)
        return json.loads(done.stdout)

    def refused(self, *arguments):
        done = self.run_program("predict", *arguments)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        return done.stderr

    def change(self, statement):
        subprocess.run([sys.executable, "-c", f"import h5py; f = h5py.File('small.h5', 'r+'); {statement}; f.close()"],
                       cwd=self.folder, check=True)

    def assert_same_as_fit(self, *data):
        """Of each task's best configuration, to the last bit."""
        best = {task["name"]: task["trials"][0] for task in self.query("small.h5")["tasks"]}
        predicted = self.predict("--horizon", "9", "--level", "95,50")
        self.assertEqual([task["name"] for task in predicted], list(best))
        for found in predicted:
            trial = best[found["name"]]
            values = [f"{name}={json.dumps(value)}" for name, value in trial["parameters"].items()]
            fit = json.loads(self.succeed("fit", "sales.csv", *DATA, *data, "--select", found["name"], "--learner",
                                          trial["learner"], *values, "--horizon", "9", "--level", "50,95", "--format",
                                          "json"))[0]
            self.assertEqual(list(found), list(fit))
            del found["seconds"], fit["seconds"]
            self.assertEqual(found, fit)

    def test_the_same_as_a_fit_to_all_data(self):
        self.run_job()
        self.assert_same_as_fit()

    def test_the_same_for_learners_with_larger_models(self):
        learners = ('ets"\nseason_length = 7\nmodel = "AAA', 'arima"\norder = [[2, 0, 1]]\nseasonal_order = [[1, 0, 0]]\n'
                    'season_length = 7\nmethod = "ml', "theta", "croston", "mean")
        head = SERIES_JOB[:SERIES_JOB.index("[[learner]]")]
        for learner in learners:
            with self.subTest(learner=learner):
                done = self.run_job(head + f'[[learner]]\nname = "{learner}"\n', timeout=100)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assert_same_as_fit()
                (self.folder / "small.h5").unlink()

    def test_forecasts_are_in_the_units_that_the_learner_saw(self):
        self.run_job(SERIES_JOB.replace("[validation]", "offset = 1000\n[validation]"))
        self.assert_same_as_fit("--offset", "1000")
        self.assertGreater(self.predict("--horizon", "1")[0]["forecast"][0], 1000)

    def test_neither_the_data_nor_the_job_file_is_needed(self):
        self.run_job()
        before = self.predict("--horizon", "3", "--task", "item1")
        for name in ("sales.csv", "small.toml"):
            (self.folder / name).unlink()
        after = self.predict("--horizon", "3", "--task", "item1")
        self.assertEqual([task["forecast"] for task in after], [task["forecast"] for task in before])

    def test_text_and_csv(self):
        self.run_job()
        self.assertEqual(len(self.succeed("predict", "small.h5", "--horizon", "2").splitlines()), 4)
        one = self.succeed("predict", "small.h5", "--horizon", "2", "--task", "item2", "--level", "90")
        self.assertRegex(one, r"(?m)^ +step +forecast +lower 90 +upper 90$")
        rows = self.rows(self.succeed("predict", "small.h5", "--horizon", "2", "--format", "csv"))
        self.assertEqual([(row["name"], row["step"]) for row in rows],
                         [(f"item{i}", step) for i in range(3) for step in "12"])
        for row, task in zip(rows[::2], self.predict("--horizon", "1")):
            self.assertEqual((float(row["forecast"]), float(row["lower_80"]), float(row["upper_95"])),
                             (task["forecast"][0], task["lower"]["80"][0], task["upper"]["95"][0]))

    def test_a_task_without_a_model_is_told_and_the_others_are_predicted(self):
        self.write("sales.csv", series_csv() + "".join(
            f"tiny,2024-01-{day:02d},5\n" for day in range(1, 12)))
        job = SERIES_JOB[:SERIES_JOB.index("[[learner]]")] + '[[learner]]\nname = "seasonal_naive"\nseason_length = 9\n'
        self.assertEqual(self.run_job(job).returncode, 3)
        predicted = self.predict("--horizon", "1", returncode=3)
        self.assertEqual(predicted[-1], {"name": "tiny", "error": "no model: the task is failed"})
        self.assertTrue(all(task["forecast"] for task in predicted[:-1]))
        csv = self.run_program("predict", "small.h5", "--horizon", "1", "--format", "csv")
        self.assertEqual((csv.returncode, csv.stderr), (3, "tiny: no model: the task is failed\n"))
        self.assertEqual(len(self.rows(csv.stdout)), 3)
        self.assertIn("tiny", self.run_program("predict", "small.h5", "--horizon", "1").stdout)

    def test_a_job_that_runs_gives_what_is_there(self):
        self.write("sales.csv", series_csv(series=300, points=80))
        self.write("small.toml", SERIES_JOB.replace('name = "ses"', 'name = "auto_arima"\nseason_length = 7'))
        run = self.start("run", "small.toml")
        seen = set()
        while run.poll() is None:
            done = self.run_program("predict", "small.h5", "--horizon", "1", "--format", "json")
            if done.returncode == 2 and "No such file" in done.stderr:
                continue
            self.assertIn(done.returncode, (0, 3), done.stderr)
            tasks = json.loads(done.stdout)
            self.assertEqual(len(tasks), 300)
            for task in tasks:
                self.assertTrue(task.get("forecast") or "no model yet" in task["error"], task)
            seen.add(any("forecast" in task for task in tasks) and done.returncode)
            time.sleep(0.1)
        self.assertEqual(run.communicate() and run.returncode, 0)
        self.assertIn(3, seen, "it was never asked in the middle")
        self.assertEqual(len(self.predict("--horizon", "1")), 300)

    def test_mistakes(self):
        self.run_job()
        self.write("text.h5", "no result file\n")
        self.write("nap.toml", sleep_job(0.0))
        self.succeed("run", "nap.toml")
        for arguments, message in {
            (): "a result file is missing",
            ("none.h5", "--horizon", "1"): "none.h5",
            ("text.h5", "--horizon", "1"): "text.h5",
            ("small.h5",): "--horizon is missing",
            ("small.h5", "--data", "sales.csv"): "'small.h5' has models of series",
            ("small.h5", "--horizon", "x"): "--horizon: 'x' is no whole number from 1 to 100000",
            ("small.h5", "--horizon", "3", "--task", "itm1"): "did you mean 'item1'?",
            ("small.h5", "--horizon", "3", "--level", "100"): "--level: '100' is no number between 0 and 100",
            ("small.h5", "--horizon", "3", "--level", "80,"): "--level: '' is no number",
            ("small.h5", "--horizon", "3", "--level", "nan"): "--level: 'nan' is no number",
            ("small.h5", "--horizon", "3", "--format", "xml"): "--format: 'xml' is none of table, json, csv",
            ("nap.h5", "--horizon", "1"): "'nap.h5' has no models",
        }.items():
            self.assertIn(message, self.refused(*arguments), arguments)

    def test_a_cut_file_is_refused_unless_its_models_are_whole(self):
        self.run_job()
        expected = [task["forecast"] for task in self.predict("--horizon", "2")]
        whole = (self.folder / "small.h5").read_bytes()
        refused = 0
        for share in range(20):
            self.write("small.h5", whole[:len(whole) * share // 20])
            done = self.run_program("predict", "small.h5", "--horizon", "2", "--format", "json")
            if done.returncode == 0:
                self.assertEqual([task["forecast"] for task in json.loads(done.stdout)], expected)
            else:
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn("small.h5", done.stderr)
                refused += 1
        self.assertGreater(refused, 1)

    def test_a_damaged_model_is_an_error_that_names_it(self):
        self.run_job()
        for statement in ("f['models/states'][:] = 0",
                          "f['models/states'][:] = ord('[')",
                          "f['models/states'][5:9] = ord('9')",
                          "i = f['models/index'][:]; i['learner'] = b'sleep'; f['models/index'][:] = i",
                          "i = f['models/index'][:]; i['length'] = 2**62; f['models/index'][:] = i",
                          "i = f['models/index'][:]; i['offset'] = -5; f['models/index'][:] = i"):
            with self.subTest(statement=statement):
                self.change(statement)
                self.assertIn("small.h5", self.refused("small.h5", "--horizon", "3"))


TABLE_JOB = """\
[job]
name = "small"
output = "small.h5"

[data]
kind = "table"
path = "train.csv"
target = "{target}"

[validation]
scheme = "k-fold"
folds = 2

[objective]
metric = "{metric}"

[[learner]]
name = "constant"
"""


class PredictTableTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("train.csv", "color,x,class\nred,1,b\nblue,2,a\nred,3,b\nblue,6,c\n")
        self.run_job("class", "accuracy")

    def run_job(self, target, metric):
        self.write("small.toml", TABLE_JOB.format(target=target, metric=metric))
        self.succeed("run", "small.toml", "--overwrite")

    def predict(self, text, *arguments):
        self.write("new.csv", text)
        return self.succeed("predict", "small.h5", "--data", "new.csv", *arguments)

    def refused(self, *arguments):
        done = self.run_program("predict", "small.h5", *arguments)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        return done.stderr

    def test_columns_are_found_by_their_names(self):
        found = json.loads(self.predict("x,more,color\n5,?,blue\n,?,\n7,?,red\n", "--format", "json"))[0]
        self.assertEqual((found["name"], found["n"], found["learner"]), ("small", 3, "constant"))
        self.assertEqual((found["prediction"], found["classes"]), (["b"] * 3, ["a", "b", "c"]))
        self.assertEqual(found["probability"], [[0.25, 0.5, 0.25]] * 3)
        fit = json.loads(self.succeed("fit", "train.csv", "--target", "class", "--learner", "constant", "--format",
                                      "json"))[0]
        self.assertEqual(found["model"], fit["model"])

    def test_numbers(self):
        self.run_job("x", "mse")
        rows = self.rows(self.predict("class,color\na,red\nb,blue\n", "--format", "csv"))
        self.assertEqual(rows, [{"row": "1", "prediction": "3"}, {"row": "2", "prediction": "3"}])

    def test_text(self):
        table = self.predict("x,color\n5,blue\n").splitlines()
        self.assertIn("constant of class for 1 rows", table[0])
        self.assertEqual(table[1].split(), ["row", "prediction", "p_a", "p_b", "p_c"])
        self.assertEqual(table[2].split(), ["1", "b", "0.25", "0.5", "0.25"])

    def test_rows_that_the_model_cannot_take(self):
        for text, message in {
            "x,colr\n5,blue\n": "there is no column 'color'",
            "x,color\n5,blau\n": "new.csv: row 2, column 'color': the model knows no 'blau'; did you mean 'blue'?",
            "x,color\nmany,blue\n": "new.csv: row 2, column 'x': 'many' is not a number",
            "x,color\n": "no row",
            "": "new.csv",
        }.items():
            self.write("new.csv", text)
            self.assertIn(message, self.refused("--data", "new.csv"), text)
        self.assertIn("none.csv", self.refused("--data", "none.csv"))

    def test_options_of_series_are_refused(self):
        self.write("new.csv", "x,color\n1,red\n")
        self.assertIn("has the model of a table", self.refused("--horizon", "3"))
        self.assertIn("has the model of a table", self.refused("--data", "new.csv", "--level", "80"))
        self.assertIn("--data is missing", self.refused())

    def test_a_damaged_model_is_refused(self):
        self.write("new.csv", "x,color\n1,red\n")
        script = ("import h5py, json; f = h5py.File('small.h5', 'r+'); s = f['models/states']; "
                  "t = s[:].tobytes().decode().replace({!r}, {!r}).encode(); s.resize((len(t),)); s[:] = list(t); "
                  "i = f['models/index'][:]; i['length'] = len(t); f['models/index'][:] = i; f.close()")
        for old, new in (("categories", "x"), ('"classes":3', '"classes":2'), ('["a","b","c"]', '["a","b"]'),
                         ('["a","b","c"]', '["c","b","a"]'), ('"features"', '"f"'), ("0.25,", "")):
            with self.subTest(old=old):
                self.run_job("class", "accuracy")
                subprocess.run([sys.executable, "-c", script.format(old, new)], cwd=self.folder, check=True)
                self.assertIn("small.h5", self.refused("--data", "new.csv"))


if __name__ == "__main__":
    unittest.main()
