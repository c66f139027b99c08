"""HTML of any object of the contract, for notebooks: an escaped fragment, no script, no request. It adds no facts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from atlas287.answers.briefs.render import narratives
from atlas287.answers.briefs.render.cited import Source, sources
from atlas287.answers.briefs.render.record import policing
from atlas287.answers.briefs.render.rows import frame
from atlas287.answers.briefs.wording import words
from atlas287.core.errors import UsageError

Row = Mapping[str, Any]

MOST_ROWS = 200
"""So many rows of a table are shown; the object and its frames hold them all."""
STYLE = (
    ".atlas287 table{border-collapse:collapse;margin:.5em 0}"
    ".atlas287 th,.atlas287 td{border:1px solid currentColor;padding:.2em .6em;text-align:left;vertical-align:top}"
    ".atlas287 td.n{text-align:right;font-variant-numeric:tabular-nums}"
    ".atlas287 caption{text-align:left;font-weight:bold}"
    ".atlas287 .scroll{overflow-x:auto}"
)
"""Colours are those of the page around it, so that light and dark both work."""
CAPTIONS = {
    "since": "Changes between lists",
    "passed": "Sentences that do not stand",
    "fetched": "Files",
    "tables": "Tables",
    "issues": "What is odd",
    "files": "What is odd",
    "gaps": "Not known",
    "left_out": "Money: what applies, what does not, totals and what is not known",
}
"""A key of an object -> what its table is called."""
PLAIN = {"question", "as_of", "checked_on", "release", "id", "status", "lang", "notice", "place", "summary", "sections"}
PLAIN |= {"gaps", "sources", "candidates", "narratives", "plan"}
"""Keys of a brief that have a place of their own or are not shown; every other one is a list under its name."""


def fragment(content: Row) -> str:
    """An object of the contract as one `<article>`."""
    if "brief" in content and isinstance(content["brief"], Mapping):
        body, lang = [*_brief(content["brief"]), *_agencies(content)], content["brief"]["lang"]
    elif "summary" in content:
        body, lang = _brief(content), content["lang"]
    else:
        body, lang = _count(content) if "rule" in content else _other(content), str(content.get("lang", "en"))
    return f'<article class="atlas287" lang="{escape(str(lang))}"><style>{STYLE}</style>{"".join(body)}</article>'


def _brief(brief: Row) -> list[str]:
    said = _said(brief["lang"])
    label = said["labels"]
    known = [f"{label[key]} {brief[at]}" for key, at in (("release", "release"), ("brief", "id")) if brief.get(at)]
    stamp = [f"{label['as_of']} {brief['as_of']}", _status(brief["status"], said), *known]
    parts = [_heading(2, brief["question"]), _paragraph(" · ".join(stamp))]
    parts += [_paragraph(brief["notice"])] if brief.get("notice") else []
    parts += [f"<p>{_sentence(each, said)}</p>" for each in brief["summary"]]
    for section in brief["sections"]:
        parts += [_heading(3, section["heading"]), _list(_sentence(each, said) for each in section["sentences"])]
        parts += _claims(brief, said) if section["heading"] == narratives.heading(said) else []
        parts += [_paragraph(section["note"])] if section.get("note") else []
    if all(section["heading"] != narratives.heading(said) for section in brief["sections"]):
        parts += _claims(brief, said)
    parts += _titled(label["candidates"], [_words(each) for each in brief["candidates"]])
    for key, value in brief.items():
        if key not in PLAIN and value:
            several = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
            title = label.get(key) or key.replace("_", " ").capitalize()
            parts += _titled(title, [_entry(each, said) for each in several])
    parts += _titled(label["gaps"], [_gap(gap, said) for gap in brief["gaps"]])
    return parts + _titled(label["sources"], [_source(each, said) for each in sources(brief["sources"], said)])


def _claims(brief: Row, said: Row) -> list[str]:
    """The claims of every side as a table."""
    heads = narratives.heads(said)
    rows = [dict(zip(heads, narratives.cells(claim, said), strict=True)) for claim in brief.get("narratives") or ()]
    return [_table(narratives.heading(said), heads, rows)] if rows else []


def _status(status: str, said: Row) -> str:
    return str(said["statuses"].get(status, status.replace("_", " ")))


def _agencies(content: Row) -> list[str]:
    """Who polices a county or town, each by name."""
    texts = _said(content["brief"]["lang"])["policing"]
    known = [entry for entry in content.get("agencies", ()) if entry.get("relation") in texts["relations"]]
    if not known:
        return []
    lines = [policing(entry, texts["relations"][entry["relation"]], texts) for entry in known]
    title = texts["title"].format(place=content["place"]["name"], as_of=content["as_of"])
    return _titled(title, [_text(line) for line in lines])


def _said(lang: str) -> Mapping[str, Any]:
    """The words of a language, English where it is not known."""
    try:
        return words(lang)
    except UsageError:
        return words("en")


def _sentence(sentence: Row, said: Row) -> str:
    marks = "".join(f" [{n}]" for n in sentence["cites"])
    kinds = said["sentence_kinds"]
    kind = str(kinds.get(sentence["kind"], sentence["kind"]))
    kind += f": {_kind(sentence['gap'], said)}" if sentence.get("gap") else ""
    return f"{_text(sentence['text'] + marks)} <small>({_text(kind)})</small>"


def _gap(gap: Row, said: Row) -> str:
    would = f" {said['labels']['would_tell']}: {gap['would_fill']}." if gap.get("would_fill") else ""
    return f"{_text(gap['what'])} <small>({_text(_kind(gap, said))})</small>{_text(would)}"


def _kind(gap: Row, said: Row) -> str:
    return str(said["gap_kinds"].get(gap["kind"], gap["kind"]))


def _source(source: Source, said: Row) -> str:
    title = _text(source.title)
    if (source.url or "").startswith(("https://", "http://")):
        title = f'<a href="{escape(str(source.url))}" rel="noreferrer">{title}</a>'
    opening = f"{_text(source.marks)} {_text(source.published)}{title}, {_text(source.dated)}"
    if source.rows:
        return f"{opening}; {_text(source.where(said))}"
    rest = ", ".join(each for each in (source.file, source.origin) if each)
    return f"{opening}, {_text(rest)}, sha256 <code>{_text(source.sha256)}</code>"


def _entry(value: Any, said: Row) -> str:
    """Anything in a list of a brief: a sentence, words, or something newer than this renderer."""
    if isinstance(value, Mapping):
        return _sentence(value, said) if {"text", "cites", "kind"} <= set(value) else _words(value)
    return _text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _words(row: Row) -> str:
    return _text(", ".join(f"{key.replace('_', ' ')} {_plain(value)}" for key, value in row.items()))


def _count(content: Row) -> list[str]:
    where = ", ".join(f"{k} {v if isinstance(v, str) else ' or '.join(v)}" for k, v in content["where"].items())
    title = f"{content['unit'].replace('_', ' ').capitalize()}{f' ({where})' if where else ''} as of {content['as_of']}"
    rows = content["rows"] if content["by"] else []
    parts = [_table(title, list(rows[0]) if rows else [], rows, total=content["total"])]
    if content["overlap"]:
        parts.append(_paragraph("Rows overlap: what is counted can stand in several, so they do not add up."))
    if content["list"]:
        behind = content["list"]
        parts.append(_paragraph(f"List of {behind['as_of']}: {behind['file']}, sha256 {behind['sha256']}"))
    parts.append(_paragraph(f"Rule: {content['rule']}"))
    parts += _titled(_said("en")["labels"]["gaps"], [_gap(gap, _said("en")) for gap in content["gaps"]])
    if content.get("listings"):
        shown = frame(content)
        parts.append(_table("Rows of the list", list(shown.columns), shown.rows))
    return parts


def _other(content: Row) -> list[str]:
    """Any other object: what it says of itself, and its rows."""
    facts = {key: value for key, value in content.items() if isinstance(value, str | int)}
    parts = [_list(_words({key: value}) for key, value in facts.items())] if facts else []
    try:
        found = frame(content)
    except UsageError:
        return [*parts, f"<pre>{_text(json.dumps(content, ensure_ascii=False, indent=1))}</pre>"]
    caption = next((title for key, title in CAPTIONS.items() if key in content), "Rows")
    return [*parts, _table(caption, list(found.columns), found.rows)]


def _table(caption: str, columns: Sequence[str], rows: Sequence[Row], total: Any = None) -> str:
    lines = [f"<caption>{_text(caption)}</caption>"]
    if columns:
        heads = "".join(f'<th scope="col">{_text(name.replace("_", " "))}</th>' for name in columns)
        lines.append(f"<thead><tr>{heads}</tr></thead>")
    lines += ["<tbody>", *(_line([row.get(name) for name in columns]) for row in rows[:MOST_ROWS]), "</tbody>"]
    if total is not None:
        blank = "<td></td>" * (len(columns) - 2)
        lines.append(f'<tfoot><tr><th scope="row">Total</th>{blank}{_cell(total)}</tr></tfoot>')
    note = "" if len(rows) <= MOST_ROWS else _paragraph("The first rows are shown; the object holds them all.")
    return f'<div class="scroll"><table>{"".join(lines)}</table></div>{note}'


def _line(values: Sequence[Any]) -> str:
    first, *rest = values
    return f'<tr><th scope="row">{_text(_plain(first))}</th>{"".join(map(_cell, rest))}</tr>'


def _cell(value: Any) -> str:
    number = ' class="n"' if isinstance(value, int) and not isinstance(value, bool) else ""
    return f"<td{number}>{_text(_plain(value))}</td>"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping) and "gap" in value:
        return f"not known ({value['gap']})"
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: ""}[value]
    if isinstance(value, int):
        return f"{value:,}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _titled(title: str, entries: Sequence[str]) -> list[str]:
    return [_heading(3, title), _list(entries)] if entries else []


def _list(entries: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{entry}</li>' for entry in entries)}</ul>"


def _heading(level: int, text: str) -> str:
    return f"<h{level}>{_text(text)}</h{level}>"


def _paragraph(text: str) -> str:
    return f"<p>{_text(text)}</p>"


def _text(value: Any) -> str:
    """Text of anything, escaped; what does not print, such as a control code, is shown as a sign for it."""
    return escape("".join(each if each.isprintable() or each == "\n" else "\ufffd" for each in str(value)))
