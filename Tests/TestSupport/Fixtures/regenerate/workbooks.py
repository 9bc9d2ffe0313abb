"""Workbooks as other programs write them, and what stands in their first sheets.

Needs openpyxl 3.1.5 and LibreOffice (soffice). Writes workbook_openpyxl.xlsx,
workbook_libreoffice.xlsx (the same saved again), workbook_1904.xlsx and workbooks.json, whose
cells are those given here, not those read back.

    python3 workbooks.py FOLDER
"""

import datetime as dt
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

folder = pathlib.Path(sys.argv[1])
header = ["codice", "telefono", "esito", "data_contatto", "tentativi", "punteggio", "note"]
rows = [
    ["abc", "+39 02 123", "disponibile", dt.date(2024, 5, 3), 2, 0.9036, "una riga\ne un'altra"],
    ["007", "02123456", None, None, None, 0.1, 'tra "virgolette", e virgole'],
    None,
    ["äöü", "0039333", "già occupato", dt.date(1900, 1, 31), 0, 1e-12, "=non è una formula"],
    ["NA", "3", "rifiuta", dt.date(2024, 2, 29), 12345678, -3, "grassetto e no"],
]


def fill(book):
    sheet = book.active
    sheet.title = "Lista"
    sheet.append(header)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row or [], start=1):
            if value is None:
                continue
            cell = sheet.cell(number, column)
            if value == "grassetto e no":
                value = CellRichText(TextBlock(InlineFont(b=True), "grassetto"), " e no")
            cell.value = value
            if isinstance(value, dt.date):
                cell.number_format = 'dd/mm/yyyy;@' if number == 2 else '[$-410]d mmm yyyy'
            if isinstance(value, str):
                cell.data_type = "s"
    book.create_sheet("Altro").append(["nulla", "di", "questo"])


book = openpyxl.Workbook()
fill(book)
book.save(folder / "workbook_openpyxl.xlsx")

mac = openpyxl.Workbook()
mac.epoch = CALENDAR_MAC_1904
fill(mac)
# Before 1904 that calendar has no days.
mac["Lista"]["D5"] = dt.date(1904, 1, 2)
mac.save(folder / "workbook_1904.xlsx")

with tempfile.TemporaryDirectory() as place:
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", place,
         folder / "workbook_openpyxl.xlsx"],
        check=True, capture_output=True,
    )
    shutil.copy(pathlib.Path(place) / "workbook_openpyxl.xlsx",
                folder / "workbook_libreoffice.xlsx")


def text(value):
    if value is None:
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, str) else repr(value)


version = subprocess.run(["soffice", "--version"], capture_output=True, text=True).stdout.strip()
json.dump(
    {
        "programs": {"openpyxl": openpyxl.__version__, "libreoffice": version},
        "header": header,
        "lines": [n for n, row in enumerate(rows, start=2) if row],
        "rows": [[text(value) for value in row] for row in rows if row],
    },
    open(folder / "workbooks.json", "w"),
    ensure_ascii=False,
    indent=1,
    sort_keys=True,
)
