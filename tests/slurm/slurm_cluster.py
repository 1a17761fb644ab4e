"""A Slurm cluster for the tests of this folder."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from program import RANKFOLD, ROOT, ProgramTest

CLUSTER = ROOT / "tests/slurm/cluster.sh"
SKIPPED = 77


def missing_programs():
    path = os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/sbin"])
    return [name for name in ("slurmctld", "slurmd", "munged", "sbatch", "ip") if not shutil.which(name, path=path)]


class Cluster:
    """A cluster that ends with this process, however that ends: its guard waits for a pipe of ours to be closed."""

    def __init__(self):
        # Unix sockets lie in this folder, and their paths are short: not below a long TMPDIR.
        self.folder = tempfile.mkdtemp(prefix="rankfold-slurm-", dir="/tmp")
        self.guard = subprocess.Popen(["sh", "-c", 'read _; exec "$0" stop "$1"', CLUSTER, self.folder],
                                      stdin=subprocess.PIPE, start_new_session=True)
        try:
            subprocess.run([CLUSTER, "start", self.folder], check=True, timeout=60)
        except Exception:
            self.stop()
            raise

    def stop(self):
        self.guard.communicate(timeout=60)
        shutil.rmtree(self.folder)

    def run(self, *words, **options):
        return subprocess.run([CLUSTER, "exec", self.folder, *map(str, words)], check=True, text=True, timeout=60,
                              capture_output=True, **options).stdout

    def kill_node(self, node):
        """As a power cut."""
        subprocess.run([CLUSTER, "kill-node", self.folder, node], check=True, timeout=60)

    def start_node(self, node):
        subprocess.run([CLUSTER, "start-node", self.folder, node], check=True, timeout=60)

    def wait_for(self, job):
        """Waits for the end of a job; gives its exit code."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            record = self.record(job)
            if record["JobState"] not in {"PENDING", "CONFIGURING", "RUNNING", "COMPLETING"}:
                return int(record["ExitCode"].split(":")[0])
            time.sleep(0.2)
        raise AssertionError(f"job {job} does not end: {record}")

    def record(self, job):
        """What Slurm knows of a job."""
        words = self.run("scontrol", "--oneliner", "show", "job", job).split()
        return dict(word.split("=", 1) for word in words if "=" in word)


class SlurmTest(ProgramTest):
    """Tests that share a cluster, each with a folder of its own, in which the program's records are kept, too."""

    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.stop)

    def setUp(self):
        super().setUp()
        self.environment = {**os.environ, "XDG_STATE_HOME": str(self.folder / "state"), "RANKFOLD": RANKFOLD}

    def client(self, *words, expected=0):
        """Runs the program where Slurm's commands reach the cluster; gives what it says."""
        try:
            out = self.cluster.run(RANKFOLD, *words, cwd=self.folder, env=self.environment)
            code = 0
        except subprocess.CalledProcessError as failure:
            out, code = failure.stdout + failure.stderr, failure.returncode
        self.assertEqual(code, expected, out)
        return out

    def logs(self):
        """Of all jobs so far."""
        return "\n".join(log.read_text() for log in self.folder.rglob("*.log"))

    def wait_until(self, condition, what, seconds=90):
        deadline = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), deadline, f"waited in vain: {what}\n{self.logs()}")
            time.sleep(0.2)


def main():
    """As unittest.main, but skips everything where Slurm is not installed."""
    if missing := missing_programs():
        print(f"skipped: these programs are not installed: {' '.join(missing)} (scripts/test.sh installs them)")
        sys.exit(SKIPPED)
    unittest.main()
