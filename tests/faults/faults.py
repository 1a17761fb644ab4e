#!/usr/bin/env python3
"""Does a job outlive what happens to it? Strikes runs at random moments and compares what they give with a run that was
left alone.

tests/faults/faults.py [--build build/release] [--kind workers|coordinator|both] [--count 200] [--seed S] [--ranks 4]

A case that fails says why, how to run it again, and keeps its folder. Exit code 1 if one did.
"""

import argparse
import os
import pathlib
import random
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/program"))


def arguments():
    parser = argparse.ArgumentParser(description="Strike runs at random moments.")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release", help="build folder")
    parser.add_argument("--kind", choices=["workers", "coordinator", "both"], default="both")
    parser.add_argument("--count", type=int, default=5, help="cases of each kind")
    parser.add_argument("--seed", type=int, default=random.randrange(2**31), help="of the first case; the next has one more")
    parser.add_argument("--ranks", type=int, default=4)
    return parser.parse_args()


def repeat_command(given, kind, seed):
    return f"{sys.argv[0]} --build {given.build} --kind {kind} --ranks {given.ranks} --count 1 --seed {seed}"


def run_case(case, scene, undisturbed, seconds, seed):
    """@return why it failed, or nothing and what happened in it."""
    try:
        return None, case(scene, undisturbed, random.Random(seed), seconds)
    except Exception as reason:  # whatever it is, it is this case's, and the others go on
        return f"{type(reason).__name__}: {reason}", 0
    finally:
        scene.end_all()


def strike_all(given, kind, case, undisturbed, seconds, folder):
    from scene import Scene
    passed = happened = 0
    for seed in range(given.seed, given.seed + given.count):
        scene = Scene(folder / f"{kind}-{seed}", given.ranks)
        failure, number = run_case(case, scene, undisturbed, seconds, seed)
        happened += number
        if failure:
            print(f"{kind}, seed {seed}: {failure}\n  {scene.folder} has what it left\n"
                  f"  again: {repeat_command(given, kind, seed)}", flush=True)
        else:
            passed += 1
            scene.remove()
    words = {"workers": "workers struck", "coordinator": "folds seen done before a kill"}
    print(f"{kind}: {passed} of {given.count} ({happened} {words[kind]})", flush=True)
    return passed == given.count


def main():
    given = arguments()
    os.environ["RANKFOLD"] = str((given.build / "rankfold").resolve())
    from coordinator import coordinator_case
    from scene import undisturbed_run
    from workers import workers_case
    cases = {"workers": workers_case, "coordinator": coordinator_case}
    chosen = [given.kind] if given.kind != "both" else list(cases)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="rankfold-faults-"))
    undisturbed, seconds = undisturbed_run(folder / "undisturbed", given.ranks)
    print(f"seed {given.seed}; undisturbed the folds take {seconds:.1f} s", flush=True)
    fine = all([strike_all(given, kind, cases[kind], undisturbed, seconds, folder) for kind in chosen])
    if fine:
        undisturbed.remove()
        folder.rmdir()
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
