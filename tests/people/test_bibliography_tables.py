"""Tables: turned by a quarter, with names and headings as Korean indexes write them."""

import pytest

from exchange.people.values.publications import parse

TURNED = """"TITLE","Trust, measured"
"AUTHOR NAMES","Doe J.","Roe R."
"SOURCE","J. Trust"
"FULL RECORD ENTRY","x"
"PUBLICATION YEAR","2020"
"PUBLICATION DATE","1999"
"DOI","10.1000/a"

"TITLE","Hope"
"AUTHOR NAMES","Doe J."
"""


def test_a_table_with_its_fields_by_row_is_read() -> None:
    found = [(item.title, item.authors, item.venue, item.year, item.doi) for item in parse(TURNED).items]
    assert found == [
        ("Trust, measured", ("Doe J.", "Roe R."), "J. Trust", 2020, "10.1000/a"),
        ("Hope", ("Doe J.",), "", None, ""),
    ]


def test_a_work_whose_title_is_a_heading_is_a_work() -> None:
    assert [item.title for item in parse("title\nAuthors\nAbstract\n").items] == ["Authors", "Abstract"]
    for table in ("title,year\nAuthors,2020\nAbstract,2021\n", "title,note\nAuthors,2020\nTrust,2021\n"):
        assert parse(table).items[0].title == "Authors"


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("한가람(Han, Ga-ram), 도하늘(Do, Ha-neul)", ("한가람(Han, Ga-ram)", "도하늘(Do, Ha-neul)")),
        ("한가람 / 도하늘", ("한가람", "도하늘")),
        ("한가람 외 3명", ("한가람",)),
        ("Doe, Jane and Roe, Richard", ("Doe, Jane", "Roe, Richard")),
        ("Doe J., Roe R. & Poe P.", ("Doe J.", "Roe R.", "Poe P.")),
        ("Doe, Jane; Roe, Richard; et al.", ("Doe, Jane", "Roe, Richard")),
        ("Doe, Jane; and others", ("Doe, Jane",)),
    ],
)
def test_authors_are_parted_as_indexes_write_them(written: str, authors: tuple[str, ...]) -> None:
    assert parse(f'title\tauthors\nTrust\t"{written}"\n').items[0].authors == authors


def test_a_heading_may_say_more_in_brackets() -> None:
    found = parse("논문명(한글),논문명(영문),저자(소속),발행년월\n신뢰,Trust,한가람,202005\n").items[0]
    assert (found.title, found.authors, found.year) == ("신뢰", ("한가람",), 2020)


def test_the_korean_title_is_read_whichever_stands_first() -> None:
    assert parse("논문명(영문),논문명(국문)\nTrust,신뢰\n").items[0].title == "신뢰"


def test_many_blanks_cost_no_time() -> None:
    written = "Doe," + " " * 900_000 + "Jane"
    assert parse(f"title\tauthors\nTrust\t{written}\n").items[0].authors == ("Doe, Jane",)
