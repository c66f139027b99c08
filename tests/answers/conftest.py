import pytest

from atlas287.answers import places
from atlas287.answers.briefs import answer
from atlas287.core import registry
from atlas287.core.release import Release


@pytest.fixture(scope="session")
def release():
    """The release embedded in the package."""
    return Release.open()


@pytest.fixture(scope="session")
def briefs(release):
    """The brief of the nation and of every state and territory, by code; the nation's is US."""
    states = {code: places.state_place(code) for code in registry.codes("states")["standard"]}
    return {code: answer.brief(release, place).to_json() for code, place in ({"US": places.NATION} | states).items()}
