import pytest

from support import claims


@pytest.fixture(scope="session")
def invented(tmp_path_factory):
    """The release over three invented lists."""
    return claims.release(tmp_path_factory.mktemp("claims"))
