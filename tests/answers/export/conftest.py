import csv
import io

import pytest

from atlas287.answers.export import export


class Exported:
    """Exports of the embedded release, each written once."""

    def __init__(self, release, home):
        self._release, self._home, self._done = release, home, {}

    def __call__(self, kind):
        if kind not in self._done:
            self._done[kind] = export(self._release, kind, self._home / kind)
        return self._home / kind

    def content(self, kind):
        self(kind)
        return self._done[kind]


@pytest.fixture(scope="session")
def exported(release, tmp_path_factory):
    """A function: the folder of an export of a kind."""
    return Exported(release, tmp_path_factory.mktemp("exports"))


@pytest.fixture(scope="session")
def rows_of():
    """A function: the rows of a CSV file as text."""

    def read(path):
        return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))

    return read
