"""What the invented publisher shows on a good day: a page that links two small lists."""

import hashlib
import io
from datetime import datetime

import openpyxl

from atlas287.intake.fetch import Pace, fetch
from support import server as says

QUICK = Pace(interval_seconds=0, timeout_seconds=0.3, deadline_seconds=1.5, attempts=3, backoff_seconds=0.01)

TODAY = "/lists/participatingAgencies05182026am.xlsx"
PENDING = "/lists/pendingAgencies05182026am.xlsx"
PAGE = "/programme"


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def participating(agency):
    heading = ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "SUPPORT TYPE", "SIGNED", "MOA"]
    return workbook(heading, ["TEXAS", agency, "County", "Task Force Model", datetime(2025, 2, 3), "Link"])


PARTICIPATING_LIST = participating("Example County Sheriff's Office")
OTHER_LIST = participating("Example City Police Department")
PENDING_LIST = workbook(
    ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "SUPPORT TYPE"],
    ["TEXAS", "Example County Sheriff's Office", "County", "Task Force Model"],
)


def sha(data):
    return hashlib.sha256(data).hexdigest()


def page_of(*paths):
    return "<h1>Invented programme</h1>" + "".join(f"<p><a href='{path}'>list</a>" for path in paths)


def open_for_business(server):
    server.answers(PAGE, says.page(page_of(TODAY, PENDING)))
    server.answers(TODAY, says.file(PARTICIPATING_LIST))
    server.answers(PENDING, says.file(PENDING_LIST))


def run(store, publisher, *names, pace=QUICK, progress=None):
    return fetch(store, names, page_url=publisher.url(PAGE), pace=pace, progress=progress)
