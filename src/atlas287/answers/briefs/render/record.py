"""Plain text and Markdown of records: an agency, changes between lists, a file read. They add no facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from atlas287.answers.briefs.render import layout
from atlas287.answers.briefs.render.text import brief_text
from atlas287.answers.briefs.wording import words
from atlas287.core import registry
from atlas287.core.model import Brief

MOST_BODIES = 12
"""So many bodies that no list shows are printed by name; JSON holds them all."""
MOST_CANDIDATES = 25
"""So many candidates are printed for a name that fits many; JSON holds them all."""
MOST_TOTALS = 60
"""So many totals of a series are printed; CSV and JSON hold them all."""
Row = Mapping[str, Any]


def place_text(content: Row, brief: Brief, *, markdown: bool) -> str:
    """A place's brief, before it the agencies that police a county or town; or the candidates of an ambiguous name."""
    if brief.place is None:
        names = ({"id": c.get("code", c.get("fips", c.get("id"))), "name": c["name"]} for c in brief.candidates)
        lines = [brief.question, *(f"- {c['name']} ({c['id']})" for c in names)]
        return layout.lines([*lines, *(gap.what for gap in brief.gaps)])
    text = brief_text(brief, markdown=markdown)
    if brief.place["kind"] not in ("county", "town"):
        return text
    return layout.lines([*_agencies(content, brief, markdown), ""]) + text


def _agencies(content: Row, brief: Brief, markdown: bool) -> list[str]:
    """Who polices a place: those on a list by name, the others of each relation together."""
    texts = words(brief.lang)["policing"]
    title = texts["title"].format(place=content["place"]["name"], as_of=content["as_of"])
    lines = [f"## {title}" if markdown else title, *([""] if markdown else [])]
    bullet = "- " if markdown else "  - "
    for relation, heading in texts["relations"].items():
        entries = [entry for entry in content["agencies"] if entry["relation"] == relation]
        known = [entry for entry in entries if entry["id"]]
        lines += [f"{bullet}{policing(entry, heading, texts)}" for entry in known]
        bodies = [entry for entry in entries if not entry["id"]]
        for kind, status in dict.fromkeys((entry["kind"], entry["status"]) for entry in bodies):
            others = [each["name"] for each in bodies if (each["kind"], each["status"]) == (kind, status)]
            if others:
                form = texts["bodies"]["one" if len(others) == 1 else "other"]
                words_of = {"kind": texts["kinds"][kind], "relation": heading, "status": texts["statuses"][status]}
                said = form.format(n=len(others), **words_of)
                lines.append(f"{bullet}{said}: {'; '.join(others[:MOST_BODIES])}{' …' if others[MOST_BODIES:] else ''}")
    return lines


def policing(entry: Row, heading: str, texts: Row) -> str:
    """An agency that polices a place: in which relation, how it stands on the list, by which agreements."""
    listed = [f"{each['model']} ({each['signed']['list'] or texts['undated']})" for each in entry["agreements"]]
    status = texts["statuses"][entry["status"]]
    return f"{entry['name']} ({heading}): {status}{': ' + ', '.join(listed) if listed else ''}"


def agency_text(content: Row, brief: Brief, *, markdown: bool) -> str:
    """An agency's record and brief, or the candidates of an ambiguous name."""
    if brief.place is None:
        shown = brief.candidates[:MOST_CANDIDATES]
        lines = [brief.question, *(f"- {c['name']}, {c['state']} ({c['id']}): {c['status']}" for c in shown)]
        if len(shown) < len(brief.candidates):
            lines.append(f"and {len(brief.candidates) - len(shown):,} more; give more words, or --state.")
        if not brief.candidates:
            lines.append("A name spelt otherwise would not be found; try fewer words, or --state.")
        return layout.lines(lines)
    agency, bullet = content["agency"], "- " if markdown else "  - "
    kinds = registry.codes("agency_kinds")["standard"]
    lines = [
        f"# {agency['name']}" if markdown else agency["name"],
        f"{kinds[agency['kind']]}, {agency['state']} · id {agency['id']} · status on {content['as_of']}: "
        f"{content['status'].replace('_', ' ')}",
        f"Based in: {_base(agency['based_in'])}",
    ]
    lines += [f"Polices: {_place(place)}" for place in agency["places"]]
    lines += [f"ORI: {agency['ori'] or 'not known'}"]
    if len(agency["names"]) > 1:
        lines.append(f"Also listed as: {'; '.join(agency['names'][1:])}")
    lines += _section("Agreements", [_agreement(each) for each in content["agreements"]], markdown)
    lines += _section("Applications", [_application(each) for each in content["applications"]], markdown)
    lines += _section("Changes between lists", [event_line(each, named=False) for each in content["events"]], markdown)
    lines += _section("Also recorded", [_record(each) for each in content["records"]], markdown)
    return (
        layout.lines(line.replace("@", bullet, 1) if line.startswith("@") else line for line in lines)
        + "\n"
        + brief_text(brief, markdown=markdown)
    )


def changes_text(content: Row, *, markdown: bool) -> str:
    """Events, one a line, under the date of the list that shows them."""
    events = content["events"]
    where = f" in {', '.join(content['place'])}" if content["place"] else ""
    title = f"Changes between lists{where}, {content['since']} to {content['until']}: {len(events):,}"
    lines = [f"# {title}" if markdown else title]
    day = None
    for event in events:
        if event["date"] != day:
            day = event["date"]
            lines += ["", f"## {day}", ""] if markdown else ["", day]
        lines.append(f"{'- ' if markdown else '  '}{event_line(event, dated=False)}")
    return layout.lines(lines)


def read_text(content: Row, *, markdown: bool) -> str:
    """What one published file says, and how often each oddity, with its first cell."""
    if "grain" in content:
        return table_text(content, markdown=markdown)
    dated = f"{content['as_of'] or 'unknown'} (by {content['as_of_basis']})"
    what = "A table of records" if content["kind"] == "record" else f"A list of {content['kind']} agencies"
    models = ", ".join(f"{code} {number:,}" for code, number in content["models"].items() if number)
    lines = [
        f"# {content['file']}" if markdown else content["file"],
        f"{what} as of {dated}, layout {content['layout']}",
        f"{content['rows']:,} rows ({models or 'no model'}), {content['agencies']:,} agencies by printed name,"
        f" {content['hidden_rows']:,} rows hidden",
        f"Memorandum links {content['moa_links']:,}, addendum links {content['addendum_links']:,}; signing dates"
        f" missing {content['signed_missing']:,}, repaired {content['signed_repaired']:,}",
    ]
    groups = Counter((issue["code"], issue["rule"]) for issue in content["issues"])
    first = {(issue["code"], issue["rule"]): issue for issue in reversed(content["issues"])}
    lines += [""] if groups else ["Nothing odd was found."]
    for key, number in sorted(groups.items()):
        issue = first[key]
        taken = f"taken for {issue['value']!r}" if issue["value"] is not None else "left as a gap"
        printed = "blank" if issue["original"] is None else repr(issue["original"])
        example = f"first at {issue['cell']}: {printed}, {taken}"
        lines.append(f"{'- ' if markdown else '  '}{number:,} {key[0]} by rule {key[1]!r}, {example}")
    return layout.lines(lines)


def table_text(content: Row, *, markdown: bool) -> str:
    """What one table of enforcement is and holds, without any of its rows."""
    bullet, period, columns = "- " if markdown else "  - ", content["period"], content["columns"]
    form = "as the agency released it" if content["form"] == "raw" else "as published"
    lines = [
        f"# {content['file']}" if markdown else content["file"],
        content["title"],
        f"Kind {content['kind'].replace('_', ' ')}, layout {content['layout']}, {form}, {content['format']}",
        f"Publisher: {content['publisher']}; licence: {content['licence']}",
        f"{content['rows']:,} rows, each {content['grain']}",
    ]
    if len(content["sheets"]) > 1:
        lines.append(f"Sheets that continue the table: {', '.join(content['sheets'])}")
    if period is not None:
        span = f"{period['from']} to {period['to']}" if period["to"] else "no plausible date"
        lines.append(f"Period: {span}, by {period['column']}")
    lines.append(f"Columns: {len(columns['known'])} known")
    lines += [f"{bullet}missing: {', '.join(columns['missing'])}"] if columns["missing"] else []
    unknown = [name for name in columns["extra"] if name not in columns["of_another_release"]]
    lines += [f"{bullet}not known: {', '.join(unknown)}"] if unknown else []
    for name, release in columns["of_another_release"].items():
        lines.append(f"{bullet}{name} is a column of release {release}")
    for name, number in content["redacted"].items():
        lines.append(f"{bullet}{name}: {number:,} cells redacted")
    lines += _section("Read this first", content["warnings"], markdown)
    if "totals" in content:
        lines += _totals(content, markdown)
    else:
        lines += _section("Issues", [_tallied(issue) for issue in content["issues"]], markdown)
        lines += [] if content["issues"] else ["Nothing odd was found."]
    return layout.lines(line.replace("@", bullet, 1) if line.startswith("@") else line for line in lines)


def _totals(content: Row, markdown: bool) -> list[str]:
    """The totals of a table, series by series, and whether a release may hold them."""
    lines = []
    for name in dict.fromkeys(row["series"] for row in content["totals"]):
        rows = [row for row in content["totals"] if row["series"] == name]
        first = rows[0]
        what = _HOW[first["how"]].format(unit=first["unit"])
        met = "" if first["touchpoint"] == "all" else f", touchpoint {first['touchpoint'].replace('_', ' ')}"
        head = f"{name.replace('_', ' ')}: stage {first['stage'].replace('_', ' ')}{met}; {what}"
        left = [f"and {len(rows) - MOST_TOTALS:,} more; --format csv has them all"] if rows[MOST_TOTALS:] else []
        lines += _section(head[0].upper() + head[1:], [*map(_total, rows[:MOST_TOTALS]), *left], markdown)
    may = "may" if content["totals_ship"] else "may not"
    return [*lines, "", f"These totals {may} enter a release (licence: {content['licence']})."]


_HOW = {
    "rows": "{unit}, rows counted",
    "sum": "{unit}, as the publisher counted them",
    "mean_per_day": "{unit} a day, on average over the days of the period that the table has",
    "active": "{unit} active at the end of the period",
}


def _total(row: Row) -> str:
    code, printed, value = row["place"], row["printed"], row["value"]
    place = code if isinstance(code, str) else f"place not known ({code['gap']})"
    if printed is not None and printed != code:
        place += f" ({printed})"
    if row["state"] is not None and row["place_kind"] in ("county", "facility"):
        place += f", {row['state']}"
    said = f"not known ({value['gap']})" if isinstance(value, Mapping) else f"{value:,}"
    return f"{place}, {_period(row)}: {said}"


def _period(row: Row) -> str:
    if isinstance(row["since"], Mapping):
        return f"date not known ({row['since']['gap']})"
    since, until = row["since"], row["until"]
    whole = {"01-01 12-31": until[:4], "10-01 09-30": f"fiscal year {until[:4]}"}
    short = {"month": since[:7]} if row["step"] == "month" else whole
    return short.get(row["step"]) or short.get(f"{since[5:]} {until[5:]}") or f"{since} to {until}"


def _tallied(issue: Row) -> str:
    printed = f": {issue['original']!r}" if issue["original"] is not None else ""
    taken = f" taken for {issue['value']!r}" if issue["value"] is not None else ""
    return f"{issue['count']:,} {issue['code']} ({issue['rule']}){printed}{taken}, first at {issue['cell']}"


def event_line(event: Row, *, named: bool = True, dated: bool = True) -> str:
    """One event in words: what, whom, from what to what, and between which lists."""
    older, newer = (each["as_of"] for each in event["lists"])
    parts = [event["date"]] if dated else []
    parts.append(event["type"].replace("_", " "))
    if named:
        parts.append(f"{event['agency']} ({event['state']})")
    if event["model"]:
        parts.append(event["model"])
    text = ", ".join(parts)
    if event["before"] is not None and event["after"] is not None and event["before"] != event["after"]:
        text += f": {event['before']} -> {event['after']}"
    elif event["type"] == "pending_signed" and event["after"]:
        text += f": signed {event['after']}"
    return f"{text} [lists of {older} and {newer}; {event['basis']}]"


def _base(found: Row) -> str:
    if "gap" in found:
        return f"not known ({found['gap']}{'; ' + found['basis'] if found['basis'] else ''})"
    status = found["status"].replace("_", " ")
    return f"{found['name']} ({found['fips']}, vintage {found['vintage']}), {status}: {found['basis']}"


def _place(place: Row) -> str:
    share = "wholly" if place["share"] == 1 else "in part, share not known"
    code = f", {place['fips']}" if "fips" in place else ""
    return f"{place['name']} ({place['type']}{code}), {share}; {place['basis']}"


def _agreement(row: Row) -> str:
    signed = row["signed"]["list"] if isinstance(row["signed"]["list"], str) else "date not known"
    conflict = (
        f" (also printed: {', '.join(row['signed']['listed_dates'])})" if len(row["signed"]["listed_dates"]) > 1 else ""
    )
    link = row["memorandum"]["url"] if isinstance(row["memorandum"]["url"], str) else "no memorandum linked"
    return (
        f"{row['model']}, signed as listed {signed}{conflict}: listed {row['first_listed']} to {row['last_listed']}, "
        f"{row['status'].replace('_', ' ')}; {link}"
    )


def _application(row: Row) -> str:
    days = f", {row['days_to_listed']} days to the list" if row["days_to_listed"] is not None else ""
    outcome = row["outcome"].replace("_", " ")
    return f"{row['model']}: pending {row['first_pending']} to {row['last_pending']}, {outcome}{days}"


def _record(row: Row) -> str:
    seen = f", seen {row['first_seen']} to {row['last_seen']}" if row["first_seen"] else ""
    signed = row["signed"] or "date not known"
    return f"{row['source']}: {row['model']}, signed {signed}{seen} ({row['file']}, {row['cell']})"


def _section(title: str, lines: list[str], markdown: bool) -> list[str]:
    if not lines:
        return []
    return ["", f"## {title}" if markdown else title, *([""] if markdown else []), *(f"@{line}" for line in lines)]
