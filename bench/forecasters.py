"""CPU seconds a series for five expanding folds of one step with five configurations, beside R's package forecast.

Usage: forecasters.py RANKFOLD [--series N] [--without-r]

Two jobs: the first N (5) synthetic daily series of jobs/retail.toml (1,913 points, 10 added; auto_arima and ets with seasons 6 and 7,
models ZNA and ZZZ), and monthly airline passengers with a season of 12. rankfold runs them as jobs, on one core, and all
that its process does counts; of R only the fits count. "aicc" is the share of fits whose criterion is not above R's (by over 0.1; auto_arima:
by over 2, where both take the same differences), "mse" our squared errors in relation to R's.
"""
import argparse
import collections
import csv
import io
import json
import os
import pathlib
import resource
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDS = 5
ONE_CORE = ["taskset", "-c", "0"]

JOB = """\
[job]
name = "forecasters"
[data]
kind = "series"
path = "series.csv"
id = "series"
time = "t"
target = "y"
[validation]
scheme = "time-series"
folds = {folds}
test_size = 1
[objective]
metric = "mse"
[[learner]]
name = "auto_arima"
season_length = {arima_season}
[[learner]]
name = "ets"
season_length = {ets_seasons}
model = ["ZNA", "ZZZ"]
"""

Fit = collections.namedtuple("Fit", "learner model season_length series fold")
Case = collections.namedtuple("Case", "name series arima_season ets_seasons")


def retail_series(count):
    with open(ROOT / "jobs/data/retail.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:count]
    return {row["item_id"]: [float(v) + 10 for k, v in row.items() if k.startswith("d_")] for row in rows}


def airline_series():
    with open(ROOT / "jobs/data/airline.csv", newline="", encoding="utf-8") as file:
        return {"airline": [float(row["passengers"]) for row in csv.DictReader(file)]}


def fits_of(case):
    configurations = [("auto_arima", "", case.arima_season)]
    configurations += [("ets", model, season) for season in case.ets_seasons for model in ("ZNA", "ZZZ")]
    return [Fit(*configuration, series, fold)
            for series in case.series for configuration in configurations for fold in range(FOLDS)]


def training_part(case, fit):
    return case.series[fit.series][:len(case.series[fit.series]) - FOLDS + fit.fold]


def actual(case, fit):
    return case.series[fit.series][len(case.series[fit.series]) - FOLDS + fit.fold]


def write_long(path, series):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["series", "t", "y"])
        for name, values in series.items():
            writer.writerows((name, t + 1, repr(y)) for t, y in enumerate(values))


def run_r(case, folder):
    fits = fits_of(case)
    with open(folder / "fits.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["fit", "learner", "model", "season_length", "actual", "train"])
        for number, fit in enumerate(fits):
            writer.writerow([number, fit.learner, fit.model, fit.season_length, repr(actual(case, fit)),
                             ";".join(map(repr, training_part(case, fit)))])
    done = subprocess.run([*ONE_CORE, "Rscript", ROOT / "bench/forecasters_peer.R", folder / "fits.csv"], check=True,
                          capture_output=True, text=True)
    return {fits[int(row["fit"])]: {"seconds": float(row["seconds"]), "aicc": float(row["aicc"]),
                                    "differences": row["differences"], "squared_error": float(row["squared_error"])}
            for row in csv.DictReader(io.StringIO(done.stdout))}


def run_job(rankfold, case, folder):
    """CPU seconds of the whole process, and each fold's row."""
    write_long(folder / "series.csv", case.series)
    (folder / "job.toml").write_text(JOB.format(folds=FOLDS, arima_season=case.arima_season,
                                                ets_seasons=list(case.ets_seasons)), encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*ONE_CORE, rankfold, "run", folder / "job.toml", "--output", folder / "job.h5", "--progress", "none"],
                   check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, folds_of(rankfold, folder / "job.h5")


def table(rankfold, path, name):
    done = subprocess.run([rankfold, "export", path, "--table", name, "--format", "json"], check=True,
                          capture_output=True, text=True)
    return json.loads(done.stdout)


def folds_of(rankfold, path):
    tasks = {row["task_id"]: row["name"] for row in table(rankfold, path, "tasks")}
    configurations = {row["configuration_id"]: row for row in table(rankfold, path, "configurations")}
    trials = {row["trial_id"]: row for row in table(rankfold, path, "trials")}
    rows = {}
    for row in table(rankfold, path, "folds"):
        trial = trials[row["trial_id"]]
        configuration = configurations[trial["configuration_id"]]
        fit = Fit(configuration["learner"], configuration["model"] or "", configuration["season_length"],
                  tasks[trial["task_id"]], row["fold"])
        rows[fit] = {"seconds": row["fit_seconds"], "squared_error": row["mse"]}
    return rows


def models(rankfold, case, folder):
    """What each fit chooses, from `rankfold fit` on the fold's training part: a result file does not hold it."""
    groups = collections.defaultdict(list)
    for fit in fits_of(case):
        groups[fit[:3]].append(fit)
    found = {}
    for (learner, model, season), fits in groups.items():
        write_long(folder / "parts.csv", {str(number): training_part(case, fit) for number, fit in enumerate(fits)})
        given = [f"season_length={season}"] + ([f"model={model}"] if model else [])
        done = subprocess.run([rankfold, "fit", folder / "parts.csv", "--learner", learner, *given, "--id", "series", "--time",
                               "t", "--target", "y", "--horizon", "1", "--format", "json"], check=True, capture_output=True,
                              text=True)
        for result in json.loads(done.stdout):
            found[fits[int(result["name"])]] = result["model"]
    return found


def is_as_good(model, reference):
    if not reference["differences"]:
        return model["aicc"] <= reference["aicc"] + 0.1
    if reference["differences"] != f"{model['order'][1]} {model['seasonal_order'][1]}":
        return None
    return model["aicc"] <= reference["aicc"] + 2


def compare(rankfold, case, with_r):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        process_seconds, ours = run_job(rankfold, case, folder)
        theirs = run_r(case, folder) if with_r else {}
        chosen = models(rankfold, case, folder) if with_r else {}
    as_good = {fit: is_as_good(chosen[fit], theirs[fit]) for fit in theirs}
    print(f"{case.name}: {len(case.series)} series, {FOLDS} folds, CPU seconds a series")
    print(f"{'':28} {'rankfold':>9} {'R':>9} {'times':>7} {'aicc':>9} {'mse':>6}")
    for kind in sorted({fit[:3] for fit in ours}):
        fits = [fit for fit in ours if fit[:3] == kind]
        seconds = sum(ours[fit]["seconds"] for fit in fits)
        label = f"{kind[0]} {kind[1]} season {kind[2]}".replace("  ", " ")
        print_row(label, len(case.series), seconds, fits, ours, theirs, as_good)
    print_row("all that a run does", len(case.series), process_seconds, list(ours), ours, theirs, as_good)
    print(flush=True)


def print_row(label, series, seconds, fits, ours, theirs, as_good):
    line = f"{label:28} {seconds / series:9.4f}"
    if theirs:
        other = sum(theirs[fit]["seconds"] for fit in fits)
        errors = sum(ours[fit]["squared_error"] for fit in fits) / sum(theirs[fit]["squared_error"] for fit in fits)
        compared = [as_good[fit] for fit in fits if as_good[fit] is not None]
        line += f" {other / series:9.3f} {other / seconds:7.1f} {sum(compared):4d}/{len(compared):<4d} {errors:6.3f}"
    print(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rankfold")
    parser.add_argument("--series", type=int, default=5)
    parser.add_argument("--without-r", action="store_true")
    given = parser.parse_args()
    rankfold = os.path.abspath(given.rankfold)
    for case in (Case("daily demand", retail_series(given.series), 1, (6, 7)), Case("airline", airline_series(), 12, (12,))):
        compare(rankfold, case, not given.without_r)


if __name__ == "__main__":
    main()
