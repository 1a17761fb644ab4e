"""Empty tasks through mpi4py.futures: python3 -m mpi4py.futures dispatch_peer.py TASKS CHUNK

Prints one line as dispatch_bench does: what, tasks, seconds.
"""
import sys
import time

from mpi4py.futures import MPIPoolExecutor


def nothing(number):
    return float(number)


if __name__ == "__main__":
    tasks, chunk = int(sys.argv[1]), int(sys.argv[2])
    with MPIPoolExecutor() as pool:
        list(pool.map(nothing, range(100)))
        begin = time.perf_counter()
        count = sum(1 for _ in pool.map(nothing, range(tasks), chunksize=chunk))
        seconds = time.perf_counter() - begin
    print(f"mpi4py.futures, chunks of {chunk}\t{count}\t{seconds:.4f}\t")
