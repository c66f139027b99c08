"""Facts are files: every one satisfies its schema, and a bad one is refused with its name and place."""

import shutil

import pytest
import yaml

from atlas287.core import registry
from atlas287.core.errors import RegistryError, UsageError

FILES = [path for folder in registry.SCHEMAS for path, _ in registry.documents(folder)]


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the registry that a test may spoil."""
    root = shutil.copytree(registry.ROOT, tmp_path / "registry")
    monkeypatch.setattr(registry, "ROOT", root)
    return root


def spoil(path, **changes):
    content = yaml.safe_load(path.read_text()) | changes
    path.write_text(yaml.safe_dump({key: value for key, value in content.items() if value is not None}))


def test_every_fact_file_is_valid():
    assert registry.validate() == len(FILES)
    assert {path.name for path in FILES} >= {"ice_participating.yaml", "ice_pending.yaml", "models.yaml", "states.yaml"}


def test_every_folder_of_facts_has_a_schema():
    folders = {path.name for path in registry.ROOT.iterdir() if path.is_dir()}
    assert folders - {"schema"} == set(registry.SCHEMAS)


@pytest.mark.parametrize(
    ("file", "changes", "said"),
    [
        ("sources/ice_pending.yaml", {"publisher": None}, r"ice_pending\.yaml, \$: 'publisher' is a required property"),
        ("sources/ice_pending.yaml", {"min_rows": "few"}, r"ice_pending\.yaml, \$\.min_rows: 'few' is not of type"),
        ("sources/ice_pending.yaml", {"colour": "red"}, r"ice_pending\.yaml, \$: Additional properties"),
        ("sources/ice_pending.yaml", {"kind": 5}, r"ice_pending\.yaml, \$\.kind: 5 is not"),
        ("codes/models.yaml", {"standard": {"TFM": 3}}, r"models\.yaml, \$\.standard\.TFM: 3 is not of type 'string'"),
        ("codes/models.yaml", {"standard": None}, r"models\.yaml, \$: 'standard' is a required property"),
    ],
)
def test_a_bad_fact_file_is_refused_with_its_place(copied, file, changes, said):
    spoil(copied / file, **changes)
    with pytest.raises(RegistryError, match=said):
        registry.validate()


@pytest.mark.parametrize(
    ("text", "said"),
    [("a: [", "the fact file is no valid YAML"), ("- a", "the fact file holds no mapping")],
)
def test_a_malformed_fact_file_is_refused(copied, text, said):
    (copied / "codes" / "models.yaml").write_text(text)
    with pytest.raises(RegistryError, match=rf"models\.yaml: {said}"):
        registry.validate()


def test_a_missing_fact_file_is_said():
    with pytest.raises(RegistryError, match=r"nothing\.yaml: the fact file cannot be read; No such file"):
        registry.load_yaml(registry.ROOT / "codes" / "nothing.yaml")


def test_a_source_that_is_not_known_names_those_that_are():
    with pytest.raises(UsageError, match="no source is called 'ice_other'; known are ice_participating, ice_pending"):
        registry.source("ice_other")


def test_a_file_of_facts_is_named_by_what_it_describes():
    assert list(registry.sources()) == [path.stem for path, _ in registry.documents("sources")]


@pytest.mark.parametrize("encoder", ["models", "states"])
def test_every_repair_of_an_encoder_leads_to_a_code_that_exists(encoder):
    codes = registry.codes(encoder)
    assert set(codes["fixes"].values()) <= set(codes["standard"])


def test_the_codes_are_those_of_the_contract():
    assert list(registry.codes("models")["standard"]) == ["JEM", "WSO", "TFM", "TTFM", "HYBRID"]
    assert len(registry.codes("states")["standard"]) == 56  # 50 states, the district and five territories
    assert {"GU", "MP", "DC", "PR"} <= set(registry.codes("states")["standard"])
