"""`rankfold learners`: the list, one learner's page, and both as JSON."""

import json
import unittest

from program import ProgramTest


class LearnersTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.learners = json.loads(self.succeed("learners", "--format", "json"))

    def test_the_list_has_a_line_for_each(self):
        lines = self.succeed("learners").splitlines()
        for learner in self.learners:
            matching = [line for line in lines if line.split()[:2] == [learner["name"], ",".join(learner["kinds"])]]
            self.assertEqual(len(matching), 1, learner["name"])
            self.assertTrue(matching[0].endswith(learner["summary"]))

    def test_a_page_tells_type_range_default_and_source(self):
        for learner in self.learners:
            page = " ".join(self.succeed("learners", learner["name"]).split())
            self.assertIn(" ".join(learner["source"].split()), page)
            self.assertEqual("folds start from one another: 'chain' in [validation]" in page, learner["warm_starts"])
            for hyperparameter in learner["hyperparameters"]:
                self.assertIn(f" {hyperparameter['name']} {' '.join(hyperparameter['description'].split())} accepts: "
                              f"{hyperparameter['accepts']} type: {hyperparameter['type']} default: ", page)

    def test_those_whose_folds_form_chains_are_told_apart(self):
        warm = {learner["name"] for learner in self.learners if learner["warm_starts"]}
        self.assertLessEqual({"auto_arima", "ets"}, warm)
        self.assertNotIn("naive", warm)

    def test_one_as_json_is_the_same_as_in_the_list(self):
        for learner in self.learners:
            self.assertEqual(json.loads(self.succeed("learners", learner["name"], "--format", "json")), learner)

    def test_defaults_are_of_their_type_and_within_their_range(self):
        types = {"boolean": bool, "integer": int, "real": (int, float), "text": str, "integer list": list,
                 "real list": list}
        for learner in self.learners:
            for info in learner["hyperparameters"]:
                value = info["default"]
                if info["required"] or value in info["choices"]:
                    continue
                self.assertIsInstance(value, types[info["type"]], (learner["name"], info["name"]))
                for number in value if isinstance(value, list) else [value]:
                    if info["type"] not in ("boolean", "text"):
                        self.assertGreaterEqual(number, info["minimum"] if info["minimum"] is not None else number)
                        self.assertLessEqual(number, info["maximum"] if info["maximum"] is not None else number)

    def test_an_unknown_learner_gets_the_nearest(self):
        done = self.run_program("learners", "auto_arma")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, r"^rankfold learners: unknown learner 'auto_arma' \(known: .*\); "
                                      r"did you mean 'auto_arima'\?\n$")

    def test_arguments_that_mean_nothing_are_refused(self):
        for arguments in (["naive", "ets"], ["--format", "xml"], ["--frmat", "json"]):
            self.assertEqual(self.run_program("learners", *arguments).returncode, 2, arguments)


if __name__ == "__main__":
    unittest.main()
