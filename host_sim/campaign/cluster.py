"""The same tasks on a cluster of Dask's workers: `dask scheduler`, `dask worker`, on any machines.

A worker that dies costs its part, which another one does anew. Parts come back as bytes and are
written here: the workers share no disk with the caller.
"""

from collections.abc import Iterator

from host_sim.campaign.mistakes import CampaignMistake, mistake
from host_sim.campaign.task import Task, perform

TIMEOUT_S = 5  # to find the scheduler
_WORKER = "start one in this tree: see docs/campaigns.md"


def run(tasks: list[Task], address: str) -> Iterator[tuple[Task, bytes]]:
    """Each task and its part, as they end. CampaignMistake where nobody is there to do it."""
    try:
        from distributed import Client, as_completed
    except ImportError:
        words = "--scheduler needs Dask: `make campaign` installs it, and so does cisterna[cluster]"
        raise CampaignMistake(words) from None
    try:
        client = Client(address, timeout=TIMEOUT_S, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise mistake(address, "no scheduler: %s" % error, "start one: `dask scheduler`") from None
    with client:
        if not client.scheduler_info()["workers"]:
            raise mistake(address, "a scheduler without workers", _WORKER)
        futures = {client.submit(perform, task, key=_key(task)): task for task in tasks}
        for future in as_completed(list(futures), loop=client.loop):
            task = futures.pop(future)
            yield task, _part(future, address)
            future.release()


def _key(task: Task) -> str:
    return "cisterna-%s-%d" % (task.digest[:16], task.first)


def _part(future: object, address: str) -> bytes:
    from distributed import KilledWorker

    try:
        return future.result()  # pyright: ignore[reportAttributeAccessIssue]
    except KilledWorker as error:
        raise mistake(address, "workers die: %s" % error, "look at a worker's output") from None
    except ImportError as error:
        raise mistake(address, "a worker finds no %s" % error.name, _WORKER) from None
