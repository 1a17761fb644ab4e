"""What ranks need while they do next to nothing, and rank 0 for a million folds: footprint.py RANKFOLD [RANKS...]

Prints lines: what, figure, unit. Started by footprint.sh.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

JOB = """\
[job]
name = "footprint"
[data]
kind = "none"
[objective]
metric    = "loss"
direction = "minimize"
[[learner]]
name    = "sleep"
"""
TICKS = os.sysconf("SC_CLK_TCK")


class Run:
    """A run on so many ranks; ended when the block is left."""

    def __init__(self, program, ranks, learner):
        self.folder = tempfile.TemporaryDirectory(prefix="rankfold-footprint-")
        job = pathlib.Path(self.folder.name) / "footprint.toml"
        job.write_text(JOB + learner)
        self.mpirun = subprocess.Popen(["mpirun", "-q", "--oversubscribe", "--bind-to", "none", "-n", str(ranks), program, "run",
                                        str(job), "--progress", "none"], cwd=self.folder.name,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(self.children()) < ranks:
            time.sleep(0.05)
        self.ranks = sorted(self.children(), key=rank_of)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.mpirun.terminate()
        self.mpirun.wait()
        self.folder.cleanup()

    def children(self):
        found = []
        for thread in pathlib.Path(f"/proc/{self.mpirun.pid}/task").iterdir():
            found += map(int, (thread / "children").read_text().split())
        return [process for process in found if rank_of(process) is not None]


def rank_of(process):
    """Nothing for a process that is not yet the program."""
    for entry in pathlib.Path(f"/proc/{process}/environ").read_bytes().split(b"\0"):
        if entry.startswith(b"OMPI_COMM_WORLD_RANK="):
            return int(entry.partition(b"=")[2])
    return None


def kilobytes(process, file, name):
    lines = pathlib.Path(f"/proc/{process}/{file}").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(name + ":")), 0)


def cpu_seconds(process):
    user, system = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / TICKS


def peak_kilobytes(process):
    """The most that it ever held, seen just before it ends."""
    peak = 0
    try:
        while True:
            peak = max(peak, kilobytes(process, "status", "VmHWM"))
            time.sleep(0.02)
    except (FileNotFoundError, ProcessLookupError):
        return peak


def show(what, figure, unit):
    print(f"{what:<58} {figure:10.2f} {unit}", flush=True)


def idle_ranks(program, ranks):
    with Run(program, ranks, "seconds = 1\nvalue = { min = 1.0, max = 5000.0, step = 1.0 }\n") as run:
        while not (pathlib.Path(run.folder.name) / "footprint.h5").exists():
            time.sleep(0.1)
        time.sleep(5)  # all of them have folds
        begin, cpu = time.monotonic(), [cpu_seconds(rank) for rank in run.ranks]
        time.sleep(10)
        busy = [(cpu_seconds(rank) - before) / (time.monotonic() - begin) for rank, before in zip(run.ranks, cpu)]
        sizes = [kilobytes(rank, "smaps_rollup", "Pss") for rank in run.ranks]
    show(f"{ranks} ranks, folds of 1 s: rank 0's CPU", 100 * busy[0], "% of a core")
    show(f"{ranks} ranks, folds of 1 s: a worker's CPU, mean", 100 * sum(busy[1:]) / (ranks - 1), "% of a core")
    show(f"{ranks} ranks: rank 0's memory (PSS)", sizes[0] / 1024, "MiB")
    show(f"{ranks} ranks: a worker's memory (PSS), mean", sum(sizes[1:]) / (ranks - 1) / 1024, "MiB")


def many_folds(program, folds):
    peaks = {}
    for count in (1, folds):
        with Run(program, 3, f"seconds = 0\nvalue = {{ min = 1.0, max = {count}.0, step = 1.0 }}\n") as run:
            peaks[count] = peak_kilobytes(run.ranks[0])
    show(f"{folds} folds on 3 ranks: rank 0's peak (RSS)", peaks[folds] / 1024, "MiB")
    show(f"{folds} folds on 3 ranks: more than for one fold", (peaks[folds] - peaks[1]) * 1024 / folds, "bytes a fold")


def main():
    program = sys.argv[1]
    for ranks in map(int, sys.argv[2:] or (3, 4, 32, 128)):
        idle_ranks(program, ranks)
    many_folds(program, 1_000_000)


if __name__ == "__main__":
    main()
