"""A brief and the record of its place as a printed packet of two pages: the extra `pdf`, imported only here.

It adds no facts: sentences, gaps and rows in an order for a commissioner, set by `packet.typ` with the headings of
`packet.yaml`. Text reaches the template as data, never as markup. The same brief gives the same bytes.
"""

from __future__ import annotations

import json
import shlex
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from atlas287.answers.briefs.wording import words
from atlas287.core import registry
from atlas287.core.errors import RenderError, UsageError
from atlas287.core.files import write_whole
from atlas287.core.model import Brief, Citation, Sentence

HERE = Path(__file__).parent
SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
"""Sizes of type in points, largest first, that either page is tried in until it holds its part."""
ROWS = (18, 12, 8, 5)
"""How many rows of the table are tried for each size of the first page."""
Row = Mapping[str, Any]


@cache
def labels(lang: str) -> Mapping[str, Any]:
    """Headings and labels of a language. Raises UsageError for one that is not there."""
    found = registry.load_yaml(HERE / "packet.yaml")
    if lang not in found:
        raise UsageError("no such language", where=f"--lang {lang}", do=f"choose from {', '.join(found)}")
    return dict(found[lang])


def save(brief: Brief, record: Row, path: Path) -> None:
    """Write the packet to `path`, whole or not at all."""
    check_ending(path)
    write_whole(path, packet(brief, record))


def check_ending(path: Path) -> None:
    """Raises UsageError where a file's ending is not that of a packet."""
    if path.suffix.lower() != ".pdf":
        raise UsageError("a packet is a .pdf file", where=f"--packet {path}", do="give it this ending")


def packet(brief: Brief, record: Row) -> bytes:
    """The packet as a tagged PDF (PDF/UA-1), US Letter, two pages unless even the smallest type needs more.

    `record` is the object of the place in the contract. Raises UsageError for a brief without a place, RenderError
    where the extra is missing.
    """
    if brief.place is None:
        raise UsageError("a packet is made for one place", where="--packet", do="name a state, county or town")
    typst = _library()
    template = (HERE / "packet.typ").read_bytes()
    inputs = _fitting(typst, template, brief, record)
    day = datetime.fromisoformat(brief.as_of).replace(tzinfo=UTC)
    made: bytes = typst.Compiler(template, ignore_system_fonts=True).compile(
        format="pdf", sys_inputs=inputs, pdf_standards="ua-1", timestamp=day
    )
    return made


def _fitting(typst: Any, template: bytes, brief: Brief, record: Row) -> dict[str, str]:
    """What the template takes, in the largest type and with the most rows that two pages hold."""
    inputs: dict[str, str] = {}

    def pages(rows: int, first: float, second: float) -> tuple[int, int]:
        """The page on which the second part starts, and the last page."""
        nonlocal inputs
        data = displayable(content(brief, record, rows)) | {"sizes": [first, second]}
        inputs = {"packet": json.dumps(data, ensure_ascii=False)}
        options = {"field": "value", "one": True, "ignore_system_fonts": True}
        start, last = json.loads(typst.query(template, "<pages>", sys_inputs=inputs, **options))
        return start, last

    tried = ((size, rows) for size in SIZES for rows in ROWS)
    first, rows = next((each for each in tried if pages(each[1], each[0], SIZES[-1])[0] == 2), (SIZES[-1], ROWS[-1]))
    next((size for size in SIZES if pages(rows, first, size)[1] == 2), None)
    return inputs


def displayable(value: Any) -> Any:
    """A JSON value whose text the embedded fonts hold: control marks are dropped, other scripts written as escapes.

    PDF/UA refuses a character without a glyph.
    """
    if isinstance(value, dict):
        return {key: displayable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [displayable(each) for each in value]
    if not isinstance(value, str):
        return value
    text = " ".join(unicodedata.normalize("NFC", value).split())
    return "".join(_shown(mark) for mark in text if unicodedata.category(mark) not in ("Cc", "Cf"))


def _shown(mark: str) -> str:
    return mark if ord(mark) < 0x250 or mark in "ʻʼ‐–—‘’“”…€™" else f"\\u{ord(mark):04x}"


def content(brief: Brief, record: Row, rows: int) -> dict[str, Any]:
    """What the template prints, with at most so many `rows` in its table."""
    assert brief.place is not None  # noqa: S101 (packet refuses a brief without a place)
    say = labels(brief.lang)
    command = _command(brief)
    law, pipeline, scale, impact, claims, unknown = (section.sentences for section in brief.sections)
    told = {said.id for said in brief.summary}
    scale = tuple(said for said in scale if said.id not in told and not said.id.startswith("scale.model."))
    money = [said for said in scale if said.kind in ("legal", "quoted", "attributed", "gap")]
    listed = [said for said in scale if said.id.startswith(("scale.sheriff", "scale.others", "scale.statewide"))]
    around = [said for said in scale if said not in money and said not in listed]
    referrals = [*pipeline, *impact]
    day = brief.as_of.split("-")
    legal = any(said.kind == "legal" for said in (*law, *money))
    blocks = {"obliges": law, "listed": listed, "duty": money, "around": around, "claims": claims}
    blocks |= {"referrals": referrals, "unknown": unknown}
    return {
        "labels": dict(say),
        "lang": brief.lang,
        "title": say["title"].format(place=brief.place["name"]),
        "question": brief.question,
        "meta": say["meta"].format(as_of=brief.as_of, release=brief.release, brief=brief.id),
        "date": [int(part) for part in day],
        "notice": brief.notice,
        "summary": _printed(brief.summary, brief.lang),
        **{name: _printed(sentences, brief.lang) for name, sentences in blocks.items()},
        "ask": _ask(brief, say),
        "ask_left": _length((*money, *around, *referrals, *claims), 4) < _length(unknown, 1),  # the shorter column
        "table": _table(brief, record, rows),
        "infer": list(brief.do_not_infer),
        "safe": _printed(brief.safe_to_print, brief.lang),
        "sources": [{"n": source.n, "text": _source(source, say)} for source in brief.sources],
        "legal": say["legal"].format(as_of=brief.as_of) if legal else None,
        "commands": [
            f"{command} --format json",
            f"{command} --format json > packet.json",
            "atlas287 verify packet.json",
        ],
    }


def _printed(sentences: Iterable[Sentence], lang: str) -> list[dict[str, Any]]:
    """Sentences as the template takes them; a gap with its kind, what would tell, and whom to ask."""
    kinds = words(lang)["gap_kinds"]
    return [
        {
            "text": said.text,
            "cites": list(said.cites),
            "kind": kinds[said.gap.kind.value] if said.gap else None,
            "fill": said.gap.would_fill if said.gap else None,
            "ask": said.gap.holder if said.gap else None,
        }
        for said in sentences
    ]


def _table(brief: Brief, record: Row, most: int) -> dict[str, Any]:
    """The agencies of the place, one row an agreement; what is cut, and bodies on no list, as one line each."""
    say, texts = labels(brief.lang), words(brief.lang)
    local = [entry for entry in record["agencies"] if entry.get("relation") not in ("state", "unknown")]
    shown = [entry for entry in local if entry["id"] or entry.get("relation") == "county"]
    rows = [row for entry in shown for row in _rows(entry, say, texts)]
    lines = []
    if len(rows) > most:
        lines.append(say["more"].format(n=f"{len(rows) - most:,}"))
    if len(local) > len(shown):
        lines.append(say["others"].format(n=f"{len(local) - len(shown):,}"))
    place = record["place"]
    title = say["table"] if place["kind"] in ("nation", "state") else texts["policing"]["title"]
    return {"title": title.format(place=place["name"], as_of=brief.as_of), "rows": rows[:most], "lines": lines}


def _rows(entry: Row, say: Row, texts: Row) -> list[list[str]]:
    status = texts["policing"]["statuses"][entry["status"]]
    name = entry["name"] if entry["id"] else f"{entry['name']} ({texts['policing']['kinds'][entry['kind']]})"
    if not entry["agreements"]:
        return [[name, "–", "–", "–", status]]
    return [
        [
            name,
            _model(each["model"], texts),
            each["signed"]["list"] or say["undated"],
            each.get("first_listed") or say["undated"],
            status,
        ]
        for each in entry["agreements"]
    ]


def _model(code: str, texts: Row) -> str:
    """The name of a model with its code."""
    names: Row = texts.get("models") or registry.codes("models")["standard"]
    name = str(names.get(code, code))
    return name if f"({code})" in name or code == name else f"{name} ({code})"


def _source(source: Citation, say: Row) -> str:
    """A source in one line; its address and where the copy was kept stand in the brief."""
    named = f"{source.publisher}, {source.title}, {source.date}: {source.file}"
    return f"{named}, {say['hash']} {source.sha256[:12]}…"


def _length(sentences: Iterable[Sentence], headings: int) -> int:
    """About how long a column is, in letters: a heading takes two lines, a sentence half a line more."""
    return sum(len(said.text) + 30 for said in sentences) + 120 * headings


def _ask(brief: Brief, say: Mapping[str, Any]) -> list[str]:
    """The offices that hold what is not known, and the command that prints each question with a letter."""
    titles = (gap.holder.partition(",")[0] for gap in brief.gaps if gap.holder and gap.stage)  # without the division
    offices = list(dict.fromkeys(titles))
    place = brief.place or {}
    named = place.get("code") or place.get("fips") or place.get("id")
    command = " ".join(["atlas287 gaps", *(["--place", shlex.quote(str(named))] if named else []), "--requests"])
    return [*offices, say["ask_more"].format(command=command)] if offices else []


def _command(brief: Brief) -> str:
    """The command that prints the record again."""
    place = brief.place or {}
    key = {"state": "code", "county": "fips", "town": "id"}.get(str(place.get("kind")))
    words_of: Sequence[str] = [str(place["kind"]), *([str(place[key])] if key else []), "--as-of", brief.as_of]
    return " ".join(["atlas287", *words_of, *(["--lang", brief.lang] if brief.lang != "en" else [])])


def _library() -> Any:
    try:
        import typst
    except ImportError as error:
        raise RenderError(
            f"a packet needs typst ({error.name} is missing)", do="install it with: pip install 'atlas287[pdf]'"
        ) from error
    return typst
