"""Server time of saving one answer while somebody types, and of the checks that the page asks for after it.

``python -m benchmarks.autosave [teams]``: a call with that many complete proposals, one of which is typed into. Asked in
this process, through all middleware; beside it the bare ``/healthz``, as the measure of the machine.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from benchmarks._database import throw_away_database

if TYPE_CHECKING:
    from django.test import Client

REPETITIONS, LIMIT_MS = 60, 50
LANGUAGE = {"Accept": "application/json", "Accept-Language": "ko"}


def main() -> None:
    teams = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with throw_away_database():
        from benchmarks.teams import make_call, make_teams

        call = make_call()
        proposal, session, _other = make_teams(call, teams)[0]
        question = next(one for one in call.definition.questions_of("white_paper") if "KR" in map(str, one.parties))
        address = f"/proposals/{proposal}/answers/{question.key}/KR/"
        client = _client(session)
        text = "사람과 로봇이 함께 일하는 방식을 측정합니다. " * 20
        versions = iter(range(1, 10_000))

        def save() -> Any:
            version = next(versions)
            return client.post(address, {"value": f"{text}{version}"[-800:], "version": version}, headers=LANGUAGE)

        print(f"{teams} proposals in the call")
        bare = _median(lambda: client.get("/healthz"))
        _report("saving an answer", _median(save), bare, save)
        checks = f"/proposals/{proposal}/checks/"
        _report("the checks after it", _median(lambda: client.get(checks)), bare, lambda: client.get(checks))


def _client(session: str) -> "Client":
    from django.test import Client

    client = Client()
    client.cookies["sessionid"] = session
    return client


def _median(ask: Callable[[], Any]) -> float:
    """In ms; the first answers read templates and plans."""
    times = []
    for _repetition in range(REPETITIONS):
        began = time.perf_counter()
        answered = ask()
        times.append(1000 * (time.perf_counter() - began))
        assert answered.status_code == 200, (answered.status_code, answered.content[:300])
    return statistics.median(times[5:])


def _report(title: str, milliseconds: float, bare: float, ask: Callable[[], Any]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        ask()
    told = f"{milliseconds:5.1f} ms (at most {LIMIT_MS}), {milliseconds / bare:.1f} x a bare /healthz"
    print(f"  {title:20} {told}, {len(captured)} queries")


if __name__ == "__main__":
    main()
