"""500 teams submit in the last minute, against the real server and workers.

``python -m benchmarks.last_minute [teams] [seconds] [late]``: ``teams`` press within ``seconds`` before the deadline, ``late``
more press after it, and every tenth team's two leads press together. Every accepted submission must be there with its
receipt, once; none may come in late. Prints the waiting times; compare them with ``/healthz`` asked in between.
"""

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

PORT = 8166
BASE = f"http://127.0.0.1:{PORT}"
TOKEN = "x" * 32


@dataclass(frozen=True)
class Press:
    """One lead's press: at so many seconds of the test, with the session cookie of that lead, on what they have read."""

    proposal: str
    digest: str
    session: str
    at: float


@dataclass(frozen=True)
class Answer:
    press: Press
    status: int
    location: str
    seconds: float


def start_product(home: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "GYORYU_HOME": str(home), "GYORYU_DEMO": "1", "LOG_LEVEL": "WARNING"}
    command = [sys.executable, "manage.py", "up", "--port", str(PORT)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command


def wait_for_product(deadline: float) -> None:
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{BASE}/healthz", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise SystemExit("The product did not start.")


def seed(teams: int) -> tuple[Any, list[tuple[str, str, str]], dict[str, str]]:
    """A call from the AFOSR–IITP example with ``teams`` complete, confirmed proposals; (proposal, two sessions) each, and
    what they have read."""
    from benchmarks.teams import digests_of, make_call, make_teams

    call = make_call()
    return call, make_teams(call, teams), digests_of(call)


async def press_all(presses: list[Press]) -> tuple[list[Answer], list[float]]:
    """Everybody at their moment; beside them a bare ``/healthz`` twice a second, as the measure of the machine."""
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(base_url=BASE, timeout=60, limits=limits) as client:
        begin = time.monotonic()
        bare: list[float] = []
        done = asyncio.Event()
        beside = asyncio.create_task(_ask_bare(client, bare, done))
        answers = await asyncio.gather(*(_press(client, press, begin) for press in presses))
        done.set()
        await beside
    return list(answers), bare


async def _ask_bare(client: httpx.AsyncClient, bare: list[float], done: asyncio.Event) -> None:
    while not done.is_set():
        start = time.monotonic()
        await client.get("/healthz")
        bare.append(time.monotonic() - start)
        await asyncio.sleep(0.5)


async def _press(client: httpx.AsyncClient, press: Press, begin: float) -> Answer:
    await asyncio.sleep(max(0.0, press.at - (time.monotonic() - begin)))
    start = time.monotonic()
    answer = await client.post(
        f"/proposals/{press.proposal}/submit/",
        data={"digest": press.digest},
        cookies={"sessionid": press.session, "csrftoken": TOKEN},
        headers={"X-CSRFToken": TOKEN, "Origin": BASE, "Accept-Language": "en"},
    )
    return Answer(press, answer.status_code, answer.headers.get("location", ""), time.monotonic() - start)


def plan(rows: list[tuple[str, str, str]], digests: dict[str, str], seconds: float, late: int) -> list[Press]:
    """Uniform over the last ``seconds``; of the first ``late`` rows after the deadline; every tenth team twice at once."""
    dice = random.Random(20261125)  # noqa: S311 - a plan that can be repeated, not a secret
    presses = []
    for number, (proposal, korean, american) in enumerate(rows):
        at = seconds + dice.uniform(3, 6) if number < late else dice.uniform(0, seconds - 1)
        presses.append(Press(proposal, digests[proposal], korean, at))
        if number % 10 == 0:
            presses.append(Press(proposal, digests[proposal], american, at))
    return presses


def verify(call: Any, answers: list[Answer], late: int, rows: list[tuple[str, str, str]]) -> None:
    from exchange.messaging.models import OutboxMessage
    from exchange.proposals.models import Submission

    stage = call.stages.get(kind="white_paper")
    kept = list(
        Submission.objects.filter(proposal__call=call).values_list("proposal__public_id", "receipt", "submitted_at")
    )
    receipts = {str(receipt) for _proposal, receipt, _at in kept}
    accepted = {answer.location.strip("/").split("/")[-1] for answer in answers if answer.status == 302}
    per_proposal = Counter(proposal for proposal, _receipt, _at in kept)
    mails = OutboxMessage.objects.filter(key__startswith="submission-").count()
    on_time = len(rows) - late
    facts = {
        "accepted, with a receipt that is there": accepted == receipts,
        "none lost": len(kept) == on_time,
        "none twice": set(per_proposal.values()) == {1},
        "none accepted late": all(at < stage.closes_at for _proposal, _receipt, at in kept),
        "late ones refused": Counter(a.status for a in answers)[422] == sum(1 for a in answers if a.status != 302),
        "a receipt mailed to each of two": mails == 2 * len(kept),
    }
    for fact, holds in facts.items():
        print(f"{'yes' if holds else 'NO':>4}  {fact}")
    print(f"statuses {dict(Counter(answer.status for answer in answers))}, kept {len(kept)}")


def report(answers: list[Answer], bare: list[float]) -> None:
    waits = sorted(answer.seconds for answer in answers)
    p95 = waits[int(0.95 * len(waits))]
    print(f"submit: median {statistics.median(waits):.2f} s, p95 {p95:.2f} s, longest {waits[-1]:.2f} s")
    print(
        f"bare /healthz in between: median {statistics.median(bare):.3f} s; ratio {statistics.median(waits) / statistics.median(bare):.0f}"
    )


def main(teams: int = 500, seconds: float = 60, late: int = 20) -> None:
    with tempfile.TemporaryDirectory(prefix="gyoryu-load-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        product = start_product(home)
        try:
            wait_for_product(time.monotonic() + 300)
            os.environ["GYORYU_HOME"] = str(home)
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")
            import django

            django.setup()
            begin = time.monotonic()
            call, rows, digests = seed(teams + late)
            print(f"{len(rows)} teams made in {time.monotonic() - begin:.0f} s")
            from django.utils import timezone

            call.stages.filter(kind="white_paper").update(closes_at=timezone.now() + timedelta(seconds=seconds + 1))
            answers, bare = asyncio.run(press_all(plan(rows, digests, seconds, late)))
            verify(call, answers, late, rows)
            report(answers, bare)
        finally:
            product.terminate()
            product.wait(timeout=60)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
