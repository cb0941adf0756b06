"""One log line for each job of the worker: what was done, for which case, how long it took."""

import logging
import time
from collections.abc import Callable
from typing import Any

from procrastinate import JobContext
from procrastinate.worker import Worker

from modellkommune.foundation.tenants.logs import lines_about

log = logging.getLogger(__name__)


def observe_job(do: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """Do a job and say so (the outermost task middleware of the worker)."""
    job, begin = context.job, time.perf_counter()
    task = job.task_name.rpartition(".")[2]
    with lines_about(municipality=str(job.task_kwargs.get("town", "")), job=job.id):
        try:
            result = do()
        except Exception:
            log.warning("job failed", extra=_figures(task, begin), exc_info=True)
            raise
        log.info("job", extra=_figures(task, begin))
    return result


def _figures(task: str, begin: float) -> dict[str, Any]:
    return {"task": task, "ms": round((time.perf_counter() - begin) * 1000, 1)}
