"""Ranks that work are killed or stopped; the job has to go on by itself as if nothing had happened."""

import signal
import time

from program import send_signal
from scene import MOST_SECONDS, RESULTS


def victims(scene, coordinator):
    """Ranks that have joined the run. One that is to replace another can be lost, too, but while it starts rank 0 is inside
    MPI_Comm_spawn, which would wait for it forever: then the run ends, to be resumed."""
    joined = {row["pid"] for row in scene.table(RESULTS[0], "ranks")}
    return [process for process in scene.rank_processes() if process != coordinator and str(process) in joined]


def strike(scene, moments, seconds, coordinator):
    """Sends signals to one to three workers at random moments of the run. @return how many arrived."""
    begin = time.monotonic()
    struck = []
    for moment in sorted(moments.uniform(0, 0.9 * seconds) for _ in range(moments.randint(1, 3))):
        time.sleep(max(0.0, begin + moment - time.monotonic()))
        left = [process for process in victims(scene, coordinator) if process not in struck]
        if not left or scene.ended():
            continue
        struck.append(moments.choice(left))
        send_signal(struck[-1], moments.choice([signal.SIGKILL, signal.SIGSTOP]))
    return len(struck)


def workers_case(scene, undisturbed, moments, seconds):
    """@return how many workers were struck."""
    scene.begin()
    scene.wait_for_work()
    coordinator = scene.rank_processes()[0]
    struck = strike(scene, moments, seconds, coordinator)
    scene.wait_until(scene.ended, "the job finishes by itself", MOST_SECONDS)
    if scene.run.returncode != 0:
        raise AssertionError(f"exit code {scene.run.returncode} after {struck} workers were struck")
    scene.compare(undisturbed)
    return struck
