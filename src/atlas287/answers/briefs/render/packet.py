"""What a packet prints of a brief and the record of its place: the data of `packet.typ`. It adds no facts."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from atlas287.answers.briefs.render import chosen
from atlas287.answers.briefs.render.cited import sources
from atlas287.answers.briefs.wording import words
from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import Brief, Sentence

Row = Mapping[str, Any]
FOLDER = Path(__file__).parent


@cache
def labels(lang: str) -> Mapping[str, Any]:
    """Headings and labels of a language. Raises UsageError for one that is not there."""
    found = registry.load_yaml(FOLDER / "packet.yaml")
    if lang not in found:
        raise UsageError("no such language", where=f"--lang {lang}", do=f"choose from {', '.join(found)}")
    return dict(found[lang])


def content(brief: Brief, record: Row, rows: int, units: Sequence[chosen.Unit] | None = None) -> dict[str, Any]:
    """What the template prints: at most so many `rows` in its table, and these `units` of the choice; all for None."""
    assert brief.place is not None  # noqa: S101 (packet refuses a brief without a place)
    say, texts = labels(brief.lang), words(brief.lang)
    choice = chosen.choice(brief)
    blocks = chosen.printed((*choice.first, *choice.second) if units is None else units)
    shown = [*brief.summary, *brief.safe_to_print, *(said for told in blocks.values() for said in told)]
    cited = {number for said in shown for number in said.cites}
    told = [asdict(source) for source in brief.sources if source.n in cited]
    columns = {name: _printed(blocks[name], brief.lang) for name in chosen.BLOCKS[2:]}
    if brief.narratives and not columns["claims"]:
        columns["claims"] = [_plain(say["no_claims"])]
    columns |= {name: [_plain(say["above"])] for name in choice.above if not columns.get(name, True)}
    columns["whom"] = [_plain(line) for line in _ask(brief, say)]
    notes = {section.heading: section.note for section in brief.sections}
    of_law = {"duty": notes.get(texts["headings"]["scale"])}
    parts = [[say[name], entries, of_law.get(name)] for name, entries in columns.items() if entries]
    left = _shorter(parts)
    return {
        "labels": dict(say),
        "lang": brief.lang,
        "title": say["title"].format(place=brief.place["name"]),
        "question": brief.question,
        "meta": say["meta"].format(as_of=brief.as_of, release=brief.release, brief=brief.id),
        "date": [int(part) for part in brief.as_of.split("-")],
        "notice": brief.notice,
        "summary": _printed(brief.summary, brief.lang),
        "obliges": _printed(blocks["obliges"], brief.lang),
        "note": notes.get(texts["headings"]["law"]),
        "listed": _printed(blocks["listed"], brief.lang),
        "left": parts[:left],
        "right": parts[left:],
        "table": _table(brief, record, rows),
        "infer": list(brief.do_not_infer),
        "safe": _printed(brief.safe_to_print, brief.lang),
        "sources": [source.line(texts, address=False) for source in sources(told, texts)],
        "rest": _rest(brief, blocks, len(told), say),
        "commands": [
            f"{_command(brief)} --format json",
            f"{_command(brief)} --format json > packet.json",
            "atlas287 verify packet.json",
            _command(brief),
        ],
    }


def _shorter(parts: Sequence[Sequence[Any]]) -> int:
    """How many parts the left column takes, so that the longer one is as short as can be."""
    long = [sum(len(f"{said['text']}{said['fill'] or ''}") + 30 for said in entries) + 120 for _, entries, _ in parts]
    return min(range(1, len(long)), key=lambda cut: max(sum(long[:cut]), sum(long[cut:])), default=1)


def _rest(brief: Brief, blocks: Mapping[str, Sequence[Sentence]], cited: int, say: Row) -> str:
    """How many sentences, sources and claims of the brief are left out."""
    texts = {said.text for told in (brief.summary, *blocks.values()) for said in told}
    every = [said for section in brief.sections for said in section.sentences]
    left = sum(said.text not in texts for said in every)
    numbers = {"n": f"{left:,}", "all": f"{len(every):,}"}
    numbers |= {"sources": f"{len(brief.sources) - cited:,}", "all_sources": f"{len(brief.sources):,}"}
    told = str(say["rest"]).format(**numbers)
    claims = len(blocks["claims"]) if brief.narratives else 0
    if len(brief.narratives) > claims:
        told += " " + str(say["rest_claims"]).format(n=len(brief.narratives) - claims, all=len(brief.narratives))
    return told


def _plain(text: str) -> dict[str, Any]:
    """A line without sources of its own, as the template takes sentences."""
    return {"text": text, "cites": [], "kind": None, "fill": None, "ask": None}


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
