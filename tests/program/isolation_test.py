"""Folds in processes of their own: what one of them does harms nobody else, and leaves nothing behind."""

import os
import pathlib
import signal
import time
import unittest

from program import SERIES_JOB, ProgramTest, series_csv, sleep_job

ISOLATED = '\n[resources]\nisolation = "process"\n'
SANITIZED = bool(os.environ.get("RANKFOLD_SANITIZE"))


def descendants(pid):
    """Every process below this one, the nearest first."""
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *descendants(child)]
    return found


def is_alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def is_fold_process(pid):
    try:
        return "rankfold-fold" in pathlib.Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def parent_of(pid):
    try:
        return int(pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def wait_until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def kill_all(job):
    """Ends a run and all that it has started: `--ranks` leaves mpirun in charge of the ranks."""
    for pid in [job.pid, *descendants(job.pid)]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    job.communicate()


class FailureTest(ProgramTest):
    WAYS = {"throw": ("learner", "an exception, as asked for"), "abort": ("crashed", "crashed with signal 6"),
            "segfault": ("crashed", "crashed with signal 11"), "hang": ("timeout", "timeout: over 3s"),
            "exit": ("exit_code", "exit code 1"), "nan": ("learner", "not a finite number"),
            "memory": ("memory", "memory: over 100MiB")}

    def test_every_way_to_fail_is_contained_and_told(self):
        ways = dict(self.WAYS)
        limits = 'timeout = "3s"\nretries = 0\n'
        if SANITIZED:  # it reserves more memory than any limit, and ends a process at SIGSEGV itself
            del ways["memory"], ways["segfault"]
        else:
            limits += 'memory = "100MiB"\n'
        words = ", ".join(f'"{way}"' for way in ["none", *ways])
        self.write("nap.toml", sleep_job(0.0, f"fail = [{words}]") + ISOLATED + limits)
        for ranks in (0, 3):
            with self.subTest(ranks=ranks):
                done = self.run_program("run", "nap.toml", "--overwrite", ranks=ranks)

                self.assertEqual(done.returncode, 0, done.stderr)
                shown = self.query("nap.h5")
                self.assertEqual(shown["status"], "complete")
                self.assertEqual(shown["progress"], {"folds": 1 + len(ways), "done": 1 + len(ways), "failed": len(ways)})
                for trial in shown["tasks"][0]["trials"]:
                    way = trial["parameters"]["fail"]
                    if way != "none":
                        self.assertIn(ways[way][1], trial["reason"])


class RetryTest(ProgramTest):
    def test_what_fails_with_its_process_is_tried_again_and_the_tries_are_told(self):
        self.write("nap.toml", sleep_job(0.0, 'fail = ["none", "abort", "throw"]') + ISOLATED + "retries = 2\n")
        for ranks in (0, 3):
            with self.subTest(ranks=ranks):
                self.succeed("run", "nap.toml", "--overwrite", ranks=ranks)

                attempts = [row["attempt"] for row in self.table("nap.h5", "folds")]
                self.assertEqual(attempts, ["1", "3", "1"])
                retries = [row for row in self.table("nap.h5", "events") if row["kind"] == "retry"]
                self.assertEqual([row["trial_id"] for row in retries], ["1", "1"])
                self.assertIn("attempt 1 of 3: crashed with signal 6", retries[0]["message"])
                self.assertIn("attempt 2 of 3: crashed with signal 6", retries[1]["message"])


class FailurePolicyTest(ProgramTest):
    def test_a_job_stops_at_the_failures_that_it_does_not_accept_and_can_go_on(self):
        self.write("nap.toml", sleep_job([i * 1e-6 for i in range(400)], 'fail = ["throw", "none"]'))
        for ranks in (0, 3):
            with self.subTest(ranks=ranks):
                done = self.run_program("run", "nap.toml", "--overwrite", "--set", "resources.max_failures=3",
                                        ranks=ranks)
                self.assertEqual(done.returncode, 4, done.stderr)
                self.assertIn("max_failures = 3", done.stderr)
                shown = self.query("nap.h5")
                self.assertEqual(shown["status"], "cancelled")
                self.assertGreater(shown["progress"]["failed"], 3)

                again = self.run_program("run", "nap.toml", "--resume", "--set", "resources.on_failure=stop",
                                         ranks=ranks)
                self.assertEqual(again.returncode, 4, again.stderr)
                self.assertIn('on_failure = "stop"', again.stderr)

                self.succeed("run", "nap.toml", "--resume", ranks=ranks)
                self.assertEqual(self.query("nap.h5")["progress"], {"folds": 800, "done": 800, "failed": 400})


class ResourcesTest(ProgramTest):
    def test_what_this_machine_can_never_give_is_refused_before_anything_is_run(self):
        self.write("nap.toml", sleep_job(0.0) + "\n[resources]\nthreads = 1\n")
        for override, key in (("threads=99999", "threads"), ("memory=900TiB", "memory"), ("gpus=1000", "gpus")):
            for command, ranks in (("check", 0), ("run", 0), ("run", 3)):
                with self.subTest(key=key, command=command, ranks=ranks):
                    done = self.run_program(command, "nap.toml", "--set", f"resources.{override}", ranks=ranks)
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertIn(f"--set resources.{override}: '{key}' in [resources]", done.stderr)
                    self.assertIn("no node here has more than", done.stderr)
                    self.assertFalse((self.folder / "nap.h5").exists())

    def test_a_node_runs_no_more_trials_at_once_than_it_has_gpus_for(self):
        self.write("nap.toml", sleep_job([0.01 + i * 1e-6 for i in range(30)]) + "\n[resources]\ngpus = 1\n")
        for schedule in ("dynamic", "static"):
            with self.subTest(schedule=schedule):
                done = self.run_program("run", "nap.toml", "--overwrite", "--set", f"resources.schedule={schedule}",
                                        ranks=4, env={**os.environ, "CUDA_VISIBLE_DEVICES": "0,1"})
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("can run 2 trials at once by [resources]: 1 of its 3 workers get no folds", done.stderr)
                self.assertEqual({row["rank"] for row in self.table("nap.h5", "folds")}, {"1", "2"})

    def test_ranks_auto_leaves_each_worker_its_threads(self):
        cores = len(os.sched_getaffinity(0))
        self.write("nap.toml", sleep_job(0.0) + f"\n[resources]\nthreads = {cores}\n")
        done = self.run_program("run", "nap.toml", "--ranks", "auto")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(self.table("nap.h5", "ranks")), 1)


class CoresTest(ProgramTest):
    def cores_of_folds(self, threads, cores):
        """The cores that each worker's folds may use, once every worker runs one."""
        workers = len(cores) // threads
        self.write("nap.toml", sleep_job([600.0 + i for i in range(workers)]) + ISOLATED + f"threads = {threads}\n")
        job = self.start("run", "nap.toml", "--overwrite", "--ranks", str(workers + 1),
                         preexec_fn=lambda: os.sched_setaffinity(0, cores))
        self.addCleanup(kill_all, job)

        def folds():
            return [pid for pid in descendants(job.pid) if is_fold_process(pid) and is_fold_process(parent_of(pid))]

        self.assertTrue(wait_until(lambda: len(folds()) == workers))
        return sorted(sorted(os.sched_getaffinity(pid)) for pid in folds())

    def test_workers_that_use_all_cores_have_their_own(self):
        cores = sorted(os.sched_getaffinity(0))[:2]
        self.assertEqual(self.cores_of_folds(1, cores), [[core] for core in cores])

    def test_a_fold_of_several_threads_has_as_many_cores(self):
        cores = sorted(os.sched_getaffinity(0))[:2]
        self.assertEqual(self.cores_of_folds(len(cores), cores), [cores])


class SameNumbersTest(ProgramTest):
    def test_isolation_changes_no_number(self):
        self.write("sales.csv", series_csv())
        self.write("job.toml", SERIES_JOB)
        self.succeed("run", "job.toml", "--output", "in_process.h5")
        for ranks in (0, 3):
            output = f"isolated{ranks}.h5"
            self.succeed("run", "job.toml", "--output", output, "--set", "resources.isolation=process", ranks=ranks)
            for table, columns in (("trials", ["trial_id", "objective", "status"]),
                                   ("folds", ["trial_id", "fold", "mse", "mae", "status"])):
                def rows(name):
                    return [[row[column] for column in columns] for row in self.table(name, table)]

                self.assertEqual(rows(output), rows("in_process.h5"))


class NothingLeftTest(ProgramTest):
    def start_long_job(self, ranks):
        self.write("nap.toml", sleep_job([600.0, 601.0], "") + ISOLATED)
        job = self.start("run", "nap.toml", "--overwrite", ranks=ranks)
        self.addCleanup(kill_all, job)
        workers = max(ranks - 1, 1)
        below = lambda: [pid for pid in descendants(job.pid) if is_fold_process(pid)]  # noqa: E731
        self.assertTrue(wait_until(lambda: len(below()) == 2 * workers), "each worker has a server and a fold")
        return job, below()

    def test_nothing_outlives_a_run_that_is_killed(self):
        for ranks in (0, 3):
            with self.subTest(ranks=ranks):
                job, folds = self.start_long_job(ranks)

                job.kill()

                self.assertTrue(wait_until(lambda folds=folds: not any(map(is_alive, folds))))

    def test_nothing_outlives_a_worker_that_is_killed_and_the_run_goes_on(self):
        self.write("nap.toml", sleep_job([1.5 + i * 1e-6 for i in range(6)]) + ISOLATED)
        job = self.start("run", "nap.toml", "--ranks", "3")
        self.addCleanup(kill_all, job)

        def busy_workers():
            return {parent_of(parent_of(pid)) for pid in descendants(job.pid)
                    if is_fold_process(pid) and is_fold_process(parent_of(pid))}

        self.assertTrue(wait_until(lambda: len(busy_workers()) == 2))
        worker = min(busy_workers())
        below = descendants(worker)
        self.assertEqual(len(below), 2)

        os.kill(worker, signal.SIGKILL)

        self.assertTrue(wait_until(lambda: not any(map(is_alive, below))))
        _, errors = job.communicate(timeout=90)
        self.assertEqual(job.returncode, 0, errors)
        self.assertEqual(self.query("nap.h5")["progress"], {"folds": 6, "done": 6, "failed": 0})

    def test_a_fold_outlives_the_signal_that_asks_its_job_to_stop(self):
        self.write("nap.toml", sleep_job([1.0, 1.1], "") + ISOLATED)
        job = self.start("run", "nap.toml", "--overwrite")
        self.addCleanup(job.kill)
        self.assertTrue(wait_until(lambda: sum(map(is_fold_process, descendants(job.pid))) == 2))

        for pid in [*descendants(job.pid), job.pid]:  # as scancel does
            os.kill(pid, signal.SIGTERM)
        _, errors = job.communicate(timeout=60)

        self.assertEqual(job.returncode, 4, errors)
        shown = self.query("nap.h5")
        self.assertEqual(shown["progress"]["done"], 1)
        self.assertEqual(shown["progress"]["failed"], 0)


if __name__ == "__main__":
    unittest.main()
