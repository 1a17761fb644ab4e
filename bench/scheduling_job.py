"""A list of durations and the job that sleeps through it: scheduling_job.py FOLDER FOLDS WORKERS SECONDS

Lognormal with sigma 1.5, so that the longest of 2,000 is about as long as everybody's share of the whole, and scaled so that
the lower bound of the makespan is SECONDS. Prints the lower bound, max(total / workers, longest).
"""
import pathlib
import random
import sys

JOB = """\
[job]
name = "scheduling"

[data]
kind = "none"

[objective]
metric    = "loss"
direction = "minimize"

[[learner]]
name    = "sleep"
seconds = [
{durations}
]
"""


def lower_bound(durations, workers):
    return max(sum(durations) / workers, max(durations))


def main():
    folder, folds, workers, seconds = pathlib.Path(sys.argv[1]), *map(float, sys.argv[2:])
    draw = random.Random(7)
    durations = [draw.lognormvariate(0, 1.5) for _ in range(int(folds))]
    scale = seconds / lower_bound(durations, workers)
    durations = [round(scale * duration, 9) for duration in durations]
    lines = "\n".join(f"{duration:.9f}" for duration in durations)
    (folder / "durations.txt").write_text(lines + "\n")
    (folder / "scheduling.toml").write_text(JOB.format(durations=lines.replace("\n", ",\n")))
    print(f"{lower_bound(durations, workers):.3f}")


if __name__ == "__main__":
    main()
