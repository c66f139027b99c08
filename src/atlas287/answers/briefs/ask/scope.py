"""Which questions are not for an evidence base on institutions, or name a place that there is not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from atlas287.answers.briefs.ask.words import vocabulary
from atlas287.answers.briefs.understand.dated import MONTHS
from atlas287.answers.briefs.understand.mentions import Mention
from atlas287.answers.briefs.understand.tokens import folded, plain

_NAME = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+"
_BEFORE = (
    r"[Ii]s|[Ww]as|[Hh]as|[Dd]id|[Ff]ind|[Ll]ook up|[Aa]bout|[Ww]ho is|[Ll]ocate|[Ff]ue|[Ee]st[aá]|[Ee]s|[Hh]an?|"
    r"[Bb]usca[rn]?|[Qq]ui[eé]n es|[Ss]obre|[Tt]iene|[Dd]onde est[aá]|[Dd]etenido|[Dd]etenida"
)
_PERSON = re.compile(rf"\b(?:{_BEFORE})\s+(?:a\s+)?(?P<name>{_NAME}(?:\s+{_NAME}){{1,3}})")
_PART = re.compile(
    r"\b(?:North|South|East|West|Northern|Southern|Eastern|Western|Central|Greater|Downtown|New|Saint)\b"
)
_NO_NAME = re.compile(
    r"\b(?:County|Police|Department|Sheriff|Model|Officer|Task|Force|Jail|Enforcement|Warrant|Service|State|City|Town|The|"
    r"Immigration|Customs|Homeland|Security|Section|Program|Operation|Act|Law|Highway|Patrol|University|Federal|United|"
    r"States|National|Tribal|Condado|Policia|Policía|Departamento|Estado|Modelo|Oficina|Programa|Ley|Office|Corrections|"
    r"Attorney|General|Governor|Supreme|Court|House|Senate|Congress|President|Mayor)\b"
)
_PLACED = re.compile(
    rf"\b(?P<named>(?:{_NAME}[ -]){{1,4}}(?:County|Parish|Police|Sheriff)\b)|"
    rf"\b(?:[Cc]ondado de|[Cc]iudad de|[Cc]ity of|[Tt]own of)\s+(?P<called>{_NAME}(?:[ -]{_NAME}){{0,3}})|"
    rf"\b(?:in|en)\s+(?P<within>{_NAME}(?:[ -]{_NAME}){{0,3}})"
)
_NO_PLACE = re.compile(
    rf"^(?:{'|'.join(name.capitalize() for name in MONTHS)}|The|United|States|America|English|Spanish|Congress|Local|"
    r"State|County|Which|What|How|Does|Do|Did|Is|Are|Estados|Unidos|Ingles|Inglés|Español|Task|Jail|Warrant|Total|Custody|"
    r"Washington|Federal|Tribal|Section|Immigration|Homeland|Customs|Operation|Secure|Project|President|Republican|"
    r"Democrat\w*|Southern|Northern|Western|Eastern|Midwestern|Fiscal|Spring|Summer|Fall|Winter|Trump|Biden|Obama|Bush)\b"
)
_LATIN = "áéíóúüñÁÉÍÓÚÜÑ"
_BILL = re.compile(r"\b[hs]\.?[bf]\.? ?\d+\b")
_WORDS_OF_ITS_OWN = re.compile(
    r"\b(?!(?:what|about|tell|me|in|the|is|are|there|of|and|please|information|info|on|for|show|que|hay|sobre|en|el|la|"
    r"los|las|de|del|dime|informacion|a|an|s|everything|overview|summary|all|resumen|todo|panorama|together|combined|juntos|juntas|y|"
    r"facts|datos|give|dame)\b)[a-z]{2,}"
)
"""A word besides those around the bare name of a place, which asks for its brief."""


_ASIDES = tuple(
    re.compile(form)
    for form in (
        # who asks: I am a reporter on deadline and …; soy estudiante de derecho
        r"(?:^|(?<=[.;:!¡,])|\b(?:hi|hello|hola|since|because|porque|as|como))\s*"
        r"(?:i.?m|i am|we are|we.re|soy|somos|trabajo|i work|i write|i cover|i teach|escribo|cubro)\s+"
        r"(?:a |an |the |un |una |el |la |as |como |for |para |en )?(?:\w+ ){0,3}?"
        r"(?:reporter|journalist|editor|student|lawyer|attorney|teacher|professor|researcher|staffer|aide|legislator|analyst|"
        r"commissioner|resident|councilmember|supervisor|librarian|producer|intern|fact.checker|advocate|organizer|"
        r"periodista|reporter[oa]|estudiante|abogad[oa]|profesor\w*|maestr[oa]|investigador\w*|asesor\w*|legislador\w*|"
        r"analista|vecin[oa]|residente|comisionad[oa]|editor\w*|activista)\b[^,.;:?!]{0,60}[,.;:!]",
        # for what: for a legislative memo, para una clase de derecho
        r"\b(?:for|in|para)\s+(?:a|an|my|our|the|this|un|una|mi|nuestr[oa]|el|la)\s+(?:\w+[ -]){0,3}?"
        r"(?:memo|class|classes|story|article|paper|essay|briefing|hearing|project|thesis|dissertation|presentation|"
        r"newsletter|meeting|assignment|column|lesson|homework|editorial|newspaper|podcast|talk|clase|articulo|nota|"
        r"reportaje|ensayo|informe|proyecto|tesis|presentacion|reunion|tarea|trabajo|columna|audiencia)\b"
        r"(?: (?:de|on|about|sobre) (?:derecho|law|civics|immigration|inmigracion|historia|history|periodismo))?"
        r"(?: (?:tomorrow|tonight|today|manana|hoy|legislativ[oa]))?",
        r"\b(?:quick (?:one|question)|on (?:a )?deadline|reporter here|journalist here|asking for (?:a|my) \w+|"
        r"legislative staff(?:er)? here|fact.checking|una pregunta rapida|pregunta rapida|cierro en \w+ \w+|"
        r"my (?:editor|boss|professor|teacher) (?:wants|needs|asked)(?: me)?(?: to (?:know|find out|check))?)\b",
    )
)
"""Words that tell who asks and for what, and nothing of what is asked."""


def without_asides(text: str, named: Iterable[Mention]) -> str:
    """The text with words on who asks and for what blanked, so that spans hold; names of places in them stay."""
    letters = folded(text)
    blank = bytearray(len(text))
    for form in _ASIDES:
        for match in form.finditer(letters):
            start, end = match.span()
            blank[start:end] = b"\1" * (end - start)
    for mention in named:
        blank[mention.start : mention.end] = bytes(mention.end - mention.start)
    if all(flag or not letter.isalnum() for flag, letter in zip(blank, text, strict=True)):
        return text  # nothing else is said
    return "".join(" " if flag else letter for flag, letter in zip(blank, text, strict=True))


def refusal(text: str, asked: str, named: Iterable[Mention]) -> str | None:
    """Why a text is not answered here: language, a kind of `refusals` in topics.yaml, or person; None where it is."""
    letters = [each for each in text if each.isalpha()]
    if not letters and not any(each.isdecimal() for each in text):
        return "language"  # pictures alone
    if sum(each.isascii() or each in _LATIN for each in letters) * 2 < len(letters):
        return "language"
    for kind, patterns in vocabulary()["refusals"].items():
        if any(re.search(form, asked) for form in patterns):
            return str(kind)
    spans = [(mention.start, mention.end) for mention in named]
    spans += [match.span() for match in _PART.finditer(text)]
    for match in _PERSON.finditer(text):
        start = match.start("name")
        # a place of two words, not a surname that a county has too
        if not _NO_NAME.search(match["name"]) and not any(begin <= start < stop for begin, stop in spans):
            return "person"
    return None


def region(text: str, unnamed: str, named: Iterable[Mention]) -> bool:
    """Whether a text asks of a region, for which the release has no bounds: the South, border states, south Texas."""
    known = vocabulary()
    if any(re.search(form, re.sub(r"\s+", " ", unnamed)) for form in known["regions"]):
        return True
    letters = folded(text)
    before = [letters[: mention.start] for mention in named if mention.kind in ("state", "town", "place")]
    return any(re.search(form, text) for form in known["part_of_state"] for text in before)


def unknown_place(text: str, named: Iterable[Mention]) -> str | None:
    """A name that a text gives as a place and that no place has."""
    named = list(named)
    spans = [(mention.start, mention.end) for mention in named]
    for match in _PLACED.finditer(text):
        group = next(key for key in ("named", "called", "within") if match[key])
        start, end = match.span(group)
        called = plain(match[group])
        if any(str(place["name"]).casefold().startswith(called) for each in named for place in each.candidates):
            continue
        if any(start < stop and begin < end for begin, stop in spans) or _NO_PLACE.search(match[group]):
            continue
        return match[group]
    return None


_OTHER_WORDS = re.compile(
    r"\b(?!(?:how|many|much|number|numbers|total|count|latest|newest|current|currently|now|today|are|there|in|on|force|active|"
    r"list|listed|status|program|stats|figures|give|me|the|what|is|s|of|please|so|far|que|cuantos|cuantas|hay|van|ahora|"
    r"hoy|cifras|numeros|numero|ultimas|ultimos|dame|el|la|los|las|programa|como|va|vigentes?|estado|de|del|right|to|date)\b)\w+"
)
"""A word that a bare question for the number of agreements does not hold."""


def in_scope(asking: str, topics: list[str], named: list[Mention], studied: tuple[str, ...], dated: bool) -> bool:
    """Whether a question is about 287(g) and institutions, by its own words or by what it asks of a place."""
    if any(re.search(form, asking) for form in vocabulary()["about"]) or any(m.kind == "agency" for m in named):
        return True
    if named and _BILL.search(asking):
        return True
    if {"officers", "narratives", "complaints"}.intersection(topics) or ("studies" in topics and studied):
        return True
    if named and {"scale", "changes", "policy", "gaps", "role", "money"}.intersection(topics):
        return True
    if not named and re.search(r"\w", asking) and not _OTHER_WORDS.search(asking):
        return True
    if (
        dated
        and "scale" in topics
        and len(re.findall(r"\b(?!how\b|much|what|the|por|que|como|cuanto)\w{3,}", asking)) < 2
    ):
        return True  # growth in the last six months
    return bool(named) and not _WORDS_OF_ITS_OWN.search(asking)
