"""What stands in an exported file, read without the program that wrote it."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree import ElementTree

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@dataclass(frozen=True)
class Sheet:
    """``rows`` as they are shown; ``widths`` by column."""

    name: str
    rows: list[list[str]]
    widths: list[float]
    filtered: str
    frozen: str


def read_sheet(content: bytes) -> Sheet:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet, workbook, styles = (
            ElementTree.fromstring(book.read(f"xl/{part}.xml"))  # noqa: S314 - ours
            for part in ("worksheets/sheet1", "workbook", "styles")
        )
    formats = _formats(styles)
    filtered, pane = sheet.find(f"{SHEET}autoFilter"), sheet.find(f".//{SHEET}pane")
    return Sheet(
        name=next(workbook.iter(f"{SHEET}sheet")).get("name", ""),
        rows=[_row(row, formats) for row in sheet.iter(f"{SHEET}row")],
        widths=[width for column in sheet.iter(f"{SHEET}col") for width in _widths(column)],
        filtered="" if filtered is None else filtered.get("ref", ""),
        frozen="" if pane is None else pane.get("topLeftCell", ""),
    )


def _widths(column: ElementTree.Element) -> list[float]:
    """Neighbours of one width are said once."""
    return [float(column.get("width", 0))] * (int(column.get("max", 0)) - int(column.get("min", 0)) + 1)


def read_xlsx(content: bytes) -> list[list[str]]:
    return read_sheet(content).rows


def _formats(styles: ElementTree.Element) -> list[str]:
    """The shape of numbers by style; empty where a number is shown as it is."""
    shapes = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter(f"{SHEET}numFmt")}
    cells = styles.find(f"{SHEET}cellXfs")
    return [shapes.get(one.get("numFmtId"), "") for one in cells or ()]


def _row(row: ElementTree.Element, formats: list[str]) -> list[str]:
    """With an empty text for a cell that is not there; the last cell of every row here is."""
    shown: list[str] = []
    for cell in row:
        letters = re.match("[A-Z]+", cell.get("r", ""))
        number = 0
        for letter in letters[0] if letters else "":
            number = number * 26 + ord(letter) - ord("A") + 1
        shown += [""] * (number - 1 - len(shown))
        shown.append(_shown("".join(cell.itertext()), formats[int(cell.get("s", 0))]))
    return shown


def _shown(value: str, shape: str) -> str:
    if not shape:
        return value
    if shape.startswith("yyyy"):
        # To the second: a sheet leaves the seconds out, it does not round them to minutes.
        instant = datetime(1899, 12, 30) + timedelta(seconds=round(float(value) * 24 * 60 * 60))  # noqa: DTZ001 - a sheet's
        return f"{instant:%Y-%m-%d %H:%M}" if "hh" in shape else f"{instant:%Y-%m-%d}"
    digits = len(re.findall("0", shape.partition(".")[2].partition(" ")[0]))
    unit = shape.partition('"')[2].rstrip('"')
    return f"{float(value):,.{digits}f} {unit}"
