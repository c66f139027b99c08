"""What every sentence and source of a fact file has to satisfy, whatever the folder."""

import csv
import hashlib
import re

from support.words import LOADED, SUPERLATIVE

WORDS = 45
"""How many words a sentence may have."""


def faults(text):
    """What is wrong with a pair of sentences: length, shape, words that we do not use, figures that differ."""
    found = []
    for language, sentence in text.items():
        if len(sentence.split()) > WORDS:
            found.append(f"{language} is too long")
        if sentence.endswith(".") or not (sentence[0].isupper() or sentence[0].isdigit()):
            found.append(f"{language} is no sentence without its full stop")
        found += LOADED.findall(sentence) + SUPERLATIVE.findall(sentence)
        found += re.findall(r"according to|reportedly|según (?:el|la) (?:informe|prensa)", sentence, re.IGNORECASE)
    if figures(text["en"]) != figures(text["es"]):
        found.append(f"{figures(text['en'])} in English, {figures(text['es'])} in Spanish")
    return found


def figures(sentence):
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", sentence))


def csv_rows(data_dir, fact):
    """The row a fact comes from, after its file was seen to be the one that the fact names."""
    path = data_dir / fact["source"]["file"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == fact["source"]["sha256"]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row_of(data_dir, fact):
    return csv_rows(data_dir, fact)[fact["source"]["row"] - 2]


def assert_source(fact, row):
    """A source tells title, publisher, link and day as its row does."""
    source = fact["source"]
    row = row | {"publisher": row["publisher"].replace(" (M. Ramm)", "")}  # a person, whom no source needs
    row = row | ({"url": ""} if "nie-podam.pl" in row["url"] else {})  # an address that is none of the publisher's
    for key, column in (("title", "source_title"), ("publisher", "publisher"), ("url", "url"), ("date", "source_date")):
        assert source[key] == (row.get(column) or None), key
    assert (row["confidence"] == "recalled") <= (fact["confidence"] == "recalled")
