import pytest

from atlas287.core.release import Release


@pytest.fixture(scope="session")
def release():
    """The release embedded in the package."""
    return Release.open()
