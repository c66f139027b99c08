"""The page of the Python API: every public name, method, parameter and attribute has its meaning, its examples run."""

import doctest
import inspect
import re

import pytest

import atlas287
from atlas287 import Atlas, Result
from docs.blocks import DOCS, blocks, load

PAGE = DOCS / "reference" / "api.md"
CALLS = {
    **{f"Atlas.{name}": getattr(Atlas, name) for name in dir(Atlas) if not name.startswith("_")},
    **{f"Result.{name}": getattr(Result, name) for name in vars(Result) if not name.startswith("_")},
    **{name: getattr(atlas287, name) for name in ("read", "build", "fetch")},
}


def section(name, level="###"):
    return PAGE.read_text(encoding="utf-8").split(f"\n{level} {name}\n")[1].split("\n##")[0]


@pytest.mark.parametrize("name", sorted(set(atlas287.__all__) - {"__version__"}))
def test_every_public_name_has_its_meaning(name):
    assert re.search(rf"^\| `{name}` \| \w[^|]+ \| \[", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", CALLS)
def test_every_method_has_its_meaning_every_parameter_and_an_example(name):
    said = section(name)
    assert inspect.cleandoc(CALLS[name].__doc__).split("\n")[0] in said
    for parameter in inspect.signature(CALLS[name]).parameters:
        if parameter != "self":
            assert re.search(rf"^\| `{parameter}` \| [^|]+ \| \w[^|]+ \|$", said, re.MULTILINE), (
                f"give {name}({parameter}) a meaning in docs/api_pages.py"
            )
    assert "```python\n>>> " in said, f"give {name} an example in docs/api_pages.py"


def test_every_attribute_of_what_is_returned_has_its_meaning():
    pages = load("api_pages")
    for kind, meanings in pages.OBJECTS.items():
        assert set(pages.attributes(kind)) == set(meanings), kind.__name__
        for name in meanings:
            assert re.search(rf"^\| `{name}` \| \w", section(kind.__name__, "##"), re.MULTILINE), name


def test_no_meaning_or_example_is_of_something_that_is_gone():
    pages = load("api_pages")
    parameters = {parameter for call in CALLS.values() for parameter in inspect.signature(call).parameters}
    assert {name.rpartition(".")[2] for name in pages.PARAMETERS} <= parameters
    assert {name.rpartition(".")[0] for name in pages.PARAMETERS} <= {"", *CALLS}
    assert set(pages.EXAMPLES) | set(pages.NOT_RUN) == set(CALLS)


def test_the_examples_give_what_the_page_says(monkeypatch):
    for name in ("ATLAS287_RELEASE", "ATLAS287_HOME"):
        monkeypatch.delenv(name, raising=False)
    text = "\n".join(block.text for block in blocks(PAGE, "python"))
    reported = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(doctest.DocTestParser().get_doctest(text, {}, "api", str(PAGE), 0), out=reported.append)
    assert runner.failures == 0, "".join(reported)
    assert runner.tries > 30


def test_an_example_that_fails_makes_no_page():
    with pytest.raises(ZeroDivisionError):
        load("api_pages")._example(("1 / 0",), {})
