"""What goes with a task to the worker that does it: the request that asked for it, and since when it waits.

Receivers of Celery's own signals: whoever publishes a task, retries included, passes here.
"""

import time
from contextlib import ExitStack
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun

from exchange.embedded.at_work import at_work, now_at_work
from exchange.jobs.clients import PUBLISHED_AT

REQUEST = "gyoryu_request"

_entered: dict[str, ExitStack] = {}


@before_task_publish.connect
def write_down(headers: dict[str, Any], **_options: Any) -> None:
    headers[PUBLISHED_AT] = time.time()
    if request := now_at_work().get("request"):
        headers[REQUEST] = request


@task_prerun.connect
def take_up(task_id: str, task: Any, **_options: Any) -> None:
    names = {"task": str(task.name), "task_id": task_id}
    if request := (task.request.headers or {}).get(REQUEST):
        names["request"] = str(request)
    stack = _entered[task_id] = ExitStack()
    stack.enter_context(at_work(**names))


@task_postrun.connect
def lay_down(task_id: str, **_options: Any) -> None:
    if stack := _entered.pop(task_id, None):
        stack.close()
