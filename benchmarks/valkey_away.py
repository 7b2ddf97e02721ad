"""What a server answers while Valkey is there, gone and hanging, and when what waited is done after it is back.

``python -m benchmarks.valkey_away [teams]``: the real web server, worker and schedule. In each phase so many teams' leads
read four pages, type an answer and submit; every submission sends two mails. Compare the medians with those of the
first phase in the same run.
"""

import os
import signal
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from benchmarks._database import throw_away_database

PORT = 8167
BASE = f"http://127.0.0.1:{PORT}"
TOKEN = "x" * 32
READ = ("/", "/proposals/", "/profile/", "/api/v1/worklist")
DONE_SECONDS = 180
VERSIONS = count(1)
Team = tuple[str, str, str]


@dataclass
class Phase:
    """The answers given while Valkey was in one state."""

    name: str
    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def ask(self, client: httpx.Client, method: str, path: str, *, expected: int = 200, **options: Any) -> None:
        began = time.perf_counter()
        status = client.request(method, path, **options).status_code
        self.seconds.append(time.perf_counter() - began)
        self.statuses[status] += 1
        assert status == expected, (self.name, path, status)

    def report(self, there: "Phase") -> None:
        median = statistics.median(self.seconds)
        ratio = median / statistics.median(there.seconds)
        answered = f"{len(self.seconds)} requests, all answered {dict(sorted(self.statuses.items()))}"
        longest = sorted(self.seconds)[-2:]
        print(
            f"  Valkey {self.name:8} {answered}: median {1000 * median:5.1f} ms ({ratio:.2f} x), "
            f"longest {longest[1]:.2f} and {longest[0]:.2f} s"
        )


def main() -> None:
    teams = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with throw_away_database():
        from benchmarks.teams import digests_of, make_call, make_teams

        call = make_call()
        *rows, typing = make_teams(call, 3 * teams + 1)
        digests = digests_of(call)
        question = next(one for one in call.definition.questions_of("white_paper") if "KR" in map(str, one.parties))
        phases = [Phase("there"), Phase("gone"), Phase("hanging")]
        with _own_valkey() as valkey, _processes():
            _wait(lambda: httpx.get(f"{BASE}/healthz", timeout=5).status_code == 200, seconds=60)
            _warm_up(rows[0])
            for number, phase in enumerate(phases):
                back = {"there": _nothing, "gone": valkey.end, "hanging": valkey.hang}[phase.name]()
                _ask_all(phase, rows[number * teams : (number + 1) * teams], digests)
                _type_all(phase, typing, question.key, teams)
                phase.report(phases[0])
                back()
                _report_done(2 * teams * (number + 1))


def _ask_all(phase: Phase, teams: list[Team], digests: dict[str, str]) -> None:
    for proposal, session, _other in teams:
        with _client(session) as client:
            for path in READ:
                phase.ask(client, "GET", path)
            read = {"digest": digests[proposal]}
            phase.ask(client, "POST", f"/proposals/{proposal}/submit/", expected=302, data=read)


def _type_all(phase: Phase, team: Team, question: str, times: int) -> None:
    address = f"/proposals/{team[0]}/answers/{question}/KR/"
    with _client(team[1]) as client:
        client.headers["Accept"] = "application/json"
        for _time in range(times):
            version = next(VERSIONS)
            typed = {"value": f"사람과 로봇이 함께 일하는 방식 {version}", "version": version}
            phase.ask(client, "POST", address, data=typed)


def _warm_up(team: Team) -> None:
    """Both processes of the web server read their templates."""
    with _client(team[1]) as client:
        for _time in range(8):
            for path in READ:
                client.get(path)


def _client(session: str) -> httpx.Client:
    headers = {"X-CSRFToken": TOKEN, "Origin": BASE, "Accept-Language": "en"}
    cookies = {"sessionid": session, "csrftoken": TOKEN}
    return httpx.Client(base_url=BASE, timeout=60, cookies=cookies, headers=headers)


def _report_done(mails: int) -> None:
    """Nothing is lost: a submission for every press, and two mails of each, which the worker has sent."""
    from exchange.messaging.models import OutboxMessage
    from exchange.proposals.models import Submission

    began = time.monotonic()
    kept = Submission.objects.count()
    assert (2 * kept, OutboxMessage.objects.count()) == (mails, mails)
    sent = OutboxMessage.objects.filter(state="sent")
    _wait(lambda: sent.count() == mails, seconds=DONE_SECONDS)
    print(f"    {kept} submissions, {mails} mails written; all sent {time.monotonic() - began:.0f} s later")


def _wait(condition: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if condition():
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise SystemExit("It took too long.")


def _nothing() -> Callable[[], None]:
    return lambda: None


class _OwnValkey:
    """Beside the one of the database's home: this one is ended, and let hang."""

    def __init__(self) -> None:
        from exchange.embedded.valkey import Valkey

        self._server = Valkey()
        self._server.socket = self._server.socket.with_name("away.sock")
        self._server.data = self._server.data.with_name("valkey-away")
        self.address = f"unix://{self._server.socket}"
        self._server.start()

    def end(self) -> Callable[[], None]:
        self._server.stop()
        return self._server.start

    def hang(self) -> Callable[[], None]:
        self._signal(signal.SIGSTOP)
        return lambda: self._signal(signal.SIGCONT)

    def _signal(self, sign: int) -> None:
        assert self._server.process is not None
        self._server.process.send_signal(sign)


@contextmanager
def _own_valkey() -> Iterator[_OwnValkey]:
    valkey = _OwnValkey()
    os.environ["REDIS_URL"] = valkey.address
    try:
        yield valkey
    finally:
        valkey.end()


@contextmanager
def _processes() -> Iterator[None]:
    from exchange.embedded.supervisor import children

    os.environ |= {"SITE_URL": BASE, "LOG_LEVEL": "WARNING"}
    started = [child for child in children("127.0.0.1", PORT) if child.name != "worker-embed"]
    try:
        for child in started:
            child.start()
        yield
    finally:
        for child in reversed(started):
            child.stop()


if __name__ == "__main__":
    main()
