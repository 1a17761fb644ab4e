"""What both kinds of fault happen to: two jobs that share four ranks for a few seconds, and what they give undisturbed."""

import os
import shutil
import time

from program import SERIES_JOB, Workplace, processes_of, send_signal, series_csv, sleep_job

JOBS = ["nap.toml", "small.toml"]
RESULTS = ["nap.h5", "small.h5"]
QUICK = "\n[resources]\nrank_timeout = \"2s\"\n"
NAPS = 160
NOT_COMPARED = {"attempt"}
MOST_SECONDS = 60  # that a run of about two seconds may take, whatever happens to it


def write_jobs(place):
    """Folds of 1 to 50 ms that wait, and folds that fit forecasters to small series, some of them in chains."""
    place.write("sales.csv", series_csv(series=6, points=50))
    naps = [0.001 + 0.049 * (i * 37 % NAPS) / NAPS for i in range(NAPS)]
    place.write("nap.toml", sleep_job(naps, "") + QUICK)
    learners = "\n[[learner]]\nname = \"ets\"\nseason_length = 7\nmodel = [\"ZNA\", \"ZZZ\"]\n"
    learners += "\n[[learner]]\nname = \"auto_arima\"\nseason_length = [1, 7]\n"
    place.write("small.toml", SERIES_JOB + learners + QUICK)


def exists(process):
    return os.path.exists(f"/proc/{process}")


def fields(path, separator):
    """The texts of a file of /proc; none if its process is gone."""
    try:
        with open(path, "rb") as file:
            return file.read().decode(errors="replace").split(separator)
    except (FileNotFoundError, ProcessLookupError):
        return []


class Scene(Workplace):
    """A folder with the two jobs in it, and the run of them that something happens to."""

    def __init__(self, folder, ranks):
        super().__init__(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ranks = ranks
        self.run = None
        write_jobs(self)

    def begin(self, *arguments):
        with open(self.folder / "run.log", "a", encoding="utf-8") as log:
            self.run = self.start("run", *JOBS, "--ranks", self.ranks, "--progress", "none", *arguments,
                                  stdout=log, stderr=log, start_new_session=True)

    def wait_until(self, condition, what, seconds=MOST_SECONDS):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"{what}: not within {seconds} s")
            time.sleep(0.002)

    def wait_for_work(self):
        """Until rank 0 has locked the result files. Before that there is nothing to lose; and Open MPI, told to go on
        without a rank, waits forever in MPI_Init for one that dies there."""
        self.wait_until(lambda: self.ended() or all(self.locked(result) for result in RESULTS), "work begins")

    def locked(self, result):
        ranks = self.rank_processes()
        return len(ranks) >= self.ranks and str(ranks[0]) in fields(f"{self.folder / result}.lock", None)

    def has(self, result):
        return (self.folder / result).exists()

    def ended(self):
        return self.run.poll() is not None

    def launcher(self):
        """mpirun; nothing before it has started and after it has ended."""
        found = [process for process in processes_of(self.run.pid) if fields(f"/proc/{process}/comm", "\n")[:1] == ["mpirun"]]
        return found[0] if found else None

    def rank_processes(self):
        """Those that mpirun has started, rank 0 first."""
        launcher = self.launcher()
        ranks = {}
        for process in processes_of(launcher)[1:] if launcher else []:
            number = [text.partition("=")[2] for text in fields(f"/proc/{process}/environ", "\0")
                      if text.startswith("OMPI_COMM_WORLD_RANK=")]
            if number and f"PPid:\t{launcher}" in fields(f"/proc/{process}/status", "\n"):
                ranks[process] = int(number[0])
        return sorted(ranks, key=lambda process: (ranks[process], process))

    def end_all(self):
        """Whatever is left of the run."""
        if self.run is None:
            return
        for process in processes_of(self.run.pid):
            send_signal(process, 9)
        self.run.wait(timeout=MOST_SECONDS)

    def compare(self, undisturbed):
        """Holds that the results are those of the run that nothing happened to."""
        for result in RESULTS:
            for name in ("trials", "folds", "tasks"):
                found = self.numbers(result, name, NOT_COMPARED)
                expected = undisturbed.numbers(result, name, NOT_COMPARED)
                if found != expected:
                    differing = [pair for pair in zip(found, expected) if pair[0] != pair[1]]
                    raise AssertionError(f"{result}, {name}: {len(found)} rows for {len(expected)}, "
                                         f"{len(differing)} differ, such as {differing[:1]}")

    def remove(self):
        shutil.rmtree(self.folder)


def undisturbed_run(folder, ranks):
    """@return the scene of a run that nothing happened to, and the seconds that its folds took."""
    scene = Scene(folder, ranks)
    scene.begin()
    scene.wait_for_work()
    begin = time.monotonic()
    scene.run.wait(timeout=MOST_SECONDS)
    if scene.run.returncode != 0:
        raise AssertionError(f"undisturbed, the run ended with exit code {scene.run.returncode}")
    return scene, time.monotonic() - begin
