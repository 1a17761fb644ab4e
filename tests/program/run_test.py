"""How a run goes and ends: exit codes, interruption, several jobs, options."""

import os
import pathlib
import resource
import signal
import subprocess
import time
import unittest

from program import SERIES_JOB, ProgramTest, series_csv, sleep_job


class ExitCodeTest(ProgramTest):
    def test_0_when_every_task_has_a_result_though_a_fold_failed(self):
        self.write("nap.toml", sleep_job(0.0, 'fail = ["none", "throw"]'))

        done = self.run_program("run", "nap.toml")

        self.assertEqual(done.returncode, 0, done.stderr)
        states = sorted(row["status"] for row in self.table("nap.h5", "trials"))
        self.assertEqual(states, ["complete", "failed"])

    def test_3_when_a_task_has_no_successful_trial(self):
        self.write("nap.toml", sleep_job(0.0, 'fail = "throw"'))
        for ranks in (0, 3):
            with self.subTest(ranks=ranks):
                done = self.run_program("run", "nap.toml", "--overwrite", ranks=ranks)

                self.assertEqual(done.returncode, 3, done.stderr)
                self.assertEqual(self.query("nap.h5")["status"], "failed")

    def test_1_when_the_disk_is_full(self):
        self.write("sales.csv", series_csv())
        self.write("job.toml", SERIES_JOB)

        def small_files_only():  # writing on fails with "File too large", as it would with "No space left on device"
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

        done = self.run_program("run", "job.toml", preexec_fn=small_files_only)

        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("small.h5", done.stderr)

    def test_4_when_interrupted_with_what_was_done_in_the_file(self):
        # mpirun passes SIGUSR1 on; at SIGINT it ends with an exit code of its own, giving the ranks a second to finish.
        for ranks, number, codes in ((0, signal.SIGINT, {4}), (0, signal.SIGTERM, {4}), (3, signal.SIGUSR1, {4}),
                                     (3, signal.SIGINT, set(range(1, 256)))):
            with self.subTest(ranks=ranks, signal=number.name):
                self.write("nap.toml", sleep_job([0.1 + i * 1e-6 for i in range(600)]))
                job = self.start("run", "nap.toml", "--overwrite", ranks=ranks)
                self.wait_for_some_folds(job)
                job.send_signal(number)
                _, errors = job.communicate(timeout=30)

                self.assertIn(job.returncode, codes, errors)
                shown = self.query("nap.h5")
                self.assertEqual(shown["status"], "cancelled")
                self.assertGreater(shown["progress"]["done"], 0)
                self.assertLess(shown["progress"]["done"], 600)
                (self.folder / "nap.h5").unlink()

    def wait_for_some_folds(self, job):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and job.poll() is None:
            if '"complete"' in self.run_program("query", "nap.h5", "--format", "json").stdout:
                return
            time.sleep(0.05)
        self.fail(f"no fold was done in time\n{job.communicate() if job.poll() is not None else ''}")


class RunTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("data/sales.csv", series_csv())
        self.write("job.toml", SERIES_JOB.replace("sales.csv", "data/sales.csv"))

    def test_check_says_what_a_run_would_do_and_makes_no_file(self):
        text = self.succeed("check", "job.toml")

        for number in ("3", "12", "36"):  # tasks, trials, folds
            self.assertIn(number, text)
        self.assertFalse((self.folder / "small.h5").exists())

    def test_paths_in_a_job_file_are_relative_to_it_and_the_output_to_the_working_folder(self):
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        command = ["run", "../job.toml"]

        done = subprocess.run([os.environ["RANKFOLD"], *command], cwd=elsewhere, capture_output=True, text=True)

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((elsewhere / "small.h5").exists())

    def test_it_starts_itself_under_mpirun(self):
        self.succeed("run", "job.toml", "--ranks", "3")

        self.assertEqual(len(self.table("small.h5", "ranks")), 3)

    def test_overwrite_replaces_a_result_file(self):
        self.succeed("run", "job.toml")
        self.succeed("run", "job.toml", "--overwrite", "--set", "validation.folds=2")

        self.assertEqual(self.query("small.h5")["progress"]["folds"], 24)

    def test_several_jobs_share_the_workers_and_have_a_result_file_each(self):
        self.write("nap.toml", sleep_job([0.01, 0.02, 0.03]))

        self.succeed("run", "job.toml", "nap.toml", ranks=3)

        self.assertEqual(self.query("small.h5")["status"], "complete")
        self.assertEqual(self.query("nap.h5")["progress"]["done"], 3)

    def test_an_override_may_hold_commas(self):
        self.succeed("run", "job.toml", "--set", 'data.select=["item0", "item2"]', "--set", "validation.folds=2")

        self.assertEqual([task["name"] for task in self.query("small.h5")["tasks"]], ["item0", "item2"])

    def test_a_job_file_s_name_may_hold_commas_and_spaces(self):
        self.write("a, b.toml", sleep_job(0.0))

        self.succeed("run", "a, b.toml", "--ranks", "2")

        self.assertEqual(self.query("nap.h5")["status"], "complete")

    def test_the_output_can_have_another_name(self):
        self.succeed("run", "job.toml", "--output", "data/named.h5")

        self.assertEqual(self.query("data/named.h5")["job"], "small")

    def test_progress_and_receipt_leave_standard_output_for_what_was_asked(self):
        quiet = self.run_program("run", "job.toml", "--progress", "none")
        plain = self.run_program("run", "job.toml", "--overwrite", "--progress", "plain")

        self.assertNotIn("%", quiet.stderr.split("folds/s")[0].split("workers")[0])
        self.assertIn("100%", plain.stderr)
        self.assertNotIn("\r", plain.stderr)
        self.assertIn("folds/s", quiet.stdout + quiet.stderr)

    def test_missing_values_and_constant_series_are_data(self):
        lines = [line.rsplit(",", 1)[0] + ",5" if line.startswith("item1") else line
                 for line in series_csv().splitlines()]
        lines[10] = lines[10].rsplit(",", 1)[0] + ","
        self.write("data/sales.csv", "\n".join(lines) + "\n")

        self.succeed("run", "job.toml", ranks=2)

        self.assertEqual(self.query("small.h5")["status"], "complete")

    def test_idle_ranks_leave_the_cores_alone(self):
        self.write("nap.toml", sleep_job(60.0))
        job = self.start("run", "nap.toml", ranks=3)
        self.addCleanup(job.communicate, timeout=60)
        self.addCleanup(job.terminate)

        deadline = time.monotonic() + 30
        share = 1.0
        while time.monotonic() < deadline and share > 0.1:  # until it has started up and naps
            share = share_of_a_core_used(job.pid, ranks=3)

        self.assertLess(share, 0.1)


def share_of_a_core_used(mpirun, ranks):
    """By all ranks together, over half a second; 1 while there are not yet so many ranks."""
    before, begin = {pid: cpu_seconds(pid) for pid in ranks_of(mpirun)}, time.monotonic()
    time.sleep(0.5)
    used = sum(cpu_seconds(pid) - seconds for pid, seconds in before.items())
    return used / (time.monotonic() - begin) if len(before) == ranks else 1.0


def ranks_of(mpirun):
    children = pathlib.Path(f"/proc/{mpirun}/task/{mpirun}/children").read_text().split()
    return [int(pid) for pid in children if "rankfold" in pathlib.Path(f"/proc/{pid}/comm").read_text()]


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    unittest.main()
