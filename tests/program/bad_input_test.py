"""What is wrong with a job file, its data or the command line is told once, with exit code 2, and leaves nothing."""

import os
import unittest

from program import SERIES_JOB, ProgramTest, series_csv, sleep_job


class BadInputTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("sales.csv", series_csv())
        self.write("job.toml", SERIES_JOB)

    def job_with(self, old, new):
        self.assertIn(old, SERIES_JOB)
        self.write("job.toml", SERIES_JOB.replace(old, new))

    def assert_refused(self, *words, arguments=("run", "job.toml")):
        """Alone and under mpirun: exit code 2, one line on standard error that has all the words, no files made."""
        before = self.contents()
        for ranks in (0, 3):
            with self.subTest(ranks=ranks):
                done = self.run_program(*arguments, ranks=ranks)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
                for word in words:
                    self.assertIn(word, done.stderr)
                self.assertEqual(self.contents(), before)

    def contents(self):
        return {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}

    def test_a_missing_job_file(self):
        self.assert_refused("nowhere.toml", arguments=("run", "nowhere.toml"))

    def test_a_job_file_that_is_no_toml_is_told_with_its_place(self):
        self.job_with('name = "small"', 'name = "small')
        self.assert_refused("job.toml:2:")

    def test_an_unknown_key_is_told_with_its_place_and_the_nearest_name(self):
        self.job_with("test_size = 2", "testsize = 2")
        self.assert_refused("job.toml:16:1", "testsize", "test_size")

    def test_an_unknown_learner(self):
        self.job_with('"seasonal_naive"', '"seasonal_naif"')
        self.assert_refused("job.toml:", "seasonal_naif", "seasonal_naive")

    def test_a_missing_data_file(self):
        self.job_with('"sales.csv"', '"sails.csv"')
        self.assert_refused("sails.csv")

    def test_a_folder_as_data_file(self):
        self.write("sails/inside.txt", "")
        self.job_with('"sales.csv"', '"sails"')
        self.assert_refused("sails")

    def test_data_that_are_no_csv(self):
        self.write("sales.csv", bytes(range(256)) * 20)
        self.assert_refused("sales.csv")

    def test_a_quote_that_is_never_closed(self):
        self.write("sales.csv", series_csv().replace("item2,", '"item2,', 1))
        self.assert_refused("sales.csv", "82")

    def test_a_row_with_a_cell_too_few(self):
        self.write("sales.csv", series_csv().replace("item1,2024-01-02,", "item1,", 1))
        self.assert_refused("sales.csv", "43")

    def test_an_empty_data_file(self):
        self.write("sales.csv", "")
        self.assert_refused("sales.csv")

    def test_an_unknown_column_is_told_with_the_nearest_name(self):
        self.job_with('target = "sales"', 'target = "sails"')
        self.assert_refused("sails", "sales")

    def test_a_value_that_is_no_number_is_told_with_row_and_column(self):
        lines = series_csv().splitlines()
        lines[4] = lines[4].rsplit(",", 1)[0] + ",many"
        self.write("sales.csv", "\n".join(lines) + "\n")
        self.assert_refused("sales.csv", "many", "row 5", "sales")

    def test_a_series_too_short_for_the_folds(self):
        self.job_with("folds = 3", "folds = 30")
        self.assert_refused("item0")

    def test_an_empty_selection(self):
        self.job_with('id = "item"', 'id = "item"\nselect = []')
        self.assert_refused("select")

    def test_a_selection_of_a_series_that_is_not_there(self):
        self.job_with('id = "item"', 'id = "item"\nselect = ["item7"]')
        self.assert_refused("item7")

    def test_an_existing_result_file_is_not_touched(self):
        self.write("small.h5", "something dear to someone")
        self.assert_refused("small.h5", "--overwrite")

    def test_an_output_folder_that_is_not_there(self):
        self.assert_refused("nowhere", arguments=("run", "job.toml", "--output", "nowhere/small.h5"))

    @unittest.skipIf(os.geteuid() == 0, "root may write into every folder")
    def test_an_output_folder_that_cannot_be_written(self):
        locked = self.folder / "locked"
        locked.mkdir()
        locked.chmod(0o500)
        self.assert_refused("locked", arguments=("run", "job.toml", "--output", "locked/small.h5"))

    def test_an_output_folder_that_takes_no_files(self):
        self.assert_refused("/proc/small.h5", arguments=("run", "job.toml", "--output", "/proc/small.h5"))

    def test_two_jobs_with_one_result_file(self):
        self.write("other.toml", SERIES_JOB)
        self.assert_refused("small.h5", "job.toml", "other.toml", arguments=("run", "job.toml", "other.toml"))

    def test_several_jobs_of_which_the_last_one_s_result_file_exists(self):
        self.write("other.toml", sleep_job(0.01))
        self.write("nap.h5", "something dear to someone")
        self.assert_refused("nap.h5", "--overwrite", arguments=("run", "job.toml", "other.toml"))

    def test_one_bad_job_among_good_ones_keeps_all_from_running(self):
        self.write("other.toml", sleep_job(0.01).replace("sleep", "slepp"))
        self.assert_refused("other.toml:", "slepp", arguments=("run", "job.toml", "other.toml"))

    def test_an_override_of_an_unknown_key(self):
        self.assert_refused("validation.fold", "folds", arguments=("run", "job.toml", "--set", "validation.fold=2"))

    def test_the_command_line(self):
        for arguments, word in (((), "command"), (("rum", "job.toml"), "run"), (("run",), "job file"),
                                (("run", "job.toml", "--outptu", "x.h5"), "outptu"),
                                (("run", "job.toml", "--progress", "loud"), "loud"),
                                (("query", "nowhere.h5"), "nowhere.h5"), (("query", "sales.csv"), "sales.csv"),
                                (("export", "nowhere.h5", "--table", "trials", "--format", "csv"), "nowhere.h5")):
            with self.subTest(arguments=arguments):
                done = self.run_program(*arguments)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
                self.assertIn(word, done.stderr)


if __name__ == "__main__":
    unittest.main()
