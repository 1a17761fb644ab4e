"""Every example job runs as it stands."""

import unittest

from program import ROOT, ProgramTest


class JobsTest(ProgramTest):
    def test_there_are_example_jobs(self):
        names = {path.name for path in (ROOT / "jobs").glob("*.toml")}

        self.assertIn("retail.toml", names)
        self.assertGreaterEqual(len(names), 3)

    def test_every_example_job_runs_as_it_stands(self):
        for job in sorted((ROOT / "jobs").glob("*.toml")):
            with self.subTest(job=job.name):
                self.succeed("check", job)
                result = f"{job.stem}.h5"
                self.succeed("run", job, "--ranks", "3", "--output", result, timeout=500)

                self.assertEqual(self.query(result)["status"], "complete")

    def test_what_check_prints_as_defaults_is_a_job_file(self):
        text = self.succeed("check", "--defaults")

        self.write("defaults.toml", text)
        done = self.run_program("check", "defaults.toml")
        self.assertNotIn("defaults.toml:", done.stderr, "only the data file, which is not there, may be wrong")


if __name__ == "__main__":
    unittest.main()
