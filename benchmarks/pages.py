"""Server time and queries of the pages and lists, with many people and matches in the database.

``python -m benchmarks.pages [people] [matches]`` makes them, synthetic and seeded, in a throw-away database. A page is
asked for in this process, through all middleware, as by a signed-in browser; the network and the browser are not in it.
"""

import sys
import time

from benchmarks._database import throw_away_database

PROJECTS = 1000
LIMIT_SECONDS = 0.15
OF_RESEARCHER = (
    "/",
    "/people/",
    "/people/?q=person+77",
    "/people/?q=김로봇",
    "/people/?page=100",
    "/projects/",
    "/projects/?q=robot+trust",
    "/suggestions/",
    "/suggestions/?kind=people",
    "/introductions/",
    "/calls/",
    "/profile/",
    "/api/v1/suggestions",
    "/api/v1/projects",
    "/api/v1/people",
)
OF_MANAGER = (
    "/",
    "/review/",
    "/review/?state=shortlisted",
    "/review/?page=200",
    "/review/?text=robot",
    "/review/?text=nowhere",
    "/review/?topic=robot",
    "/introductions/",
    "/people/",
    "/runs/",
    "/api/v1/review",
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
    people, matches = (int(given) for given in (sys.argv[1:] + ["10000", "100000"][len(sys.argv) - 1 :])[:2])
    with throw_away_database():
        from django.db import connection

        from benchmarks._crowd import make_crowd

        began = time.perf_counter()
        make_crowd(people, PROJECTS, matches)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{people} people, {PROJECTS} projects, {matches} matches made in {time.perf_counter() - began:.0f} s")
        time_all()


def time_all() -> None:
    from django.conf import settings
    from django.test import Client

    from benchmarks._timing import time_pages
    from exchange.people.enums import Side
    from exchange.people.models import User

    settings.REQUIRE_SECOND_FACTOR = False  # nobody is there to type it
    manager = User.objects.create_user("manager@example.org", manager_side=Side.KR)
    administrator = User.objects.create_superuser("administrator@example.org", "correct horse battery")
    researcher = User.objects.get(email="person-1@example.org")
    for who, addresses in ((researcher, OF_RESEARCHER), (manager, OF_MANAGER), (administrator, OF_ADMINISTRATOR)):
        client = Client()
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        print(f"as {who.email}")
        time_pages(client, addresses, limit=LIMIT_SECONDS)


if __name__ == "__main__":
    main()
