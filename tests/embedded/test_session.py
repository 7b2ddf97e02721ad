import pytest
from django.db import connection

from exchange.embedded.session import needs_engines


@pytest.mark.django_db
def test_the_database_has_vectors() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT '[1,2]'::vector <=> '[1,2]'::vector")
        assert cursor.fetchone() == (0.0,)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["manage.py"], False),
        (["manage.py", "check"], False),
        (["manage.py", "evaluate", "x"], False),
        (["manage.py", "match", "--help"], False),
        (["manage.py", "match"], True),
        (["manage.py", "migrate"], True),
    ],
)
def test_which_commands_need_engines(arguments: list[str], expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert needs_engines(arguments) is expected
