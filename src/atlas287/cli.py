"""The verbs on the command line. Each is imported when called, so that help and completion stay fast.

Data goes to standard output, everything else to standard error. Exit codes: 0 ok (a known no too), 1 failed, 2 usage,
3 the whole answer is a gap, 4 ambiguous place (candidates listed), 5 suppressed, 6 verification failed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from atlas287.core.about import __version__
from atlas287.core.errors import AtlasError

if TYPE_CHECKING:
    from atlas287.atlas import Atlas
    from atlas287.core.model import Brief

GAP, AMBIGUOUS, UNVERIFIED = 3, 4, 6
FORMATS = ("text", "json", "csv", "md")


class _Verbs(click.Group):
    """Turns our errors into one sentence on standard error and their exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order of the flow, not of the alphabet

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AtlasError as error:
            click.echo(f"atlas287: {error}", err=True)
            ctx.exit(error.exit_code)


_format = click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="Form of the output.")
_release = click.option(
    "--release", type=click.Path(path_type=Path), help="Release or folder of releases; default: the embedded one."
)
_as_of = click.option("--as-of", metavar="DATE", help="YYYY-MM-DD; default: the date of the newest list.")


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="atlas287")
def main() -> None:
    """The open evidence base on 287(g): every number can be traced to a cell of ICE's lists and run again.

    Without further set-up, answers come from the release embedded in the package.
    """


@main.command()
@click.argument("sources", nargs=-1)
@click.option("--page", metavar="URL", help="Another address of the programme page, such as an archived copy.")
@click.option("--into", type=click.Path(path_type=Path), help="Snapshot store; default: below $ATLAS287_HOME.")
@_format
def fetch(sources: tuple[str, ...], page: str | None, into: Path | None, form: str) -> None:
    """Fetch the newest published files into the snapshot store.

    SOURCES are names such as ice_participating; without any, all. Fails loudly where one is missing.
    """
    from atlas287 import atlas

    report = atlas.fetch(sources, into=into, page_url=page, say=_say)
    content = report.to_json()
    rows = [
        {"outcome": "fetched", "new": entry["new"], "url": entry["url"], "why": None} for entry in content["fetched"]
    ]
    rows += [{"outcome": "unchanged", "new": False, "url": url, "why": None} for url in content["unchanged"]]
    rows += [{"outcome": "failed", "new": None, **entry} for entry in content["failed"]]
    _print(form, {"release": None, **content}, lambda: _lines(f"{row['outcome']}: {row['url']}" for row in rows), rows)
    for entry in content["failed"]:
        _say(f"failed: {entry['url']}: {entry['why']}")
    sys.exit(0 if report.ok else 1)


@main.command()
@click.option(
    "--from",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder of workbooks, or a snapshot store; repeat for several. Default: the store of fetch.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder of releases; default: below $ATLAS287_HOME.")
@click.option("--engine", type=click.Choice(["duckdb"]), default="duckdb", help="Engine that runs the queries.")
@click.option(
    "--threads", type=click.IntRange(1, 256), help="Threads of the engine; the release does not depend on it."
)
@_format
def build(folders: tuple[Path, ...], out: Path | None, engine: str, threads: int | None, form: str) -> None:
    """Build a release from published files.

    Files that cannot be read or are implausible are quarantined, loudly; the rest builds.
    """
    from atlas287 import atlas

    built = atlas.build(folders, out, threads=threads, say=_say, progress=_progress("reading workbooks"))
    content = built.to_json()
    text = [
        f"Release {built.release.id} in {built.release.path}",
        *(f"  {table['name']}: {table['rows']:,} rows" for table in content["tables"]),
        f"Use it with --release {built.release.path.parent}",
    ]
    _print(form, content, lambda: _lines(text), content["tables"])


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_format
def read(files: tuple[Path, ...], form: str) -> None:
    """Say what each published FILE holds, and what is odd in it.

    Needs no release. A file that cannot be read is said on standard error; the others are printed all the same.
    """
    from atlas287 import atlas
    from atlas287.answers.briefs.render import record

    found, failed = [], 0
    for file in files:
        try:
            said = atlas.read(file)
            found += said.get("files", [said])
        except AtlasError as error:
            failed = 1
            _say(f"atlas287: {error}")
    if found:
        content = found[0] if len(found) == len(files) == 1 else {"release": None, "files": found, "warnings": []}
        issues = [{"file": each["file"], **issue} for each in found for issue in each["issues"]]
        _print(
            form, content, lambda: "\n".join(record.read_text(each, markdown=form == "md") for each in found), issues
        )
    sys.exit(failed)


@main.command()
@click.argument("unit")
@click.option("--by", multiple=True, metavar="DIMENSION", help="model, state, month, …; repeat or separate by commas.")
@click.option("--where", multiple=True, metavar="DIMENSION=VALUE", help="Keep one value; repeat for more.")
@_as_of
@click.option("--basis", help="For counties: based_in (where agencies are based) or covers (what they police).")
@click.option("--rows", is_flag=True, help="Add the rows of the list behind the number.")
@_release
@_format
def count(
    unit: str,
    by: tuple[str, ...],
    where: tuple[str, ...],
    as_of: str | None,
    basis: str | None,
    rows: bool,
    release: Path | None,
    form: str,
) -> None:
    """Count UNIT: agreements, agencies, states, listings, pending, …

    There is no default, since an agreement is not an agency. Units are agreements, agencies, states, listings (rows as
    printed), pending (applications), counties (with --basis), events (changes between lists), lists (held in the
    release) and intervals (of more than 45 days without a list).
    """
    from atlas287.answers.briefs.render import text
    from atlas287.answers.measure import LISTING

    atlas = _open(release)
    counted = atlas.counted(unit, by=_split(by), where=_pairs(where), as_of=as_of, basis=basis, rows=rows)
    content = atlas.stamped(counted.to_json())
    table, columns = content["rows"], [*_split(by), "value"]
    if "listings" in content:
        table, columns = content["listings"], list(LISTING)
    _print(form, content, lambda: text.count_text(counted, markdown=form == "md"), table, columns)
    _age(atlas)
    values = [row["value"] for row in content["rows"]] or [content["total"]]
    sys.exit(GAP if all(isinstance(value, dict) for value in values) else 0)


@main.command()
@_as_of
@click.option("--lang", default="en", help="Language of the brief.")
@_release
@_format
def nation(as_of: str | None, lang: str, release: Path | None, form: str) -> None:
    """The record and brief of the nation."""
    _brief(_open(release), None, as_of, lang, form)


@main.command()
@click.argument("name")
@_as_of
@click.option("--lang", default="en", help="Language of the brief.")
@_release
@_format
def state(name: str, as_of: str | None, lang: str, release: Path | None, form: str) -> None:
    """The record and brief of the state or territory NAME (name or two-letter code)."""
    _brief(_open(release), name, as_of, lang, form)


@main.command()
@click.argument("name")
@click.option("--state", help="State or territory, by name or two-letter code.")
@_as_of
@click.option("--lang", default="en", help="Language of the brief.")
@_release
@_format
def agency(name: str, state: str | None, as_of: str | None, lang: str, release: Path | None, form: str) -> None:
    """The record and brief of the agency NAME: its agreements, changes between lists, places.

    NAME is an id, a name as a list prints it, or words of it; one that fits several agencies lists them (exit code 4).
    """
    from atlas287.answers.briefs.render import record

    atlas = _open(release)
    brief = atlas.agency_brief(name, state=state, as_of=as_of, lang=lang)
    content = atlas.agency_record(brief)
    shown = content["agreements"]
    if brief.status == "ambiguous":
        shown = content["brief"]["candidates"]
    _print(form, content, lambda: record.agency_text(content, brief, markdown=form == "md"), record.flat(shown))
    _age(atlas)
    sys.exit(AMBIGUOUS if brief.status == "ambiguous" else GAP if content["status"] == "unknown" else 0)


@main.command()
@click.option("--since", metavar="DATE", help="YYYY-MM-DD; default: a week before --until.")
@click.option("--until", metavar="DATE", help="YYYY-MM-DD; default: the date of the newest list.")
@click.option("--place", help="State or territory, by name or two-letter code.")
@click.option("--type", "types", multiple=True, help="Keep one type of event; repeat for more.")
@_release
@_format
def changes(
    since: str | None, until: str | None, place: str | None, types: tuple[str, ...], release: Path | None, form: str
) -> None:
    """What changed between lists: added, dropped, renamed, re-dated, held and so on.

    Each event names the two lists between which it lies and is dated at the younger one.
    """
    from atlas287.answers.briefs.render import record

    atlas = _open(release)
    content = atlas.changes(since=since, until=until, place=place, types=_split(types))
    text = lambda: record.changes_text(content, markdown=form == "md")  # noqa: E731
    _print(form, content, text, record.flat(content["events"]), record.EVENT)
    _age(atlas)


@main.command()
@click.option("--place", help="State or territory, by name or two-letter code.")
@click.option("--held", is_flag=True, help="What waits for judgement instead.")
@_release
@_format
def gaps(place: str | None, held: bool, release: Path | None, form: str) -> None:
    """What is not known, why it matters, and what would tell; with --held, absences that wait for judgement."""
    from atlas287.answers.briefs.render import record

    atlas = _open(release)
    content = atlas.gaps(place=place, held=held)
    _print(form, content, lambda: record.gaps_text(content, markdown=form == "md"), record.flat(content["gaps"]))
    _age(atlas)


@main.command()
@click.argument("brief", type=click.Path(path_type=Path))
@_release
@_format
def verify(brief: Path, release: Path | None, form: str) -> None:
    """Run every number of BRIEF (the JSON of a brief, - for standard input) again."""
    from atlas287 import atlas as api

    atlas = _open(release)
    content = atlas.verify(api.load_json(brief))
    lines = [
        f"{content['passed']} of {content['sentences']} sentences of {content['brief']} stand on {atlas.release.id}"
    ]
    lines += [
        f"  {entry['id']}: {entry['why']}: was {_short(entry['was'])}, now {_short(entry['now'])}"
        for entry in content["failed"]
    ]
    _print(form, content, lambda: _lines(lines), content["failed"])
    sys.exit(UNVERIFIED if content["failed"] else 0)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:199]}…"


def _open(release: Path | None) -> Atlas:
    from atlas287.atlas import Atlas

    return Atlas.open(release)


def _brief(atlas: Atlas, name: str | None, as_of: str | None, lang: str, form: str) -> None:
    from atlas287.answers.briefs.render import text

    brief = atlas.brief(name, as_of=as_of, lang=lang)
    rows = [
        {
            "section": section.heading,
            "id": s.id,
            "kind": s.kind,
            "text": s.text,
            "value": next((slot.number for slot in s.slots.values()), {"gap": s.gap.kind.value} if s.gap else None),
        }
        for section in brief.sections
        for s in section.sentences
    ]
    shown = _candidates if brief.status == "ambiguous" else text.brief_text
    _print(form, atlas.record(brief), lambda: shown(brief, markdown=form == "md"), rows)
    _age(atlas)
    sys.exit({"ambiguous": AMBIGUOUS, "not_answerable": GAP}.get(brief.status, 0))


def _candidates(brief: Brief, *, markdown: bool) -> str:
    return _lines([brief.question, *(f"- {place['name']} ({place['code']})" for place in brief.candidates)])


def _age(atlas: Atlas) -> None:
    """How old the data is; the only place where the clock is read, and never part of an answer."""
    from datetime import date

    newest = str(atlas.release.newest["participating"])
    days = (date.today() - date.fromisoformat(newest)).days
    _say(f"Newest list of participating agencies: {newest}, {days:,} days ago (release {atlas.release.id}).")


def _print(
    form: str,
    content: Any,
    text: Callable[[], str],
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str] = (),
) -> None:
    if form == "json":
        import json

        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
    elif form == "csv":
        from atlas287.answers.briefs.render.table import csv_text

        click.echo(csv_text(list(rows), columns), nl=False)
    else:
        click.echo(text(), nl=False)


def _split(by: Iterable[str]) -> list[str]:
    return [part.strip() for each in by for part in each.split(",") if part.strip()]


def _pairs(where: Iterable[str]) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    for each in where:
        name, equals, value = each.partition("=")
        if not equals or not value.strip():
            raise click.UsageError(f"--where {each}: write it as DIMENSION=VALUE, such as model=TFM")
        pairs.setdefault(name.strip(), []).append(value)
    return pairs


def _progress(what: str) -> Callable[[int, int], None] | None:
    """A bar on a terminal only, and only for work that has lasted two seconds."""
    if not sys.stderr.isatty():
        return None
    import time

    started, bar = time.monotonic(), None

    def step(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and time.monotonic() - started > 2:
            bar = click.progressbar(length=total, label=what, file=sys.stderr)
            bar.__enter__()
        if bar is not None:
            bar.update(done - bar.pos)
            if done == total:
                bar.__exit__(None, None, None)

    return step


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _say(message: str) -> None:
    click.echo(message, err=True)
