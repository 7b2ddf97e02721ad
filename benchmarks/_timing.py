"""Server time and queries of pages, asked for in the same process."""

import statistics
import time
from collections.abc import Callable, Iterable, Sized

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

REPETITIONS = 15


def time_pages(client: Client, addresses: Iterable[str], *, limit: float) -> None:
    """Print the median and the best time of each address, in ms, and how often it asks the database.

    ``limit`` is in seconds; a median beyond it is marked.
    """
    for address in addresses:
        client.get(address)  # templates and plans are read once
        times, work = [], []
        for _repetition in range(REPETITIONS):
            began, worked = time.perf_counter(), time.process_time()
            answered = client.get(address)
            times.append(time.perf_counter() - began)
            work.append(time.process_time() - worked)
            assert answered.status_code == 200, (address, answered.status_code)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        median, best, own = statistics.median(times), min(times), statistics.median(work)
        spans = f"{1000 * median:5.0f} ms (best {1000 * best:.0f}, of it {1000 * own:.0f} in Python)"
        print(f"  {address[:58]:58} {spans}  {len(captured)} queries{'' if median <= limit else '  TOO SLOW'}")


def time_reads(name: str, read: Callable[[], Sized], *, limit: float) -> None:
    """The same of something that is read without a page; and how many rows it found."""
    found, times = len(read()), []
    for _repetition in range(REPETITIONS):
        began = time.perf_counter()
        read()
        times.append(time.perf_counter() - began)
    with CaptureQueriesContext(connection) as captured:
        read()
    median = statistics.median(times)
    spans = f"{1000 * median:5.0f} ms (best {1000 * min(times):.0f})"
    print(f"  {name:30} {spans}  {len(captured)} queries  {found} items{'' if median <= limit else '  TOO SLOW'}")
