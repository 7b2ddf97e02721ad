"""Server time and queries of the pages and lists, with many people and matches in the database.

``python -m benchmarks.pages [people] [matches] [times]`` makes them, synthetic and seeded, in a throw-away database, and
with ``times`` that many such crowds: ``10000 100000 10`` are 100,000 people and a million matches. A page is asked for in this process, through all middleware, as by a signed-in browser; the network and the browser are not in it.
"""

import sys
import time
from copy import copy
from typing import TYPE_CHECKING

from benchmarks._database import throw_away_database

if TYPE_CHECKING:
    from exchange.people.models import User

PROJECTS = 1000
LIMIT_SECONDS = 0.2
LIMIT_OF_THE_LIST = 0.06
OF_RESEARCHER = (
    "/",
    "/people/",
    "/people/?q=person+77",
    "/people/?q=김로봇",
    "/people/?page=100",
    "/projects/",
    "/projects/?text=robot+trust",
    "/suggestions/",
    "/suggestions/?kind=people",
    "/suggestions/?weaker=on",
    "/introductions/",
    "/calls/",
    "/profile/",
    "/api/v1/suggestions",
    "/api/v1/projects",
    "/api/v1/people",
    "/api/v1/worklist",
)
OF_MANAGER = (
    "/",
    "/review/",
    "/review/?state=shortlisted",
    "/review/?band=",
    "/review/?band=weak",
    "/review/?page=200",
    "/review/?text=robot",
    "/review/?text=person+77",
    "/review/?text=김로봇",
    "/review/?text=nowhere",
    "/review/?topic=robot",
    "/introductions/",
    "/people/",
    "/runs/",
    "/api/v1/review",
    "/api/v1/worklist",
)
OF_ADMINISTRATOR = (
    "/admin/",
    "/admin/people/researcher/",
    "/admin/people/researcher/?q=person",
    "/admin/projects/project/",
    "/admin/matching/match/",
    "/admin/matching/pair/",
    "/admin/matching/run/",
)


def main() -> None:
    people, matches, times = (int(given) for given in sys.argv[1:] + ["10000", "100000", "1"][len(sys.argv) - 1 :])
    with throw_away_database():
        from django.db import connection

        from benchmarks._crowd import make_crowd
        from benchmarks._multiplied import multiply

        began = time.perf_counter()
        make_crowd(people, PROJECTS, matches)
        if times > 1:
            multiply(times)
        researcher, manager = make_readers()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        sizes = f"{people * times} people, {PROJECTS * times} projects, {matches * times} matches"
        print(f"{sizes} made in {time.perf_counter() - began:.0f} s", flush=True)
        time_lists(researcher, manager)
        time_all(researcher, manager)


def make_readers() -> "tuple[User, User]":
    """One researcher and one manager, for whom something of each kind waits."""
    from benchmarks._verified import verified
    from benchmarks._waiting import make_waiting
    from exchange.people.models import User

    new, known = User.objects.create_user("manager@example.org"), User.objects.get(email="person-1@example.org")
    manager, researcher = verified([new, known])
    make_waiting(researcher.researcher, manager)
    return researcher, manager


def time_lists(researcher: "User", manager: "User") -> None:
    """The whole list of what waits, as every start page and count reads it, source by source."""
    from benchmarks._multiplied import every_pair_opened
    from benchmarks._timing import time_reads
    from exchange.messaging.selectors.worklist import Reader, registered, worklist_of
    from exchange.people.selectors.account import account_in_force

    def read(user: "User") -> None:
        print(f"what waits for {user.email}")

        account = account_in_force(user.pk) or user

        def fresh() -> "User":
            """As a request has the account: read, and nothing asked of it yet."""
            return copy(account)

        time_reads("in all", lambda: worklist_of(fresh()), limit=LIMIT_OF_THE_LIST)
        for source in registered():
            time_reads(f"  {source.__name__}", lambda: list(source(Reader(fresh()))), limit=LIMIT_OF_THE_LIST)  # noqa: B023

    read(researcher)
    read(manager)
    with every_pair_opened(manager.officer_side):
        print("with every pair opened:")
        read(manager)


def time_all(researcher: "User", manager: "User") -> None:
    from django.conf import settings
    from django.test import Client

    from benchmarks._timing import time_pages
    from benchmarks._verified import verified
    from exchange.people.models import User

    settings.REQUIRE_SECOND_FACTOR = False  # nobody is there to type it
    [administrator] = verified([User.objects.create_superuser("administrator@example.org", "correct horse battery")])
    for who, addresses in ((researcher, OF_RESEARCHER), (manager, OF_MANAGER), (administrator, OF_ADMINISTRATOR)):
        client = Client()
        client.force_login(who, backend="exchange.people.adapter.AccountBackend")
        print(f"as {who.email}")
        time_pages(client, addresses, limit=LIMIT_SECONDS)


if __name__ == "__main__":
    main()
