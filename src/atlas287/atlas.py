"""The Python API: one method a verb; every method returns the JSON object of the contract as a `Result`, a dict."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas287.answers.result import Result
from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import Brief, Count
from atlas287.core.release import Release

if TYPE_CHECKING:
    from atlas287.answers.amounts import Amount


class Atlas:
    """Answers from one release.

    >>> Atlas.open().count("agreements", by=["model"])["unit"]
    'agreements'
    """

    def __init__(self, release: Release) -> None:
        self.release = release

    @classmethod
    def open(cls, path: str | Path | None = None) -> Atlas:
        """The release in `path`, else in $ATLAS287_RELEASE, else the one embedded in the package."""
        chosen = path or os.environ.get("ATLAS287_RELEASE") or None
        return cls(Release.open(Path(chosen) if chosen else None))

    def count(
        self,
        unit: str,
        *,
        by: Sequence[str] = (),
        where: Mapping[str, str | Iterable[str]] | None = None,
        as_of: str | date | None = None,
        basis: str | None = None,
        rows: bool = False,
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> Result:
        """How many of `unit` ICE's list shows on a date.

        Where the newest list is over 45 days older than the date, the total is a gap. `since` and `until` are for what
        is counted over whole months, such as `detained`. Raises UsageError for a unit,
        dimension, value or date that there is not.
        """
        counted = self.counted(unit, by=by, where=where, as_of=as_of, basis=basis, rows=rows, since=since, until=until)
        return self.stamped(counted.to_json())

    def nation(self, *, as_of: str | date | None = None, lang: str = "en") -> Result:
        """The record and brief of the nation."""
        return self.record(self.brief("nation", as_of=as_of, lang=lang))

    def state(self, name: str, *, as_of: str | date | None = None, lang: str = "en") -> Result:
        """The record and brief of a state or territory, by code or name in any letter case.

        A name that fits several gives an ambiguous brief with its candidates. Raises UsageError where none fits.
        """
        return self.record(self.brief("state", name, as_of=as_of, lang=lang))

    def county(
        self, name: str, *, state: str | None = None, as_of: str | date | None = None, lang: str = "en"
    ) -> Result:
        """The record and brief of a county or county equivalent, by name or 5-digit code; `state` as code or name.

        A name that fits several gives an ambiguous brief with its candidates. Raises UsageError where none fits.
        """
        return self.record(self.brief("county", name, state=state, as_of=as_of, lang=lang))

    def town(self, name: str, *, state: str | None = None, as_of: str | date | None = None, lang: str = "en") -> Result:
        """The record and brief of a town: every agency known to police it, as listed, not listed or unknown.

        A name that fits several gives an ambiguous brief with its candidates; one that fits none a brief that is a gap,
        since towns without a police department on the FBI's or ICE's lists are not known here.
        """
        return self.record(self.brief("town", name, state=state, as_of=as_of, lang=lang))

    def agency(
        self, name: str, *, state: str | None = None, as_of: str | date | None = None, lang: str = "en"
    ) -> Result:
        """The record and brief of an agency, by id, name as printed or in full words; `state` as code or name.

        A name that fits several gives an ambiguous brief with its candidates; one that fits none, the status
        not_listed with a brief that says so.
        """
        return self.record(self.brief("agency", name, state=state, as_of=as_of, lang=lang), kind="agency")

    def changes(
        self,
        *,
        since: str | date | None = None,
        until: str | date | None = None,
        place: str | None = None,
        types: Sequence[str] = (),
    ) -> Result:
        """Events between lists, oldest first. Default `since`: the week up to the newest list; `place`: a state."""
        from atlas287.answers import ledger, places

        last = _day(until, "--until") or date.fromisoformat(self.release.built)
        first = _day(since, "--since") or last - timedelta(days=7)
        states = [places.state_called(place)] if place is not None else []
        events = ledger.changes(self.release, since=first, until=last, states=states, types=types)
        return self.stamped({"since": str(first), "until": str(last), "place": states or None, "events": events})

    def gaps(
        self, *, place: str | None = None, stages: Sequence[str] = (), lang: str = "en", held: bool = False
    ) -> Result:
        """What is not known of a place, each with the records request that would tell; with `held`, what waits.

        `place` is as in `places_called`; where it fits several, there are no gaps and `candidates` holds them. Without
        `stages` those of the place's own brief come last. `held` takes a state.
        """
        from atlas287.answers.briefs import missing, wording

        if held:
            return self.stamped(missing.held(self.release, place, stages))
        notice = wording.words(lang)["notice"]
        content = missing.missing(self.release, place, stages, lang)
        return self.stamped(content, [] if "candidates" in content else [notice])

    def pipeline(self, *, place: str | None = None, by: Sequence[str] = (), as_of: str | date | None = None) -> Result:
        """Each stage from stop to removal with its number or gap, and people in detention by models in force.

        `place` is a state or county as in `places_called`, `by` any of touchpoint, model, month and criminality. The
        numbers are those of the last month of the table, or of the month of `as_of`. A place that fits several gives
        `candidates`. Raises UsageError for another kind of place, and for a word of `by` that there is not.
        """
        from atlas287.answers import pipeline

        found = self.places_called(place)
        if len(found) > 1:
            return self.stamped({"place": None, "stages": [], "candidates": found})
        content = pipeline.pipeline(self.release, found[0], by=by, as_of=_day(as_of))
        return self.stamped(content, [pipeline.NO_EFFECT])

    def places_called(self, name: str | None) -> list[dict[str, Any]]:
        """The place objects that a word may mean: the nation for None, else counties, a town, an agency or states.

        A county is told by its 5-digit FIPS code or as "NAME County, ST", a town or agency by its id, a state or
        territory by name or code. Raises UsageError where none fits.
        """
        from atlas287.answers import places

        return places.called(self.release, name)

    def authority(
        self,
        subject: str,
        *,
        state: str | None = None,
        as_of: str | date | None = None,
        acts: Sequence[str] = (),
        touchpoints: Sequence[str] = (),
        agency_kind: str | None = None,
        lang: str = "en",
    ) -> Result:
        """What officers must, may or may not do, by which text: of an agency, under a model, or without an agreement.

        `subject` is an agency by id or name, a model's code, or `none`. A name that fits several gives `candidates`
        and no rows. Raises UsageError where none fits.
        """
        from atlas287.answers import places
        from atlas287.answers.authority import authority

        found = authority(
            self.release,
            subject,
            state=places.state_or_none(state),
            as_of=_day(as_of),
            acts=acts,
            touchpoints=touchpoints,
            agency_kind=agency_kind,
            lang=lang,
        )
        return self.stamped(found, [found["not_advice"]])

    def money(
        self,
        subject: str,
        *,
        state: str | None = None,
        as_of: str | date | None = None,
        officers: Amount | None = None,
        salary: Amount | None = None,
        overtime: Amount | None = None,
        vehicles: Amount | None = None,
        lang: str = "en",
    ) -> Result:
        """Which federal and State money applies to a model or agency on a day, and what it comes to, as ranges.

        An element has a figure only where what it needs is given. Nothing in it says that money was paid. A name that
        fits several agencies gives `candidates`. Raises UsageError where none fits, or for an input that is no number.
        """
        from atlas287.answers import money, places
        from atlas287.answers.briefs import wording

        given = {"officers": officers, "salary": salary, "overtime": overtime, "vehicles": vehicles}
        notice = wording.words(lang)["notice"]
        where, day = places.state_or_none(state), _day(as_of)
        content = money.money(self.release, subject, state=where, as_of=day, lang=lang, **given)
        return self.stamped(content, [notice, *content.pop("warnings")])

    def check(
        self,
        claim: str,
        *,
        said: str | date | None = None,
        place: str | None = None,
        as_of: str | date | None = None,
        lang: str = "en",
    ) -> Result:
        """A claim in English or Spanish tested against ICE's lists: the verdict, the counts by unit, and why.

        `said` and `place` stand where the claim names no day or place. A claim that no list can test is
        `not_testable`, with the gap that says what would. Raises UsageError for a claim without a word, and for a
        place, date or language that there is not.
        """
        from atlas287.answers.briefs import check as checking

        found = checking.check(
            self.release, claim, said=_day(said, "--said"), place=place, as_of=_day(as_of), lang=lang
        )
        return self.stamped(found, checking.warnings(found))

    def claims(self, *, sides: Sequence[str] = (), place: str | None = None, lang: str = "en") -> Result:
        """Every claim of the registry, each tested by the one test, in a fixed order of sides.

        `sides` keeps some kinds of speaker, `place` the claims about a State. Raises UsageError for a side, state or
        language that there is not.
        """
        from atlas287.answers import places
        from atlas287.answers.briefs import wording
        from atlas287.answers.briefs.check import registered

        notice = wording.words(lang)["notice"]
        table = registered.table(self.release, sides=sides, state=places.state_or_none(place), lang=lang)
        told = list(sides) or list(registry.codes("claim_sides")["standard"])
        return self.stamped({"sides": told, "claims": table}, [notice])

    def verify(self, brief: Mapping[str, Any]) -> Result:
        """Every number of a brief or pipeline, run again; of one of an older release, what has changed and why."""
        from atlas287.answers import pipeline_again
        from atlas287.answers.briefs.verify import verify

        if pipeline_again.is_pipeline(brief):
            return self.stamped(pipeline_again.verified(self.release, brief))
        return self.stamped(verify(self.release, brief))

    def trace(self, brief: Mapping[str, Any], sentence: str) -> Result:
        """From a sentence of a brief, by its id, to its measure, SQL, rows and cells of published files."""
        from atlas287.answers import pipeline_again
        from atlas287.answers.briefs.trace import trace

        if pipeline_again.is_pipeline(brief):
            return self.stamped(pipeline_again.traced(self.release, brief, sentence))
        return self.stamped(trace(self.release, brief, sentence))

    def export(self, kind: str, out: str | Path, *, as_of: str | date | None = None) -> Result:
        """Write the release as files for the tools of others into the folder `out`. See `answers.export.export`."""
        from atlas287.answers import export

        content = export.export(self.release, kind, Path(out), _day(as_of))
        return self.stamped(content, content["warnings"])

    def report(self, path: str | Path, *, until: str | date | None = None) -> Result:
        """A local report in our open reporting standard, checked cell by cell and against the release.

        Months after `until` (default: today) are refused. Raises ReadError where the file is no report or cannot be
        read, UsageError where it has no row.
        """
        from atlas287.answers.reports import check
        from atlas287.intake.readers import grid

        grids = grid.read(Path(path))
        content = check.check(self.release, grids, _day(until, "--until") or date.today()).content
        return self.stamped(content, check.warnings(grids, content))

    def counted(
        self,
        unit: str,
        *,
        by: Sequence[str] = (),
        where: Mapping[str, str | Iterable[str]] | None = None,
        as_of: str | date | None = None,
        basis: str | None = None,
        rows: bool = False,
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> Count:
        """`count` as a `model.Count`, for renderers."""
        from atlas287.answers import measure

        return measure.count(
            self.release,
            unit,
            by=by,
            where=where,
            as_of=_day(as_of),
            basis=basis,
            rows=rows,
            since=_day(since, "--since"),
            until=_day(until, "--until"),
        )

    def plot(
        self,
        unit: str,
        *,
        path: str | Path,
        by: Sequence[str],
        where: Mapping[str, str | Iterable[str]] | None = None,
        as_of: str | date | None = None,
        basis: str | None = None,
    ) -> str:
        """Draw a count to a .png or .svg file, with the extra `plot`; the text alternative of the picture.

        By month it is drawn as lines that break where no list is held, by another dimension as bars. Raises UsageError
        where it cannot be a picture, RenderError where the extra is missing or the file cannot be written.
        """
        from atlas287.answers.briefs.render import plot

        plot.check_ending(Path(path))
        return plot.save(self.release, self.counted(unit, by=by, where=where, as_of=as_of, basis=basis), by, Path(path))

    def packet(self, brief: Brief, path: str | Path) -> None:
        """Write the packet of a place, two printed pages for a commissioner, to a .pdf file, with the extra `pdf`.

        Raises UsageError for a brief without a place, RenderError where the extra is missing or the file cannot be
        written.
        """
        from atlas287.answers import records
        from atlas287.answers.briefs.render import pdf

        pdf.save(brief, records.dated(self.release, self.record(brief)), Path(path))

    def brief(
        self,
        kind: str,
        name: str | None = None,
        *,
        state: str | None = None,
        as_of: str | date | None = None,
        lang: str = "en",
    ) -> Brief:
        """The brief of a place or agency as a `model.Brief`, for renderers; `kind` as in the verbs."""
        from atlas287.answers.briefs import answer

        return answer.asked(self.release, kind, name, state=state, as_of=_day(as_of), lang=lang)

    def ask(
        self, question: str, *, place: str | None = None, as_of: str | date | None = None, lang: str | None = None
    ) -> Result:
        """The brief that answers a free question in English or Spanish, or a typed non-answer that says what would.

        `place` stands where the question names none; `lang` is told from the question. A name that fits several places
        gives an ambiguous brief with its candidates. Raises UsageError for a question without a word, and for a place,
        date or language that there is not.
        """
        brief = self.asked(question, place=place, as_of=as_of, lang=lang)
        return self.stamped({"brief": brief.to_json()}, [brief.notice])

    def asked(
        self, question: str, *, place: str | None = None, as_of: str | date | None = None, lang: str | None = None
    ) -> Brief:
        """`ask` as a `model.Brief`, for renderers."""
        from atlas287.answers.briefs.ask import ask

        return ask(self.release, question, place=place, as_of=_day(as_of), lang=lang)

    def record(self, brief: Brief, kind: str = "") -> Result:
        """The object of the contract around a brief; `kind` says which one where no place was found."""
        from atlas287.answers import records

        content = records.around(self.release, brief, kind) | {"brief": brief.to_json()}
        return self.stamped(content, [brief.notice])

    def stamped(self, content: dict[str, Any], warnings: Sequence[str | None] = ()) -> Result:
        """An object of the contract with the release it came from; a warning that is None is left out."""
        release = {"id": self.release.id, "built": self.release.built, "newest": dict(self.release.newest)}
        return Result({"release": release, **content, "warnings": [each for each in warnings if each]})


def _day(given: str | date | None, option: str = "--as-of") -> date | None:
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError("this is no date", where=f"{option} {given}", do="write it as YYYY-MM-DD") from None
