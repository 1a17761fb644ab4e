"""Rank 0 or mpirun is killed; the run is resumed, and nothing that anyone has seen done may be lost or done again."""

import signal
import time

from program import send_signal
from scene import MOST_SECONDS, RESULTS, exists


class Witness:
    """Reads the result files of a running job, and remembers what they show as done."""

    def __init__(self, scene):
        self.scene = scene
        self.seen = {result: {} for result in RESULTS}

    def look(self, result):
        shown = self.scene.run_program("export", result, "--table", "folds", "--format", "csv")
        if shown.returncode != 0:
            raise AssertionError(f"{result} cannot be read while the job runs: {shown.stderr}")
        self.remember(result, self.scene.rows(shown.stdout))

    def look_until(self, moment):
        turn = 0
        while time.monotonic() < moment and not self.scene.ended():
            result = RESULTS[turn % len(RESULTS)]
            self.look(result) if self.scene.has(result) else time.sleep(0.01)
            turn += 1

    def remember(self, result, rows):
        for row in rows:
            if row["status"] == "complete":
                self.seen[result].setdefault((row["trial_id"], row["fold"]), row)

    def count(self):
        return sum(map(len, self.seen.values()))

    def hold(self):
        """Holds that what was seen is still there, from the same rank and moment: neither lost nor computed again."""
        for result, seen in self.seen.items():
            now = {(row["trial_id"], row["fold"]): row for row in self.scene.table(result, "folds")}
            for place, row in seen.items():
                if now.get(place) != row:
                    raise AssertionError(f"{result}: seen {row}, and after the kill {now.get(place)}")


def kill_one(scene, moments):
    """Rank 0 or mpirun. What is left of the run has to end by itself."""
    launcher, ranks = scene.launcher(), scene.rank_processes()
    if launcher is None:  # it had come to its end
        return
    send_signal(moments.choice([launcher, *ranks[:1]]), signal.SIGKILL)
    scene.wait_until(lambda: scene.ended() and not any(map(exists, ranks)), "ranks without rank 0 end", MOST_SECONDS)


def coordinator_case(scene, undisturbed, moments, seconds):
    """@return how many folds were seen done before the kills."""
    witness = Witness(scene)
    for _ in range(moments.randint(1, 2)):
        scene.begin("--resume")
        scene.wait_for_work()
        witness.look_until(time.monotonic() + moments.uniform(0, seconds))
        kill_one(scene, moments)
    scene.begin("--resume")
    scene.wait_until(scene.ended, "the resumed job finishes", MOST_SECONDS)
    if scene.run.returncode != 0:
        raise AssertionError(f"exit code {scene.run.returncode} of the resumed run")
    scene.compare(undisturbed)
    witness.hold()
    return witness.count()
