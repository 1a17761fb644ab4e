"""Empty tasks through what others dispatch with; prints one line as dispatch_bench does: what, tasks, seconds, CPU seconds
of the process that hands out.

python3 -m mpi4py.futures dispatch_peer.py mpi4py TASKS CHUNK
python3 dispatch_peer.py dask TASKS WORKERS
"""
import sys
import time


def nothing(number):
    return float(number)


def report(what, run):
    begin, cpu = time.perf_counter(), time.process_time()
    count = run()
    print(f"{what}\t{count}\t{time.perf_counter() - begin:.4f}\t{time.process_time() - cpu:.4f}", flush=True)


def through_mpi4py(tasks, chunk):
    from mpi4py.futures import MPIPoolExecutor
    with MPIPoolExecutor() as pool:
        list(pool.map(nothing, range(1000)))  # all workers are there
        report(f"mpi4py.futures, chunks of {chunk}",
               lambda: sum(1 for _ in pool.map(nothing, range(tasks), chunksize=chunk)))


def through_dask(tasks, workers):
    from dask_cluster import dask_client
    with dask_client(workers) as client:
        client.gather(client.map(nothing, range(1000), pure=False))
        report("Dask distributed", lambda: len(client.gather(client.map(nothing, range(tasks), pure=False))))


if __name__ == "__main__":
    {"mpi4py": through_mpi4py, "dask": through_dask}[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
