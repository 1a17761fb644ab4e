"""Pilots without Slurm: jobs come while they run, and nothing is lost or run twice, whatever happens to a pilot."""

import json
import os
import re
import signal
import subprocess
import time
import unittest

from program import SERIES_JOB, ProgramTest, processes_of, send_signal, series_csv, sleep_job


class PilotTest(ProgramTest):
    def setUp(self):
        super().setUp()
        os.environ["XDG_STATE_HOME"] = str(self.folder / "state")
        self.pilots = self.folder / "pilots"
        self.logs = []

    def serve(self, *words, ranks=0, **options):
        """Starts a pilot and waits until it serves."""
        log = self.folder / f"pilot{len(self.logs)}.log"
        self.logs.append(log)
        with log.open("w") as out:
            pilot = self.start("serve", "--pilot", "pilots", *words, ranks=ranks, stderr=out, stdout=out, **options)
        self.addCleanup(self.end, pilot)
        self.wait_until(lambda: "serves" in log.read_text() or pilot.poll() is not None, "a pilot")
        return pilot

    @staticmethod
    def end(pilot):
        for process in processes_of(pilot.pid):
            send_signal(process, signal.SIGKILL)
        pilot.wait()

    def submit(self, job, *words):
        return re.match(r"submitted job (p-[-0-9a-f]+): ", self.succeed("submit", job, "--pilot", "pilots", *words)).group(1)

    def status(self, job):
        return json.loads(self.succeed("query", job, "--format", "json", "--top", "1"))

    def state(self, job):
        return self.status(job)["batch"]["state"]

    def wait_until(self, condition, what, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), deadline,
                            f"waited in vain: {what}\n" + "\n".join(log.read_text() for log in self.logs))
            time.sleep(0.1)

    def wait_for_end(self, jobs, seconds=60):
        self.wait_until(lambda: all(self.state(job) not in ("pending", "running") for job in jobs), "the jobs' ends", seconds)

    def folds_run(self, result):
        """How many folds ranks have run, in all runs of the job."""
        return sum(int(row["folds"]) for row in self.table(result, "ranks"))

    def make_folder(self):
        self.end(self.serve("--idle-timeout", "0.1s"))

    def test_a_job_from_its_submission_to_its_results(self):
        self.write("sales.csv", series_csv())
        self.write("job.toml", SERIES_JOB)
        for ranks in (0, 3):
            with self.subTest(ranks=ranks):
                pilot = self.serve(ranks=ranks)
                result = f"{ranks}.h5"
                job = self.submit("job.toml", "--output", result)
                self.succeed("watch", job)

                self.assertEqual(self.state(job), "complete")
                self.succeed("run", "job.toml", "--output", "alone.h5", "--overwrite")
                for name in ("trials", "folds"):
                    self.assertEqual(self.numbers(result, name), self.numbers("alone.h5", name), name)
                self.succeed("verify", result)
                self.assertEqual(list((self.pilots / "data").iterdir()), [])
                self.end(pilot)

    def test_jobs_come_while_others_run_and_share_the_ranks_by_priority(self):
        self.serve(ranks=3)
        self.write("long.toml", sleep_job([0.02 + i * 1e-7 for i in range(1500)]))
        self.write("short.toml", sleep_job([0.02 + i * 1e-7 for i in range(120)]))
        long = self.submit("long.toml", "--output", "long.h5")
        self.wait_until(lambda: self.state(long) == "running" and (self.folder / "long.h5").exists(), "the long job")
        slow = self.submit("short.toml", "--output", "slow.h5", "--priority", "5")
        quick = self.submit("short.toml", "--output", "quick.h5", "--priority", "40")

        self.wait_for_end([quick, slow])

        self.assertEqual(self.state(long), "running", "the jobs that came later did not wait for it")
        ends = {job: max(float(row["finished"]) for row in self.table(f"{job}.h5", "trials")) for job in ("quick", "slow")}
        self.assertLess(ends["quick"], ends["slow"])
        self.succeed("cancel", long)
        self.wait_for_end([long])
        self.assertEqual(self.state(long), "cancelled")

    def test_a_killed_pilot_loses_nothing_and_nothing_is_run_twice(self):
        self.write("nap.toml", sleep_job([0.05 + i * 1e-6 for i in range(60)]))
        first = self.serve(ranks=3)
        jobs = {self.submit("nap.toml", "--output", f"{i}.h5"): f"{i}.h5" for i in range(5)}
        self.wait_until(lambda: all((self.folder / result).exists() for result in jobs.values()), "the jobs to begin")
        self.wait_until(lambda: self.status(next(iter(jobs)))["progress"]["done"] >= 5, "folds to be done")
        before = {job: self.status(job)["progress"]["done"] for job in jobs}
        self.end(first)
        self.serve(ranks=3)

        self.wait_for_end(jobs, 90)

        for job, result in jobs.items():
            self.assertEqual(self.state(job), "complete")
            self.succeed("verify", result)
            self.assertEqual(len({row["trial_id"] for row in self.table(result, "folds")}), 60)
            known = re.search(rf"/{result}: (\d+) of 60 folds known from before", self.logs[1].read_text())
            self.assertGreaterEqual(int(known.group(1)), before[job], "nothing that was shown is lost")
            again = sum(row["run"] == "2" for row in self.table(result, "folds"))
            self.assertEqual(again, 60 - int(known.group(1)), "and nothing that was known is run again")
        log = self.logs[1].read_text()
        self.assertIn("has died: 5 of its jobs wait again", log)
        self.assertEqual(len(list((self.pilots / "done").iterdir())), 5)
        self.assertEqual(list((self.pilots / "queue").iterdir()), [])

    def test_a_lost_rank_is_replaced_and_learns_the_jobs_there_are(self):
        self.write("sales.csv", series_csv())
        self.write("job.toml", SERIES_JOB)
        self.write("nap.toml", sleep_job([0.05 + i * 1e-6 for i in range(150)]))
        self.serve(ranks=3, env={**os.environ, "OMPI_MCA_orte_enable_recovery": "1"})
        first = self.submit("job.toml", "--output", "first.h5")
        long = self.submit("nap.toml", "--output", "long.h5")
        self.wait_for_end([first]) # its number is another job's from now on
        self.wait_until(lambda: self.status(long)["progress"]["done"] >= 5, "folds")

        for row in self.table("long.h5", "ranks"):
            if row["rank"] != "0":
                os.kill(int(row["pid"]), signal.SIGKILL)
        second = self.submit("job.toml", "--output", "second.h5")
        self.wait_for_end([long, second])

        self.assertEqual([self.state(job) for job in (long, second)], ["complete", "complete"])
        self.assertEqual(self.numbers("first.h5", "folds"), self.numbers("second.h5", "folds"))
        self.assertIn("rank_replaced", {row["kind"] for row in self.table("long.h5", "events")})

    def test_a_pilot_that_was_suspended_leaves_its_jobs_to_others(self):
        self.write("nap.toml", sleep_job([0.05 + i * 1e-6 for i in range(100)]))
        first = self.serve()
        job = self.submit("nap.toml", "--output", "nap.h5")
        self.wait_until(lambda: (self.folder / "nap.h5").exists() and self.status(job)["progress"]["done"] >= 5, "folds")
        first.send_signal(signal.SIGSTOP)
        self.serve()
        self.wait_until(lambda: "has died: 1 of its jobs" in self.logs[1].read_text(), "the other to take over")

        first.send_signal(signal.SIGCONT)

        self.assertEqual(first.wait(timeout=20), 4)
        self.assertIn("others have taken over", self.logs[0].read_text())
        self.wait_for_end([job])
        self.assertEqual(self.state(job), "complete")
        self.succeed("verify", "nap.h5")

    def test_a_signal_drains_and_the_next_pilot_goes_on(self):
        self.write("nap.toml", sleep_job([0.05 + i * 1e-6 for i in range(200)]))
        first = self.serve()
        job = self.submit("nap.toml", "--output", "nap.h5")
        self.wait_until(lambda: (self.folder / "nap.h5").exists() and self.status(job)["progress"]["done"] >= 5, "folds")

        first.send_signal(signal.SIGTERM)

        self.assertEqual(first.wait(timeout=20), 4)
        self.assertEqual(self.state(job), "pending")
        self.assertIn("no pilot is alive", self.succeed("query", job))
        self.assertEqual(list((self.pilots / "pilots").iterdir()), [])
        self.serve()
        self.wait_for_end([job])
        self.assertEqual(self.state(job), "complete")
        self.assertEqual(self.folds_run("nap.h5"), 200)

    def test_an_idle_pilot_ends(self):
        pilot = self.serve("--idle-timeout", "1s", ranks=2)
        self.assertEqual(pilot.wait(timeout=30), 0)
        self.assertEqual([*(self.pilots / "pilots").iterdir(), *(self.pilots / "claimed").iterdir()], [])

    def test_cancelling(self):
        self.make_folder()
        self.write("nap.toml", sleep_job([0.05 + i * 1e-6 for i in range(600)]))
        waiting = self.submit("nap.toml", "--output", "waiting.h5")
        self.succeed("cancel", waiting)
        done = self.run_program("query", waiting)
        self.assertEqual(done.returncode, 2)
        self.assertIn("cancelled: before it began", done.stderr)

        self.serve()
        running = self.submit("nap.toml", "--output", "running.h5")
        self.wait_until(lambda: (self.folder / "running.h5").exists() and self.status(running)["progress"]["done"] >= 3, "folds")
        self.succeed("cancel", running)
        self.wait_for_end([running])
        self.assertEqual(self.state(running), "cancelled")
        self.assertLess(self.status(running)["progress"]["done"], 600)

    def test_what_cannot_be_run_is_rejected_and_hurts_nobody_else(self):
        self.make_folder()
        self.write("sales.csv", series_csv())
        self.write("job.toml", SERIES_JOB)
        self.write("fails.toml", sleep_job(0.01, 'fail = "throw"'))
        vanished = self.submit("job.toml", "--output", "vanished.h5")
        failing = self.submit("fails.toml", "--output", "failing.h5")
        (self.folder / "sales.csv").unlink()
        (self.pilots / "queue" / "README").write_text("not a job")
        hostile = self.pilots / "queue" / "090.0000000000000001.p-20260101-000000-00000000.0.json"
        hostile.write_text('{"id": ["deep"')
        self.write("good.toml", sleep_job(0.01))
        good = self.submit("good.toml", "--output", "good.h5")
        self.serve()

        self.wait_until(lambda: (self.folder / "good.h5").exists(), "the good job")
        self.wait_for_end([good, failing])

        self.assertEqual(self.state(good), "complete")
        self.assertEqual(self.state(failing), "failed")
        rejected = self.run_program("query", vanished)
        self.assertEqual(rejected.returncode, 2)
        self.assertIn("rejected", rejected.stderr)
        self.wait_until(lambda: (self.pilots / "done" / "p-20260101-000000-00000000.json").exists(), "the damaged one")

    def refusal(self, *words):
        done = self.run_program(*words)
        self.assertEqual(done.returncode, 2, done.stderr)
        return done.stderr

    def test_wrong_command_lines_and_folders(self):
        self.write("good.toml", sleep_job(0.01))
        self.assertIn("--pilot DIR is missing", self.refusal("serve"))
        self.assertIn("no folder of pilots", self.refusal("submit", "good.toml", "--pilot", "nowhere"))
        self.assertIn("must be a duration", self.refusal("serve", "--pilot", "pilots", "--idle-timeout", "soon"))
        self.make_folder()
        self.assertIn("is not from 1 to 100", self.refusal("submit", "good.toml", "--pilot", "pilots", "--priority", "101"))
        self.write("bad.toml", "[job]\n")
        self.refusal("submit", "bad.toml", "--pilot", "pilots")
        self.assertEqual(list((self.pilots / "queue").iterdir()), [])
        self.pilots.chmod(0o777)
        self.assertIn("others may write in it", self.refusal("submit", "good.toml", "--pilot", "pilots"))
        self.assertIn("others may write in it", self.refusal("serve", "--pilot", "pilots"))


if __name__ == "__main__":
    unittest.main()
