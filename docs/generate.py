"""Writes the reference pages from headers, help texts and the registry: `python docs/generate.py`.

With `--check` nothing is written, and the exit code is 1 where a page is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import api_pages
import contract_examples
import export_pages
import fact_pages
import reconciliation
import reference_pages
import registry_pages
import standard_pages
import study_pages

REFERENCE = Path(__file__).parent / "reference"
NOTE = "<!-- Made by docs/generate.py; change its source and run it again, not this page. -->\n\n"


@cache
def pages() -> dict[str, str]:
    """Every generated page by file name; made once, since it takes half a minute."""
    made = {
        "api.md": api_pages.api(),
        "commands.md": reference_pages.commands(),
        "contract.md": contract_examples.contract(),
        "errors.md": reference_pages.errors(),
        "gaps.md": registry_pages.gaps(),
        "glossary.md": registry_pages.glossary(),
        "exports.md": export_pages.page(),
        "issues.md": reference_pages.issues(),
        "measures.md": reference_pages.measures(),
        "reconciliation.md": reconciliation.page(),
        "reporting-standard.md": standard_pages.page(),
        "sources.md": reference_pages.sources(),
        "tables.md": reference_pages.tables(),
        "unverified.md": registry_pages.unverified(),
        **{name: page() for name, page in {**fact_pages.PAGES, **study_pages.PAGES}.items()},
    }
    return {name: NOTE + text.rstrip("\n") + "\n" for name, text in made.items()}


def stale(folder: Path = REFERENCE) -> list[str]:
    """Names of the pages in `folder` that are missing or differ from what would be written now."""

    def now(path: Path) -> str | None:
        return path.read_text(encoding="utf-8") if path.is_file() else None

    return [name for name, text in pages().items() if now(folder / name) != text]


def write(folder: Path = REFERENCE) -> None:
    """Write every page into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with `--check` name those that are stale; the exit code."""
    if list(arguments) not in ([], ["--check"]):
        sys.stderr.write("usage: python docs/generate.py [--check]\n")
        return 2
    if not arguments:
        write()
        return 0
    found = stale()
    for name in found:
        sys.stderr.write(f"docs/reference/{name} is stale: run `python docs/generate.py`\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
