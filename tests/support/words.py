"""Words that our own sentences never use, of either direction, in both languages; those of the product notes first."""

import re

_ENGLISH = (
    r"surg(?:e|es|ed|ing)|sanctuary|worst of the worst|entangle\w*|terminat\w*|"
    r"criminal aliens?|illegals?|illegal (?:aliens?|immigrants?)|invasion|invaders?|crackdowns?|rogue|soft on crime|"
    r"public safety threats?|law[- ]abiding|catch[- ]and[- ]release|open borders?|"
    r"deportation (?:machine|force)|mass deportations?|kidnap\w*|disappear\w*|terroriz\w*|terroris\w*|gestapo|"
    r"raids?|racist|racial profiling|collaborat\w*|complicit\w*|militari[sz]\w*|dragnet|cruel\w*|weaponi[sz]\w*|"
    r"explod\w*|explosi\w*|skyrocket\w*|soar\w*|plummet\w*|alarming|shocking|unprecedented|massive|staggering|"
    r"grades?|heat|score[sd]?|index|rankings?"
)
_SPANISH = (
    r"oleadas?|santuarios?|antisantuario|lo peor de lo peor|terminación|rescisi[oó]n|rescindi\w*|"
    r"extranjeros? criminal(?:es)?|ilegal(?:es)?|invasi[oó]n(?:es)?|invasor\w*|mano dura|ofensivas?|"
    r"amenazas? (?:a|para) la seguridad|respetuos\w* de la ley|fronteras? abiertas?|"
    r"máquina de deportaci[oó]n|deportaci(?:ón|ones) masivas?|secuestr\w*|desapar\w*|terroris\w*|aterroriz\w*|"
    r"redadas?|racistas?|perfilamiento racial|colabor\w*|cómplices?|complicidad|militariz\w*|cruel\w*|"
    r"explosi\w*|se dispar\w*|desplom\w*|alarmantes?|impactantes?|sin precedentes|masiv\w*|"
    r"calificaci[oó]n(?:es)?|puntuaci[oó]n(?:es)?|puntajes?|clasificaciones"
)
LOADED = re.compile(rf"\b({_ENGLISH}|{_SPANISH})\b", re.IGNORECASE)
"""Outside a quotation and the glossary, which tells what others mean by them."""
SUPERLATIVE = re.compile(r"\b(most|least|largest|smallest|highest|lowest|fewest|biggest|fastest)\b", re.IGNORECASE)
"""Words that only a computed sentence may use."""
COMMONNESS = re.compile(
    r"\b(common(?:est|ly)?|rare(?:st|ly)?|frecuentes?|comun(?:es)?|común|rar[oa]s?)\b", re.IGNORECASE
)
"""Claims of how often something occurs, which no definition of a word can know."""
PAGES = ("surge", "sanctuary", "worst of the worst", "entanglement", "crackdown", "illegal alien", "illegals")
"""Those that no page of the documentation holds, the glossary aside."""


def strings(content):
    """Every text within nested mappings and sequences."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from strings(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from strings(value)
