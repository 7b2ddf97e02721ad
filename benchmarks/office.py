"""The managers' view of a call with many proposals: time and queries of its list, time and memory of its exports.

``python -m benchmarks.office [proposals]`` makes them, synthetic and seeded, in throw-away engines.
"""

import os
import random
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._database import throw_away_database

if TYPE_CHECKING:
    from exchange.people.models import User
    from exchange.programmes.models import Call

PEOPLE, KIB = 4, 1024
QUERIES = (
    "all=1",
    "state=draft&order=empty",
    "lacking=signature",
    "text=robot",
    "filled=more&order=title",
    "order=submitted&page=200",
)
LIMIT_SECONDS = 0.2


def make_call(count: int) -> "tuple[Call, User]":
    """A published call with ``count`` proposals of four people each, half of them submitted, and its manager."""
    from django.utils import timezone

    from benchmarks._verified import verified
    from exchange.money.enums import Currency
    from exchange.people.enums import Side
    from exchange.people.models import User
    from exchange.programmes.models import Agency, AgencyOfficer, Programme, ProgrammeManager
    from exchange.programmes.services import create_call, publish_call
    from exchange.programmes.values.definition import CallDefinition

    now = timezone.now()
    [manager] = verified([User.objects.create_user(f"office-{count}@example.org", "correct horse battery")])
    agency = Agency.objects.create(
        code=f"a{count}", name_en="Agency", name_ko="기관", side=Side.KR, languages=["ko"], currency=Currency.KRW
    )
    programme = Programme.objects.create(
        name_en="Programme", name_ko="사업", starts_on=date(2026, 1, 1), ends_on=date(2029, 1, 1)
    )
    programme.agencies.add(agency)
    officer = AgencyOfficer.objects.create(agency=agency, user=manager)
    ProgrammeManager.objects.create(programme=programme, officer=officer)
    text = {"en": "Human-robot teams", "ko": "사람과 로봇 팀"}
    stage = {"kind": "white_paper", "opens_at": now, "closes_at": now + timedelta(days=5)}
    question = {"key": "aims", "label": text, "kind": "long_text", "stage": "white_paper"}
    definition = CallDefinition.model_validate(
        {"title": text, "summary": text, "stages": [stage], "questions": [question]}
    )
    call = create_call(programme, definition=definition, by=manager)
    publish_call(call, note="", by=manager)
    call.refresh_from_db()
    fill_call(call, count)
    return call, manager


def fill_call(call: "Call", count: int) -> None:
    from django.utils import timezone

    from exchange.people.enums import Side
    from exchange.proposals.enums import MemberState, ProposalState, Role
    from exchange.proposals.models import Answer, Proposal, TeamMember

    rng, now = random.Random(7), timezone.now()  # noqa: S311 - synthetic data
    for begin in range(0, count, 1000):
        proposals = Proposal.objects.bulk_create(
            Proposal(
                call=call,
                stage="white_paper",
                sides=[Side.KR, Side.US],
                title_en=f"Robot teams {number}",
                title_ko=f"로봇 팀 {number}",
                state=ProposalState.SUBMITTED if number % 2 else ProposalState.DRAFT,
                submitted_at=now - timedelta(minutes=number) if number % 2 else None,
            )
            for number in range(begin, min(begin + 1000, count))
        )
        TeamMember.objects.bulk_create(
            TeamMember(
                proposal=proposal,
                side=Side.KR if place % 2 else Side.US,
                role=Role.PI if place < 2 else Role.MEMBER,
                state=MemberState.ACCEPTED,
                name=f"Person {place}",
                email=f"{proposal.pk}-{place}@example.org",
                signed_off_at=now if rng.random() < 0.7 else None,
            )
            for proposal in proposals
            for place in range(PEOPLE)
        )
        Answer.objects.bulk_create(
            Answer(proposal=proposal, stage="white_paper", question="aims", side=side, value="목표 aims " * 40)
            for proposal in proposals
            for side in Side
            if rng.random() < 0.6
        )


def count_all(count: int) -> None:
    from django.db import connection

    from exchange.proposals.models import ProposalFigures
    from exchange.proposals.services.figures import count_changed

    began = time.perf_counter()
    count_changed()
    seconds = time.perf_counter() - began
    ProposalFigures.objects.filter(proposal__submitted_at__isnull=False).update(
        title_en="Robot teams that trust", title_ko="신뢰하는 로봇 팀", words="Robot teams that trust\n신뢰하는 로봇 팀"
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"counting figures of {count} proposals: {seconds:.1f} s, {1000 * seconds / count:.2f} ms each")


def time_list(call: "Call", manager: "User") -> None:
    from django.test import Client

    from benchmarks._timing import time_pages

    client = Client()
    client.force_login(manager, backend="exchange.people.adapter.AccountBackend")
    time_pages(client, [f"/calls/{call.public_id}/proposals/?{query}" for query in QUERIES], limit=LIMIT_SECONDS)


def export_in_child(call: "Call", manager: "User", file_format: str) -> None:
    """In a process of its own, whose peak is the export's."""
    from exchange.jobs import services as jobs
    from exchange.office.enums import ExportFormat
    from exchange.office.models import Export
    from exchange.office.services.export import request_export
    from exchange.proposals.selectors.managed import PROPOSALS
    from exchange.proposals.values.listing import ProposalListing

    jobs.dispatch = lambda kind, pk: None
    listing, wanted = ProposalListing(), ExportFormat(file_format)
    asked = request_export(PROPOSALS, call, listing=listing, file_format=wanted, by=manager)
    began = time.perf_counter()
    child = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmarks.office", "--export", str(asked.pk)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.perf_counter() - began
    asked = Export.objects.get(pk=asked.pk)
    print(f"  {file_format:5} {asked.done:6} rows  {asked.size // KIB:6} KiB  {seconds:5.1f} s  {child.stdout.strip()}")


def write_and_tell(pk: int) -> None:
    from exchange.office.models import Export
    from exchange.office.services.export import write_export

    Export.objects.filter(pk=0).exists()  # connected before it is measured
    before = peak_kib()
    assert write_export(pk)
    after = peak_kib()
    print(f"peak {after / KIB:.0f} MiB, {(after - before) / KIB:.1f} MiB above the process before it")


def peak_kib() -> int:
    """Of this program alone: ``ru_maxrss`` would count its parent's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")
    django.setup()


def main() -> None:
    if sys.argv[1:2] == ["--export"]:
        set_up()
        write_and_tell(int(sys.argv[2]))
        return
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with throw_away_database():
        for count in (most // 10, most):
            call, manager = make_call(count)
            count_all(count)
            print(f"the list of {count} proposals")
            time_list(call, manager)
            print(f"exports of {count} proposals")
            for file_format in ("csv", "xlsx"):
                export_in_child(call, manager, file_format)


if __name__ == "__main__":
    main()
