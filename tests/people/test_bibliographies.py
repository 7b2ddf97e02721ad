"""Bibliographies as real tools write them: each format is recognised by what is in it and read into one shape."""

import codecs
import unicodedata

import pytest

from exchange.people.enums import PublicationSource, RefusalReason, UnreadableReason
from exchange.people.values.publications import Item, Refusal, UnreadableBibliography, clean_doi, detect, parse, read
from exchange.people.values.publications.items import AUTHOR_LIMIT


def bibtex(**fields: str) -> str:
    return "@misc{one, " + ", ".join(f"{name} = {{{value}}}" for name, value in fields.items()) + "}"


def only(text: str) -> Item:
    found = parse(text)
    assert found.rejected == []
    return found.items[0]


def titles(text: str) -> list[str]:
    return [item.title for item in parse(text).items]


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"{\"U}ber na{\"\i}ve {\ss}tudies in {\L}\'od\'z", "Über naïve ßtudies in Łódź"),
        (r"$\alpha$-{F}e$_2${O}$_{3}$ and $x^2$", "α-Fe2O3 and x2"),
        (r"\textit{In vivo} \& \emph{in} \textbf{vitro}, 100\%", "In vivo & in vitro, 100%"),
        (r"Costs of \$5, or from $6 to $7", "Costs of $5, or from $6 to $7"),
        (r"Some $8-$9", "Some $8-$9"),
        (r"Trust --- and ``hope'' 1--2", "Trust — and “hope” 1–2"),
        (r"\href{https://x.org}{Linked} \unknown{kept} {\noopsort{a}}end", "Linked kept end"),
        (r"AT{\&}T &amp; <i>E. coli</i>, p < 0.05", "AT&T & E. coli, p < 0.05"),
        (r"사람~로봇 {협업}", "사람 로봇 협업"),
        (r"5$\pm$2\,$^\circ$C and $^{\circ}$", "5±2 °C and °"),
        (r"Spin $\frac{1}{2}$, $\sqrt{2}$, $ x $ and $ \alpha $", "Spin 1/2, √2, x and α"),
        (r"Between $ 5 and 6 $ a head", "Between $ 5 and 6 $ a head"),
        (r"$O(n \log n)$ where $a \in B$", "O(n log n) where a ∈ B"),
        (r"\textcolor{red}{Red}\thanks{Grant 1}", "Red"),
        (r"$\dfrac{\alpha}{2}$\footnote{Grant} at $ x = 1 $ in \color{red}red", "α/2 at x = 1 in red"),
        ("&lt;i&gt;In vivo&lt;/i&gt; at AT&amp;amp;T", "In vivo at AT&T"),
        ("<p>One.</p><p>Two</p><br/>3 <inline-formula>x</inline-formula>", "One. Two 3 x"),
        ("<title>One</title><bold>T</bold><italic>w</italic><tex-math>o</tex-math><div>3</div>x", "One Two 3 x"),
        ("A<jats:title>One</jats:title>B<jats:p>Two</jats:p>C", "A One B Two C"),
    ],
)
def test_latex_and_markup_leave_no_residue(latex: str, plain: str) -> None:
    assert only(bibtex(title=latex)).title == plain


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("https://doi.org/10.1000/ABC_1.", "10.1000/abc_1"),
        (r"10.1000/a\_b{\_}c", "10.1000/a_b_c"),
        ("doi:10.1016/0304-3975(92)90001-2", "10.1016/0304-3975(92)90001-2"),
        ("10.1000/abc(92)", "10.1000/abc(92)"),
        ("(see 10.1000/(sici)1)", "10.1000/(sici)1"),
        ("http://dx.doi.org/10.1002%2F%28SICI%291?ref=x", "10.1002/(sici)1"),
        ("10.1002/(SICI)1<1::AID&gt;3.0.CO;2-2", "10.1002/(sici)1<1::aid>3.0.co;2-2"),
        ("10.1000/" + ")" * 9, "10.1000/"),
        ("none", ""),
    ],
)
def test_a_doi_is_unescaped_and_keeps_its_brackets(written: str, doi: str) -> None:
    assert clean_doi(written) == doi


def test_the_address_of_a_publisher_is_no_doi() -> None:
    pages = ("https://doi.org/10.1000/abc", "https://publisher.org/doi/10.1000/abc/full.pdf")
    assert [only(bibtex(title="T", url=page)).doi for page in pages] == ["10.1000/abc", ""]


BROKEN = """@string{rob = "Robots"}
@article{one, title = {Good}, journal = rob # { and people}, year = 2020}
@article{two, title = {No comma} year = {2021}}
@article{three, title = {Never closed, year = {2022}
}
@article{four, title = {No such macro}, journal = TROBOT}
@article{, title = {No key}}
@article{, title = {No key either}}
@article{One, title = {The key again}}
@article{six, title = {Unused macro}, month = sept, note = {me@example.org}}
@misc{seven, year = 2020}
@comment{jabref-meta: databaseType:bibtex;}
@article(eight, title = "In {"}parentheses{"}")
"""


def test_a_broken_entry_costs_itself_and_is_named_with_its_line() -> None:
    found = parse(BROKEN)
    assert [(item.title, item.venue) for item in found.items] == [
        ("Good", "Robots and people"),
        ("No key", ""),
        ("No key either", ""),
        ("Unused macro", ""),
        ('In "parentheses"', ""),
    ]
    assert found.rejected == [
        Refusal("two", RefusalReason.SYNTAX, 3),
        Refusal("three", RefusalReason.SYNTAX, 4),
        Refusal("four", RefusalReason.UNDEFINED_MACRO, 6),
        Refusal("One", RefusalReason.REPEATED_KEY, 9),
        Refusal("seven", RefusalReason.NO_TITLE, 11),
    ]


def test_entries_are_found_wherever_they_stand() -> None:
    text = "By me@example.org: @misc{a, title={A}} @misc{b, title={B}}@misc{c, title={C}}\n % @misc{d, title={D}}"
    assert titles(text) == ["A", "B", "C", "D"]
    assert titles("@misc{a, title={What @misc{x} means}}") == ["What @miscx means"]


def test_macros_do_not_double_without_end() -> None:
    doubling = "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 40))
    text = f"@string{{a0 = {{xxxxxxxx}}}}\n{doubling}@misc{{bomb, title = a39}}\n@misc{{long, title = {' # '.join(['a6'] * 99)}}}"
    found = parse(text + bibtex(title="Good"))
    assert [item.title for item in found.items] == ["Good"]
    assert [refusal.reason for refusal in found.rejected] == [RefusalReason.LONG_MACRO] * 2


def test_biblatex_is_read() -> None:
    text = bibtex(title="Fields", subtitle="A survey", journaltitle="Letters", date="1996-05-23", author="Doe, J.")
    assert only(text) == Item(title="Fields: A survey", year=1996, venue="Letters", authors=("Doe, J.",))
    assert only(bibtex(title="Thesis", institution="Invented University")).venue == "Invented University"


def test_a_paper_is_in_the_volume_that_it_refers_to() -> None:
    volume = "@proceedings{Pt, title = {Proceedings of Trust}, year = 2019}"
    paper = "@inproceedings{a, title = {A}, crossref = {pT}}"
    for text in (f"{paper}\n{volume}", f"{volume}\n{paper}"):
        found = {item.title: (item.venue, item.year) for item in parse(text).items}
        assert found == {"A": ("Proceedings of Trust", 2019), "Proceedings of Trust": ("", 2019)}
    assert only("@misc{a, title = {A}, crossref = {nowhere}}").venue == ""
    named = volume.replace("title", "booktitle = {The Book}, title")
    assert parse(f"{paper}\n{named}").items[0].venue == "The Book"


def test_names_stay_as_they_are_written() -> None:
    names = 'M{\\"u}ller, J{\\"o}rg and {The Barnes and Noble Group} and 한, 가람 and 도 하늘 and Jane Doe and others'
    written = ("Müller, Jörg", "The Barnes and Noble Group", "한가람", "도 하늘", "Jane Doe")
    assert only(bibtex(title="T", author=names)).authors == written


def test_large_collaborations_are_cut() -> None:
    authors = " and ".join(f"Doe {number}" for number in range(2000))
    assert len(only(bibtex(title="T", author=authors)).authors) == AUTHOR_LIMIT


RIS = """Provider: Invented

TY  - JOUR
T1  - Trust in
robots
A1  - Han, Minji
JO  - Rob.
JF  - Robots
Y1  - 2022/03//
N2  - We measure - trust.
UR  - https://doi.org/10.1000/xyz
ER  -
TY  - CHAP
CT  - A chapter
BT  - The book
ER  -
TY  - BOOK
BT  - The book
PB  - The press
ER  -
TY  - JOUR
AU  - Nobody
ER  -
TI  - Without a beginning
ER  -
TY  - JOUR
TI  - Without an end
"""


def test_ris_loses_no_record() -> None:
    found = parse(RIS)
    assert found.items == [
        Item(
            title="Trust in robots",
            abstract="We measure - trust.",
            year=2022,
            venue="Robots",
            authors=("Han, Minji",),
            doi="10.1000/xyz",
        ),
        Item(title="A chapter", venue="The book"),
        Item(title="The book", venue="The press"),
        Item(title="Without a beginning"),
        Item(title="Without an end"),
    ]
    assert found.rejected == [Refusal("#4", RefusalReason.NO_TITLE, 21)]


def test_ris_is_read_with_one_space_and_with_the_line_ends_of_old_macs() -> None:
    assert titles("TY - JOUR\rTI - San\rN2 - A\rER - \r") == ["San"]
    assert only("TY  - JOUR\nTI  - San\nAB  - We\nAI - based\n").abstract == "We AI - based"


WOS = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Doe, J
   Roe, R
AF Doe, Jane
   Roe, Richard
TI Waves over
   long distances
SO WAVES
PY 2020
DI 10.1000/psi.2
ER

EF
"""
ENDNOTE = "%0 Journal Article\n%T Limits of teams\n%A Doe, Jane\n%A Roe, R.\n%J Teams\n%D 2020\n\n%0 Book\n%T A book\n"
PUBMED = """
PMID- 12345
TI  - Trust in
      people.
DP  - 2020 Jan
FAU - Doe, Jane
AU  - Doe J
JT  - Journal of trust
LID - S12 [pii]
LID - 10.1000/med [doi]
"""
WAVES = Item(
    title="Waves over long distances",
    year=2020,
    venue="WAVES",
    authors=("Doe, Jane", "Roe, Richard"),
    doi="10.1000/psi.2",
)


def test_web_of_science_endnote_and_pubmed_are_read() -> None:
    assert only(WOS) == WAVES
    assert parse(ENDNOTE).items == [
        Item(title="Limits of teams", year=2020, venue="Teams", authors=("Doe, Jane", "Roe, R.")),
        Item(title="A book"),
    ]
    medicine = Item(
        title="Trust in people.", year=2020, venue="Journal of trust", authors=("Doe, Jane",), doi="10.1000/med"
    )
    assert only(PUBMED) == medicine


def test_endnote_without_kinds_loses_no_work() -> None:
    assert titles("%T One\n%A Doe, J.\n\n%T Two\n") == ["One", "Two"]


PHI = Item(title="Phi lattices", year=2020, venue="Lattices", authors=("Doe, Jane", "Roe, R."), doi="10.1000/phi")


SCOPUS = """"Authors","Author full names","Title","Year","Source title","DOI"
"Doe, Jane; Roe, R.","x","Phi lattices","2020","Lattices","10.1000/phi"
"""
EMBASE = """Search of today

TITLE,AUTHOR NAMES,SOURCE TITLE,PUBLICATION YEAR,DOI
Phi lattices,"Doe, Jane; Roe, R.",Lattices,2020,10.1000/phi
"""


@pytest.mark.parametrize(
    "text",
    [
        'Title,Year,Venue,Authors,DOI\nPhi lattices,2020,Lattices,"Doe, Jane; Roe, R.",10.1000/phi\n',
        'Title;Year;Venue;Authors;DOI\nPhi lattices;2020;Lattices;"Doe, Jane; Roe, R.";10.1000/phi\n',
        "Title\tYear\tVenue\tAuthors\tDOI\nPhi lattices\t2020\tLattices\tDoe, Jane; Roe, R.\t10.1000/phi\n",
        SCOPUS,
        EMBASE,
        '논문명,저자,학술지명,발행년도,DOI\nPhi lattices,"Doe, Jane;Roe, R.",Lattices,2020,10.1000/phi\n',
        "번호|제목|저자명|수록지명|발행연도|doi\n1|Phi lattices|Doe, Jane;Roe, R.|Lattices|202005|10.1000/phi\n",
        "PT\tAU\tTI\tSO\tPY\tDI\nJ\tDoe, Jane; Roe, R.\tPhi lattices\tLattices\t2020\t10.1000/phi\n",
    ],
    ids=["comma", "semicolon", "tab", "Scopus", "Embase", "KCI", "RISS", "Web of Science"],
)
def test_tables_are_read_by_their_headings(text: str) -> None:
    assert only(text) == PHI


def test_a_broken_row_costs_itself() -> None:
    text = 'title,year\n"Two\nlines",2020\n"Open,2021\nGood,2022\nMany,1,2,3\n5" disks,2023\n,2024\n'
    found = parse(text)
    assert [(item.title, item.year) for item in found.items] == [
        ("Two lines", 2020),
        ("Open,2021", None),
        ("Good", 2022),
        ('5" disks', 2023),
    ]
    assert found.rejected == [
        Refusal("Many", RefusalReason.COLUMNS, 6),
        Refusal("2024", RefusalReason.NO_TITLE, 8),
    ]


def test_an_open_quotation_mark_swallows_no_row() -> None:
    found = parse('title,year\n"Open,2021\nEnd",2022,x\n')
    assert ([item.title for item in found.items], found.rejected[0].line) == (["Open,2021"], 3)
    rows = "".join(f"Row {number},2021\n" for number in range(300))
    assert len(titles(f'title,year\n"Open,2021\n{rows}End",2022\n')) == 302


KOREAN = '논문명,저자\n협동 로봇의 신뢰,"한가람, 도하늘"\n'


@pytest.mark.parametrize(
    "data",
    [
        KOREAN.encode(),
        codecs.BOM_UTF8 + KOREAN.encode(),
        KOREAN.encode("cp949"),
        KOREAN.encode("euc-kr"),
        KOREAN.encode("utf-16"),
        KOREAN.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + KOREAN.encode("utf-32-le"),
        unicodedata.normalize("NFD", KOREAN).encode(),
        KOREAN.replace("\n", "\r").encode("cp949"),
    ],
    ids=["UTF-8", "mark", "cp949", "EUC-KR", "UTF-16", "UTF-16 without mark", "UTF-32", "NFD", "CR"],
)
def test_korean_is_read_in_every_encoding(data: bytes) -> None:
    assert only(read(data)) == Item(title="협동 로봇의 신뢰", authors=("한가람", "도하늘"))


def test_western_letters_are_read_and_nothing_is_guessed() -> None:
    assert titles(read("title\nÜber Äpfel\n".encode("cp1252"))) == ["Über Äpfel"]
    damaged = "title\n협동 로봇의 신뢰\n".encode() + b"\xff"
    for data in (damaged, "title\n机器信任\n".encode("gbk")):
        with pytest.raises(UnreadableBibliography) as caught:
            read(data)
        assert caught.value.reason is UnreadableReason.ENCODING


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", UnreadableReason.EMPTY),
        (b"My papers, in prose.", UnreadableReason.UNKNOWN),
        (b"name\nRobots\n", UnreadableReason.UNKNOWN),
        (b"\xef\xbb\xbf%PDF-1.7", UnreadableReason.PDF),
        (b"{\\rtf1 x}", UnreadableReason.WORD),
        (b"PK\x03\x04....word/document.xml", UnreadableReason.WORD),
        (b"PK\x03\x04....xl/workbook.xml", UnreadableReason.EXCEL),
        (b"PK\x03\x04mimetypeapplication/hwp+zip", UnreadableReason.HWP),
        (b"PK\x03\x04", UnreadableReason.ARCHIVE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), UnreadableReason.EXCEL),
        (b"II*\x00\x08\x00\x00\x00" + b"\x00\x01" * 9, UnreadableReason.ARCHIVE),
        (b"<!DOCTYPE html><html>", UnreadableReason.HTML),
        (b"<?xml version='1.0'?><xml><records>", UnreadableReason.ENDNOTE_XML),
        (b"<?xml version='1.0'?><mods>", UnreadableReason.XML),
        (b'[{"type": "article-journal"}]', UnreadableReason.JSON),
        (b"RT Journal Article\nT1 Trust\n", UnreadableReason.REFWORKS),
        (b"@string{a = {A}}\n@comment{jabref}\n", UnreadableReason.UNKNOWN),
        (b"title,year\n\n", UnreadableReason.UNKNOWN),
        (b"title\n" + b"Robots\n" * 2001, UnreadableReason.TOO_MANY),
        (b"@misc{k, title={T}}\n" * 2001, UnreadableReason.TOO_MANY),
    ],
    ids=lambda value: value.value if isinstance(value, UnreadableReason) else "",
)
def test_what_is_not_read_is_named(data: bytes, reason: UnreadableReason) -> None:
    with pytest.raises(UnreadableBibliography) as caught:
        parse(read(data))
    assert (caught.value.reason, str(caught.value)) == (reason, str(reason.label))


def test_the_format_that_begins_first_is_the_one() -> None:
    ris = "TY  - JOUR\nTI  - T\nAB  - @misc{k,\n%T x\nER  -\n"
    table = 'title,abstract\nT,"\n@misc{k,\nTY  - JOUR"\n'
    assert [detect(text) for text in (ris, table)] == [PublicationSource.RIS, PublicationSource.CSV]


def test_progress_is_told_of_every_entry() -> None:
    told: list[tuple[int, int]] = []
    parse("title\nA\nB\n", on_progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
