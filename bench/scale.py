"""How busy workers and rank 0 are at 16 to 65,536 ranks, simulated: a table, and with --plot a picture.

Usage: scale.py SCALE_BENCH [--plot FILE.svg]

The code of the dynamic schedule on simulated workers, 20 folds each, see scale_bench.cpp. --plot needs matplotlib
(python3-matplotlib).
"""
import argparse
import subprocess

RANKS = [16, 64, 256, 1024, 4096, 16384, 65536]
SECONDS = [0.05, 0.25, 1, 10]


def measure(program, seconds, ranks):
    """Utilisation, and share of rank 0's time."""
    done = subprocess.run([program, str(seconds), str(ranks)], capture_output=True, text=True, check=True)
    fields = done.stdout.split("\t")
    return float(fields[2]), float(fields[3])


def print_table(figures):
    print(f"{'%: workers | rank 0 busy':>26}" + "".join(f"{f'{seconds:g} s':>16}" for seconds in SECONDS))
    for ranks in RANKS:
        cells = (figures[seconds, ranks] for seconds in SECONDS)
        print(f"{ranks:>26}" + "".join(f"{100 * busy:>8.1f} |{100 * load:>6.1f}" for busy, load in cells))


def plot(path, figures):
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams["svg.fonttype"] = "none"
    matplotlib.rcParams["svg.hashsalt"] = "rankfold"
    from matplotlib import pyplot
    figure, panes = pyplot.subplots(1, 2, figsize=(11, 4.6), sharey=True, layout="constrained")
    for pane, index, title in ((panes[0], 0, "workers busy with folds, %"), (panes[1], 1, "rank 0 busy, %")):
        for seconds in SECONDS:
            pane.plot(RANKS, [100 * figures[seconds, ranks][index] for ranks in RANKS], marker="o", markersize=4,
                      label=f"folds of {seconds:g} s")
        pane.set(xscale="log", ylim=(0, 105), xlabel="ranks", title=title)
        pane.set_xticks(RANKS, [f"{ranks:,}" for ranks in RANKS])
        pane.minorticks_off()
        pane.grid(alpha=0.3)
    panes[0].legend(loc="lower left", frameon=False)
    figure.savefig(path, metadata={"Date": None})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--plot")
    given = parser.parse_args()
    figures = {(seconds, ranks): measure(given.program, seconds, ranks) for seconds in SECONDS for ranks in RANKS}
    print_table(figures)
    if given.plot:
        plot(given.plot, figures)


if __name__ == "__main__":
    main()
