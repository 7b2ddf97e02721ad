"""Small files that real tools wrote and that once broke imports: what each of them must give.

They lie in the folder ``cases`` of ``GYORYU_DATA``; where it is absent, this is skipped.
"""

import json
import os
import unicodedata
from pathlib import Path

import pytest

from exchange.people.clients import openalex
from exchange.people.clients.fetching import JsonClient
from exchange.people.enums import RefusalReason
from exchange.people.models import Researcher
from exchange.people.services.publication_merging import merge_publications
from exchange.people.values.publications import Bibliography, parse, read

CASES = Path(os.environ.get("GYORYU_DATA", "../shared/data")) / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="GYORYU_DATA holds no folder cases")

# Of each file: title, year, venue, number of authors and DOI of every entry; and what is refused, by line.
Row = tuple[str, int | None, str, int, str]
KOREAN: list[Row] = [
    ("협동 로봇의 신뢰 추정에 관한 연구", 2023, "한국로봇학회논문지", 2, "10.9999/krs.2023.1"),
    ("촉각 센서 기반 파지 제어", 2021, "제어로봇시스템학회논문지", 1, ""),
]
READ: dict[str, list[Row]] = {
    "c01_korean_excel_cp949.csv": KOREAN,
    "c02_excel_unicode_text_utf16.csv": KOREAN,
    "c03_one_broken_entry_of_four.bib": [
        ("Alpha beds for tactile grasping", 2020, "", 1, ""),
        ("Beta beds for tactile grasping", 2021, "", 1, ""),
        ("Delta beds for tactile grasping", 2023, "", 1, ""),
    ],
    "c04_undefined_string_macro.bib": [("Zeta planning under contact", 2021, "Some Journal", 1, "")],
    "c07_biblatex_journaltitle_date.bib": [
        ("Kappa fields in soft matter: A survey", 1996, "Letters on Invented Physics", 2, "10.9999/lip.1"),
        ("Lambda calculus of hands", 2018, "Invented University", 1, ""),
    ],
    "c08_author_and_others.bib": [
        ("Mu estimators for crowds", 2022, "J. Crowds", 2, ""),
        ("Nu spectra of the collaboration", 2022, "J. Spectra", 2, ""),
        ("Xi metrics for Korean names", 2022, "J. Names", 3, ""),
    ],
    "c09_latex_accents_math_percent.bib": [
        ("Über naïve α-Fe2O3 & 100% in vivo ßtudies — Øresund, Łódź", 2015, "J. Ödd", 3, "")
    ],
    "c10_nfd_title.csv": [("분산 추론을 위한 연합 학습", 2022, "", 1, "")],
    "c11_ris_single_space_after_tag.ris": [("Omicron gaits on stairs", 2020, "J. Gaits", 1, "10.9999/gaits.5")],
    "c12_ris_t1_jf_y1_n2.ris": [
        ("파이 모형을 이용한 한국어 문장 분류", 2019, "가상정보과학회지", 2, "10.9999/kiis.7"),
        ("로 모형", 2020, "가상정보과학회지", 1, ""),
    ],
    "c13_ris_conference_book_thesis_titles.ris": [
        ("Rho controllers for hands", 2018, "Proceedings of the Invented Conference", 1, ""),
        ("Sigma: a book of hands", 2017, "", 1, ""),
        ("Tau chapter", 2016, "A book of chapters", 1, ""),
    ],
    "c14_scopus_csv_headers.csv": [
        ("Upsilon ranking of grasps", 2023, "Journal of Invented Robotics", 2, "10.9999/jir.7")
    ],
    "c15_semicolon_csv.csv": [("Phi lattices in practice", 2020, "J. Lattices", 1, "10.9999/phi.1")],
    "c16_korean_headers_kci.csv": [("카이 제곱 검정의 응용", 2021, "가상통계학회지", 2, "10.9999/chi.1")],
    "c17_wos_plain_text.txt": [("Psi waves over long distances", 2020, "J INVENTED WAVES", 2, "10.9999/psi.2")],
    "c18_endnote_enw.enw": [("Omega limits of teams", 2020, "J. Invented Teams", 1, "")],
    "c19_google_scholar_bib_dup_preprint.bib": [
        ("Federated Inference on Edge Devices", 2021, "arXiv preprint arXiv:2101.00001", 1, ""),
        ("Federated inference on edge devices", 2022, "Proc. Invented", 1, "10.9999/fed.1"),
    ],
    "c21_percent_comment_and_jabref.bib": [("Koppa tests", 2020, "", 1, "")],
    "c22_email_at_outside_entries.bib": [("Sampi tests of imports", 2020, "", 1, "")],
    "c23_missing_key.bib": [
        ("Digamma tests of imports", 2020, "", 1, ""),
        ("Heta tests of imports", 2021, "", 1, ""),
    ],
    "c24_old_mac_cr_lines.ris": [("San tests of line ends", 2020, "", 1, "")],
    "c27_ris_jf_only.ris": [("Journal name under JF alone", 2020, "Journal of Full Names", 1, "")],
    "c28_csv_year_unknown_second_time.csv": [("Iota loads on slender columns", None, "", 1, "")],
}
REFUSED = {
    "c03_one_broken_entry_of_four.bib": [("broken one", RefusalReason.SYNTAX, 3)],
    "c04_undefined_string_macro.bib": [("mac1", RefusalReason.UNDEFINED_MACRO, 1)],
}


def found_in(name: str) -> Bibliography:
    return parse(read((CASES / name).read_bytes()))


@pytest.mark.parametrize("name", READ)
def test_each_file_gives_what_is_in_it(name: str) -> None:
    found = found_in(name)
    assert [(item.title, item.year, item.venue, len(item.authors), item.doi) for item in found.items] == READ[name]
    refusals = [(refusal.name, refusal.reason, refusal.line) for refusal in found.rejected]
    assert refusals == REFUSED.get(name, [])
    assert all(unicodedata.is_normalized("NFC", item.title) for item in found.items)


def test_every_bibliography_of_the_folder_is_named_here() -> None:
    assert {path.name for path in CASES.glob("c*")} == set(READ)


@pytest.mark.django_db
@pytest.mark.parametrize("name", READ)
def test_a_second_time_nothing_is_added(name: str, korean_researcher: Researcher) -> None:
    items = found_in(name).items
    first, second = (merge_publications(korean_researcher, items, source="csv") for _time in range(2))
    assert (first.added, second.added, second.merged) == (len(items), 0, len(items))


@pytest.mark.django_db
def test_a_year_that_is_unknown_the_second_time_doubles_nothing(korean_researcher: Researcher) -> None:
    items = found_in("c28_csv_year_unknown_second_time.csv").items
    with_year = parse("title,year\nIota loads on slender columns,2019\n").items
    counts = [merge_publications(korean_researcher, some, source="csv").added for some in (with_year, items)]
    assert counts == [1, 0]


def test_odd_works_of_openalex_cost_only_what_is_odd(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = json.loads((CASES / "e03_openalex_works_odd.json").read_text())
    with JsonClient("https://example.org") as client:
        monkeypatch.setattr(client, "get", lambda path, **params: answer)
        found = openalex.works_of_author("A1", client=client, on_progress=lambda done, total: None)
    assert [(item.title, item.authors, item.abstract) for item in found.items] == [
        ("A Drosophila study of H2O & CO", ("Jane Doe",), "Despite growing interest"),
        ("Work without year", (), ""),
        ("No authors, no source", (), ""),
        ("Author is null", ("도 하늘",), ""),
        ("Inverted index with null positions", (), "a"),
    ]
    assert [refusal.reason for refusal in found.rejected] == [RefusalReason.NO_TITLE, RefusalReason.LONG_TITLE]
