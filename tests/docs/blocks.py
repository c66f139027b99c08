"""The blocks of commands in the documentation: what they run, and what they say is printed."""

import importlib
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if page.parent.name != "reference")

_BLOCK = re.compile(r"(?P<before>[^\n]*)\n```(?P<kind>\w+)\n(?P<text>.*?)\n```", re.DOTALL)


@dataclass(frozen=True)
class Block:
    kind: str
    text: str
    skipped: bool

    @property
    def commands(self) -> list[str]:
        return [line[2:] for line in self.text.split("\n") if line.startswith("$ ")]

    @property
    def said(self) -> list[str]:
        return [line for line in self.text.split("\n") if not line.startswith("$ ")]


def blocks(page: Path, kind: str) -> list[Block]:
    found = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    each = (Block(match["kind"], match["text"], match["before"].startswith("<!-- not run:")) for match in found)
    return [block for block in each if block.kind == kind and not block.skipped]


def shell(folder: Path) -> dict[str, str]:
    """The environment of a reader who works in `folder` of a fresh clone, with `atlas287` and `python` at hand."""
    binaries = folder / "bin"
    binaries.mkdir()
    for name, module in (("atlas287", "-m atlas287 "), ("python", "")):
        script = binaries / name
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {module}"$@"\n')
        script.chmod(0o755)
    (folder / "docs").symlink_to(DOCS)
    return {
        "PATH": f"{binaries}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
    }


def run(block: Block, folder: Path, environment: dict[str, str]) -> list[str]:
    """The lines on standard output, the commands run one after the other in one shell."""
    script = "\n".join(block.commands)
    done = subprocess.run(
        ["/bin/sh", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout.splitlines()


def fits(said: list[str], printed: list[str]) -> bool:
    """Whether the lines are those printed; a line … stands for any lines, […] for any text in a line."""
    parts = [
        "(?:[^\n]*\n)*?" if line.strip() == "…" else ".*".join(map(re.escape, line.split("[…]"))) + "\n"
        for line in said
    ]
    return re.fullmatch("".join(parts), "".join(f"{line}\n" for line in printed)) is not None


def load(name: str):
    """A script of the documentation as a module."""
    with mock.patch.object(sys, "path", [str(DOCS), *sys.path]):
        return importlib.import_module(name)
