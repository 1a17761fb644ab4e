"""A list of sleeps through what others schedule with; prints what, and seconds from the first sleep to the last result.

python3 -m mpi4py.futures scheduling_peer.py mpi4py DURATIONS
python3 scheduling_peer.py dask DURATIONS WORKERS
"""
import pathlib
import sys
import time


def report(what, run):
    begin = time.perf_counter()
    run()
    print(f"{what}\t{time.perf_counter() - begin:.3f}", flush=True)


def through_mpi4py(durations):
    from mpi4py.futures import MPIPoolExecutor
    with MPIPoolExecutor() as pool:
        list(pool.map(time.sleep, [0.01] * 200))  # all workers are there
        report("mpi4py.futures, chunks of 1", lambda: list(pool.map(time.sleep, durations, chunksize=1)))


def through_dask(durations, workers):
    from dask_cluster import dask_client
    with dask_client(workers) as client:
        client.gather(client.map(time.sleep, [0.01] * 200, pure=False))
        report("Dask distributed", lambda: client.gather(client.map(time.sleep, durations, pure=False)))


if __name__ == "__main__":
    listed = [float(line) for line in pathlib.Path(sys.argv[2]).read_text().split()]
    through_mpi4py(listed) if sys.argv[1] == "mpi4py" else through_dask(listed, int(sys.argv[3]))
