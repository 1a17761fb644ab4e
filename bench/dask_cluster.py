"""Dask distributed on this machine: as many worker processes as asked for, with one thread each, and their scheduler."""
import contextlib
import logging

import dask
from distributed import Client, LocalCluster

START_SECONDS = 600  # a worker is a Python process that imports much: with many to a core that takes minutes


@contextlib.contextmanager
def dask_client(workers):
    """A client of a cluster all of whose workers have started. The scheduler runs in this process."""
    dask.config.set({"distributed.comm.timeouts.connect": f"{START_SECONDS}s",
                     "distributed.comm.timeouts.tcp": f"{START_SECONDS}s",
                     "distributed.scheduler.worker-ttl": None})  # a crowded worker is late with its heartbeat, not dead
    logging.getLogger("distributed").setLevel(logging.ERROR)
    with LocalCluster(n_workers=workers, processes=True, threads_per_worker=1, dashboard_address=None,
                      silence_logs=logging.ERROR) as cluster, Client(cluster, timeout=START_SECONDS) as client:
        client.wait_for_workers(workers, timeout=START_SECONDS)
        yield client
