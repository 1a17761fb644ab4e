"""What the tests of this folder share: running the program, and small jobs to run it on."""

import csv
import io
import json
import math
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
RANKFOLD = os.environ.get("RANKFOLD", str(ROOT / "build/release/rankfold"))
MPIRUN = [os.environ.get("MPIEXEC", "mpirun"), "-q", "--oversubscribe", "--allow-run-as-root"]


def command(*arguments, ranks=0):
    """The command line that runs the program, on so many ranks (0: without mpirun)."""
    launcher = [*MPIRUN, "-n", str(ranks)] if ranks else []
    return [*launcher, RANKFOLD, *map(str, arguments)]


def processes_of(parent):
    """A process and all that came from it."""
    found, left = [], [parent]
    while left:
        process = left.pop()
        found.append(process)
        try:
            for thread in os.listdir(f"/proc/{process}/task"):
                with open(f"/proc/{process}/task/{thread}/children", encoding="ascii") as children:
                    left.extend(map(int, children.read().split()))
        except FileNotFoundError:
            pass
    return found


def send_signal(process, number):
    """Whether there was such a process to send it to."""
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return False
    return True


class Workplace:
    """A folder in which the program is run."""

    TIMES_AND_RANKS = {"started", "finished", "fit_seconds", "evaluate_seconds", "rank", "run"}

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def start(self, *arguments, ranks=0, **options):
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.Popen(command(*arguments, ranks=ranks), cwd=self.folder, text=True, stdin=subprocess.DEVNULL,
                                **options)

    def run_program(self, *arguments, ranks=0, timeout=100, **options):
        return subprocess.run(command(*arguments, ranks=ranks), cwd=self.folder, text=True, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=timeout, **options)

    def succeed(self, *arguments, **options):
        """Runs it, holds that it ends with exit code 0, and gives its standard output."""
        done = self.run_program(*arguments, **options)
        if done.returncode != 0:
            raise AssertionError(f"exit code {done.returncode}: {arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def query(self, result, *arguments):
        return json.loads(self.succeed("query", result, "--format", "json", *arguments))

    @staticmethod
    def rows(text):
        """The rows of an exported table, as dictionaries of texts."""
        return list(csv.DictReader(io.StringIO(text)))

    def table(self, result, name):
        return self.rows(self.succeed("export", result, "--table", name, "--format", "csv"))

    def numbers(self, result, name, but=frozenset()):
        """The rows without what differs from run to run: times, ranks, and columns named."""
        return [{key: value for key, value in row.items() if key not in self.TIMES_AND_RANKS | but}
                for row in self.table(result, name)]


class ProgramTest(Workplace, unittest.TestCase):
    """A test with a folder of its own, in which the program is run."""

    def __init__(self, *arguments):
        unittest.TestCase.__init__(self, *arguments)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="rankfold-test-")
        self.addCleanup(folder.cleanup)
        Workplace.__init__(self, folder.name)


def series_csv(series=3, points=40):
    """Long form: columns item, day, sales; weekly waves with a trend, a different one each."""
    lines = ["item,day,sales"]
    for item in range(series):
        for day in range(points):
            value = 20 + 3 * item + 0.1 * day + 5 * math.sin(2 * math.pi * (day + item) / 7) + (day * 7 % 5)
            lines.append(f"item{item},2024-{1 + day // 28:02d}-{1 + day % 28:02d},{value:.4f}")
    return "\n".join(lines) + "\n"


SERIES_JOB = """\
[job]
name = "small"
seed = 7
output = "small.h5"

[data]
kind = "series"
path = "sales.csv"
id = "item"
time = "day"
target = "sales"

[validation]
scheme = "time-series"
folds = 3
test_size = 2

[objective]
metric = "mse"
report = ["mae"]

[[learner]]
name = "naive"

[[learner]]
name = "seasonal_naive"
season_length = [6, 7]

[[learner]]
name = "ses"

[search]
algorithm = "grid"
"""

SLEEP_JOB = """\
[job]
name = "nap"
output = "nap.h5"

[data]
kind = "none"

[objective]
metric = "loss"
direction = "minimize"

[[learner]]
name = "sleep"
seconds = {seconds}
{more}

[search]
algorithm = "grid"
"""


def sleep_job(seconds, more=""):
    return SLEEP_JOB.format(seconds=seconds, more=more)
