"""Every command in the tutorial and the how-to pages gives what the page says."""

import doctest

import pytest

from docs.blocks import DOCS, blocks, fits, run, shell

COMMANDED = [DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]


@pytest.mark.parametrize("page", COMMANDED, ids=lambda page: page.stem)
def test_the_commands_of_a_page_print_what_it_says(page, tmp_path):
    environment = shell(tmp_path)
    for block in blocks(page, "console"):
        printed = run(block, tmp_path, environment)
        assert fits(block.said, printed), "\n".join([f"{page.name} differs:", *block.commands, *printed])


@pytest.mark.parametrize("page", COMMANDED, ids=lambda page: page.stem)
def test_the_python_of_a_page_gives_what_it_says(page, monkeypatch):
    for name in ("ATLAS287_RELEASE", "ATLAS287_HOME"):
        monkeypatch.delenv(name, raising=False)
    text = "\n".join(block.text for block in blocks(page, "python"))
    reported = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0), out=reported.append)
    assert runner.failures == 0, "".join(reported)


def test_the_tutorial_goes_from_a_count_to_its_verification():
    commands = [command for block in blocks(DOCS / "tutorial.md", "console") for command in block.commands]
    for verb in ("nation", "state", "count", "read", "verify"):
        assert any(command.startswith(f"atlas287 {verb}") for command in commands), verb
    for option in ("--by", "--where", "--as-of", "--rows", "--format json"):
        assert any(option in command for command in commands), option


def test_left_out_lines_stand_for_any_lines_and_nothing_else_does():
    assert fits(["a", "…", "c"], ["a", "b", "b", "c"])
    assert fits(["a", "…", "c"], ["a", "c"])
    assert fits(["release […] of today"], ["release 1-2 of today"])
    assert not fits(["a", "c"], ["a", "b", "c"])
    assert not fits(["a", "…"], ["b"])
    assert not fits(["sha256 f2d0629e4a4c…"], ["sha256 f2d0629e4a4cffff"])
