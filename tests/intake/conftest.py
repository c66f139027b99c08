import pytest

from atlas287.intake.store import Store
from support import publisher as invented
from support.server import publisher as publishing


@pytest.fixture
def publisher(monkeypatch):
    """An invented publisher on 127.0.0.1, reached directly whatever proxy the machine uses."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with publishing() as server:
        invented.open_for_business(server)
        yield server


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")
