"""What the data set is, once, and as the formats of catalogues: schema.org, DCAT, Citation File Format.

No address is given: the project has no home page yet, and none is invented. A data set is told by its release id, a
file by its sha256; paths are relative to the folder of the export.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml

from atlas287.answers.export.dictionary import Table, catalogue
from atlas287.core import registry
from atlas287.core.about import __version__
from atlas287.core.release import Release

MEDIA = {
    ".csv": "text/csv",
    ".db": "application/vnd.sqlite3",
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".cff": "application/yaml",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where data came from: `url` is the publisher's page, None where only a name is known."""

    title: str
    publisher: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A release as a data set. `first` and `last` are the dates of its oldest and newest list."""

    release: str
    built: str
    title: str
    description: str
    keywords: tuple[str, ...]
    publisher: str
    spatial: str
    licence: str
    licence_title: str
    licence_url: str
    first: str
    last: str
    origins: tuple[Origin, ...]
    version: str = __version__


def dataset(release: Release) -> Dataset:
    """The data set that a release is."""
    told = dict(catalogue()["dataset"])
    told = {name: value for name, value in told.items() if name not in ("places", "source")}
    told["keywords"] = tuple(told["keywords"])
    span = release.rows("SELECT min(as_of) AS first, max(as_of) AS last FROM lists")[0]
    return Dataset(
        release=release.id,
        built=release.built,
        first=str(span["first"]),
        last=str(span["last"]),
        origins=tuple(_origins(release)),
        **told,
    )


def _origins(release: Release) -> Iterator[Origin]:
    used = release.rows(
        "SELECT DISTINCT source FROM lists UNION SELECT DISTINCT source FROM records "
        "UNION SELECT DISTINCT source FROM facility_files ORDER BY source"
    )
    for row in used:
        if source := registry.sources().get(row["source"]):
            yield Origin(source.title, source.publisher, source.url)
    kept = release.rows(
        "SELECT DISTINCT split_part(origin, ':', 1) AS archive FROM lists WHERE contains(origin, '@') ORDER BY archive"
    )
    for row in kept:
        yield Origin(f"Copies of ICE's workbooks kept by the archive {row['archive']}", row["archive"])
    for title in catalogue()["dataset"]["places"]:
        yield Origin(title, title.partition(",")[0])


def files_about(data: Dataset, tables: Sequence[Table]) -> dict[str, str]:
    """The texts that stand beside the data of every export, by file name."""
    return {"CITATION.cff": citation(data), "README.md": readme(data, tables)}


def citation(data: Dataset) -> str:
    """How to cite the release, as a Citation File Format 1.2.0 document."""
    content = {
        "cff-version": "1.2.0",
        "message": "Cite this data with the release id: the numbers of another release may differ.",
        "type": "dataset",
        "title": data.title,
        "abstract": data.description,
        "authors": [{"name": data.publisher}],
        "version": data.release,
        "date-released": data.built,
        "license": data.licence,
        "keywords": list(data.keywords),
        "identifiers": [{"type": "other", "value": data.release, "description": "Release id of atlas287"}],
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)


def readme(data: Dataset, tables: Sequence[Table]) -> str:
    """What the folder holds, for a reader who has nothing else."""
    lines = [f"# {data.title}", "", data.description, ""]
    lines += [f"Release {data.release}: lists dated {data.first} to {data.last}, made by atlas287 {data.version}.", ""]
    lines += ["| table | one row is | rows |", "|---|---|---|"]
    lines += [f"| `{table.name}` | {table.grain} | {table.rows:,} |" for table in tables]
    lines += ["", "An empty cell is a gap, never a zero; the dictionary says per column what it means.", ""]
    if warnings := [(table.name, warning) for table in tables for warning in table.warnings]:
        lines += ["## Before you use it", "", *(f"- `{name}`: {warning}" for name, warning in warnings), ""]
    lines += ["## Sources", ""]
    lines += [f"- {each.title}. {each.publisher}." + (f" <{each.url}>" if each.url else "") for each in data.origins]
    lines += ["", "## Licence and citation", ""]
    lines += [f"Data: {data.licence} ({data.licence_url}). ICE's workbooks are works of the US government."]
    lines += [f"Cite as in `CITATION.cff`: {data.publisher}, {data.title}, release {data.release}."]
    return "\n".join(lines) + "\n"


def schema_org(data: Dataset, files: Iterable[Mapping[str, Any]], tables: Sequence[Table]) -> dict[str, Any]:
    """The data set as a schema.org Dataset (JSON-LD)."""
    organisation = {"@type": "Organization", "name": data.publisher}
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": data.title,
        "description": data.description,
        "identifier": data.release,
        "version": data.release,
        "datePublished": data.built,
        "license": data.licence_url,
        "isAccessibleForFree": True,
        "creator": organisation,
        "publisher": organisation,
        "keywords": list(data.keywords),
        "spatialCoverage": {"@type": "Place", "name": data.spatial},
        "temporalCoverage": f"{data.first}/{data.last}",
        "isBasedOn": [_based_on(each) for each in data.origins],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": f"{table.name}.{column.name}", "description": column.meaning}
            for table in tables
            for column in table.columns
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file["path"],
                "contentUrl": file["path"],
                "encodingFormat": _media(file["path"]),
                "sha256": file["sha256"],
            }
            for file in files
        ],
    }


def _based_on(origin: Origin) -> dict[str, Any]:
    told = {"@type": "CreativeWork", "name": origin.title, "publisher": origin.publisher}
    return told | ({"url": origin.url} if origin.url else {})


def dcat(data: Dataset, files: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The data set as a dcat:Dataset (DCAT 3, JSON-LD); the words of DCAT-US are among its terms."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Dataset",
        "dct:title": data.title,
        "dct:description": data.description,
        "dct:identifier": data.release,
        "dcat:version": data.release,
        "dct:issued": {"@type": "xsd:date", "@value": data.built},
        "dct:modified": {"@type": "xsd:date", "@value": data.built},
        "dct:language": "en",
        "dct:license": {"@id": data.licence_url},
        "dct:accessRights": "public",
        "dct:creator": _agent(data.publisher),
        "dct:publisher": _agent(data.publisher),
        "dcat:keyword": list(data.keywords),
        "dct:spatial": {"@type": "dct:Location", "dct:title": data.spatial},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": data.first},
            "dcat:endDate": {"@type": "xsd:date", "@value": data.last},
        },
        "dct:source": [{"dct:title": each.title} | ({"@id": each.url} if each.url else {}) for each in data.origins],
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": file["path"],
                "dcat:downloadURL": {"@id": file["path"]},
                "dcat:mediaType": _media(file["path"]),
                "dct:license": {"@id": data.licence_url},
                "spdx:checksum": {
                    "@type": "spdx:Checksum",
                    "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                    "spdx:checksumValue": file["sha256"],
                },
            }
            for file in files
        ],
    }


def _agent(name: str) -> dict[str, str]:
    return {"@type": "foaf:Agent", "foaf:name": name}


def _media(path: str) -> str:
    return MEDIA[PurePosixPath(path).suffix]
