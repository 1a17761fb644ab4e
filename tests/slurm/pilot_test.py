"""Pilots on a real cluster: started by hand and by submit, and one killed in the middle: nothing lost, nothing run twice.

RANKFOLD_PILOT_JOBS=50 is the long form; the short one has 12 jobs.
"""

import json
import os
import pathlib
import re
import signal

import slurm_cluster
from program import ROOT, sleep_job

JOBS = int(os.environ.get("RANKFOLD_PILOT_JOBS", "12"))
FOLDS = 20
NAP = sleep_job([0.05 + i * 1e-6 for i in range(FOLDS)])


class PilotTest(slurm_cluster.SlurmTest):
    def setUp(self):
        super().setUp()
        self.pilots = self.folder / "pilots"

    def start_pilot(self, *options):
        """A pilot of two ranks, started by hand; gives its batch job."""
        return self.cluster.run("sbatch", "--parsable", "--ntasks-per-node=2", ROOT / "slurm/pilot.sbatch", self.pilots,
                                *options, cwd=self.folder, env=self.environment).strip()

    def kill_processes_of(self, batch_job):
        """Kills a pilot's ranks and their launcher, none of which gets to say a word. How many there were."""
        killed = 0
        for process in filter(str.isdigit, os.listdir("/proc")):
            try:
                words = pathlib.Path("/proc", process, "cmdline").read_bytes().split(b"\0")
                environment = pathlib.Path("/proc", process, "environ").read_bytes().split(b"\0")
                if str(self.pilots).encode() in words and b"serve" in words and f"SLURM_JOB_ID={batch_job}".encode() in environment:
                    os.kill(int(process), signal.SIGKILL)
                    killed += 1
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                pass
        return killed

    def submit(self, *words):
        out = self.client("submit", "nap.toml", "--pilot", "pilots", *words)
        return re.match(r"submitted job (p-[-0-9a-f]+): ", out).group(1), out

    def alive(self):
        return len(list((self.pilots / "pilots").glob("*.json"))) if self.pilots.exists() else 0

    def served_by(self):
        """How many jobs each pilot serves."""
        return {folder.name: len(list(folder.glob("*.json"))) for folder in (self.pilots / "claimed").iterdir()}

    def ended(self):
        return len(list((self.pilots / "done").glob("*.json")))

    def assert_done_once(self, results):
        for outcome in (self.pilots / "done").glob("*.json"):
            self.assertEqual(json.loads(outcome.read_text())["state"], "complete")
        for result in results:
            self.succeed("verify", result)
            self.assertEqual(len({row["trial_id"] for row in self.table(result, "folds")}), FOLDS)

    def test_two_pilots_and_one_killed(self):
        self.write("nap.toml", NAP)
        first = self.start_pilot()
        self.start_pilot()
        self.wait_until(lambda: self.alive() == 2, "two pilots")
        results = [f"{i}.h5" for i in range(JOBS)]
        for result in results:
            self.submit("--output", result)
        self.wait_until(lambda: sum(1 for jobs in self.served_by().values() if jobs > 0) == 2 and self.ended() < JOBS,
                        "both to serve jobs")
        done = {outcome.name: outcome.read_text() for outcome in (self.pilots / "done").glob("*.json")}

        self.assertGreaterEqual(self.kill_processes_of(first), 2)

        self.wait_until(lambda: self.ended() == JOBS, "the jobs' ends", 90 + 4 * JOBS)
        self.assert_done_once(results)
        for name, text in done.items():
            self.assertEqual((self.pilots / "done" / name).read_text(), text, "what was over was left alone")
        logs = "\n".join(log.read_text() for log in self.folder.glob("*.log"))
        self.assertIn("has died", logs)
        for result in results:
            known = [int(number) for number in re.findall(rf"/{result}: (\d+) of {FOLDS} folds known from before", logs)]
            again = sum(row["run"] != "1" for row in self.table(result, "folds"))
            self.assertEqual(again, FOLDS - known[0] if known else 0, "what was known is not run again")

    def test_submit_starts_a_pilot_where_none_is(self):
        self.write("nap.toml", NAP + '\n[slurm]\nntasks_per_node = 2\ntime = "5min"\n')
        job, out = self.submit("--autostart", "--output", "a.h5")
        batch_job = re.search(r"started a pilot: batch job (\d+)", out).group(1)
        _, again = self.submit("--autostart", "--output", "b.h5")
        self.assertNotIn("started a pilot", again, "one is on its way")
        self.assertIn(batch_job, self.cluster.run("squeue", "--noheader", "--format=%i"))

        self.wait_until(lambda: self.ended() == 2, "the jobs' ends")

        self.assertIn("complete", self.client("query", job))
        self.assert_done_once(["a.h5", "b.h5"])
        _, third = self.submit("--autostart", "--output", "c.h5")
        self.assertNotIn("started a pilot", third, "it is alive")

    def test_the_end_of_a_pilots_time_drains_it(self):
        self.write("nap.toml", sleep_job([0.1 + i * 1e-6 for i in range(300)]))
        pilot = self.start_pilot()
        self.wait_until(lambda: self.alive() == 1, "a pilot")
        self.submit("--output", "long.h5")
        self.wait_until(lambda: (self.folder / "long.h5").exists() and self.query("long.h5")["progress"]["done"] > 3, "folds")

        self.cluster.run("scancel", "--signal=USR1", "-b", pilot) # as Slurm itself does before the end

        self.assertEqual(self.cluster.wait_for(pilot), 0)
        self.assertEqual(len(list((self.pilots / "queue").glob("*.json"))), 1)
        self.assertEqual(self.alive(), 0)


if __name__ == "__main__":
    slurm_cluster.main()
