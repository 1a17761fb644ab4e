"""What one fit costs against the length of the series and of its season: a table, and with --plot a picture.

Usage: fit_cost.py RANKFOLD [--plot FILE.svg] [--repeat N]

Each series has a level that wanders, a season and noise, and is positive; the figure is the least of N (3) fits' seconds as
`rankfold fit` reports them. --plot needs matplotlib (python3-matplotlib).
"""
import argparse
import csv
import json
import math
import os
import pathlib
import random
import subprocess
import tempfile

LENGTHS = [100, 200, 500, 1000, 2000, 5000, 10000]
SEASONS = [1, 2, 4, 7, 12, 24, 48, 96, 168]
LENGTH_OF_SEASONS, SEASON_OF_LENGTHS = 2000, 7
LEARNERS = {  # label: learner, hyperparameters
    "auto_arima": ("auto_arima", {}),
    "arima (1,1,1)(0,1,1)": ("arima", {"order": "[1,1,1]", "seasonal_order": "[0,1,1]"}),
    "ets ZZZ": ("ets", {"model": "ZZZ"}),
    "ets ZNA": ("ets", {"model": "ZNA"}),
    "theta": ("theta", {}),
    "tbats": ("tbats", {}),
    "ces": ("ces", {}),
    "mstl": ("mstl", {}),
}


def made_series(length, season, seed):
    draw = random.Random(seed)
    level, values = 100.0, []
    for t in range(length):
        level += draw.gauss(0, 0.3)
        values.append(max(level + 10 * math.sin(2 * math.pi * t / season) + draw.gauss(0, 2), 1.0))
    return values


def parameters_for(label, season):
    learner, given = LEARNERS[label]
    given = dict(given)
    if season == 1:
        given.pop("seasonal_order", None)
        if given.get("model") == "ZNA":
            given["model"] = "ZNN"
    elif learner in ("tbats", "mstl"):
        given["season_lengths"] = f"[{season}]"
    else:
        given["season_length"] = season
    return learner, given


def seconds_of(rankfold, label, length, season, repeat):
    """None where it cannot be fitted."""
    learner, given = parameters_for(label, season)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "series.csv"
        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["series", "t", "y"])
            for copy in range(repeat):
                writer.writerows((copy, t + 1, y) for t, y in enumerate(made_series(length, season, 7)))
        command = [rankfold, "fit", path, "--learner", learner, *(f"{name}={value}" for name, value in given.items()),
                   "--id", "series", "--time", "t", "--target", "y", "--horizon", "1", "--format", "json"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr)
    fits = json.loads(done.stdout)
    return None if any("error" in fit for fit in fits) else min(fit["seconds"] for fit in fits)


def measure(rankfold, repeat):
    by_length = {label: [seconds_of(rankfold, label, n, SEASON_OF_LENGTHS, repeat) for n in LENGTHS] for label in LEARNERS}
    by_season = {label: [seconds_of(rankfold, label, LENGTH_OF_SEASONS, m, repeat) for m in SEASONS] for label in LEARNERS}
    return by_length, by_season


def print_table(head, columns, rows):
    print(f"{head:22}" + "".join(f"{column:>9}" for column in columns))
    for label, seconds in rows.items():
        print(f"{label:22}" + "".join(f"{'-' if s is None else format(1000 * s, '.3g'):>9}" for s in seconds))
    print()


def plot(path, by_length, by_season):
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams["svg.fonttype"] = "none"
    matplotlib.rcParams["svg.hashsalt"] = "rankfold"
    from matplotlib import pyplot
    figure, panes = pyplot.subplots(1, 2, figsize=(11, 4.6), sharey=True, layout="constrained")
    for pane, ticks, rows, title in (
            (panes[0], LENGTHS, by_length, f"points (season {SEASON_OF_LENGTHS})"),
            (panes[1], SEASONS, by_season, f"points in a season (of {LENGTH_OF_SEASONS} in all)")):
        for label, seconds in rows.items():
            pane.plot(ticks, [math.nan if s is None else 1000 * s for s in seconds], marker="o", markersize=4, label=label)
        pane.set(xscale="log", yscale="log", xlabel=title)
        pane.set_xticks(ticks, [str(tick) for tick in ticks])
        pane.minorticks_off()
        pane.grid(alpha=0.3)
    panes[0].set_ylabel("one fit, milliseconds")
    panes[1].legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False)
    figure.savefig(path, metadata={"Date": None})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rankfold")
    parser.add_argument("--plot")
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    by_length, by_season = measure(os.path.abspath(given.rankfold), given.repeat)
    print_table(f"ms; points, season {SEASON_OF_LENGTHS}", LENGTHS, by_length)
    print_table(f"ms; season, {LENGTH_OF_SEASONS} points", SEASONS, by_season)
    if given.plot:
        plot(given.plot, by_length, by_season)


if __name__ == "__main__":
    main()
