"""Each export is opened by the reader that its format has."""

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import rdflib

from detente.views.exports import feed, gdelt, graph, icews, jsonld, plover, polecat
from tests.views.exports.conftest import TEXT

# as GDELT's Event Codebook V2.0 lists them, written down here a second time on purpose
GDELT = (
    "GLOBALEVENTID SQLDATE MonthYear Year FractionDate Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode "
    "Actor1EthnicCode Actor1Religion1Code Actor1Religion2Code Actor1Type1Code Actor1Type2Code Actor1Type3Code "
    "Actor2Code Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode Actor2Religion1Code "
    "Actor2Religion2Code "
    "Actor2Type1Code Actor2Type2Code Actor2Type3Code IsRootEvent EventCode EventBaseCode EventRootCode QuadClass "
    "GoldsteinScale NumMentions NumSources NumArticles AvgTone Actor1Geo_Type Actor1Geo_FullName Actor1Geo_CountryCode "
    "Actor1Geo_ADM1Code Actor1Geo_ADM2Code Actor1Geo_Lat Actor1Geo_Long Actor1Geo_FeatureID Actor2Geo_Type "
    "Actor2Geo_FullName Actor2Geo_CountryCode Actor2Geo_ADM1Code Actor2Geo_ADM2Code Actor2Geo_Lat Actor2Geo_Long "
    "Actor2Geo_FeatureID ActionGeo_Type ActionGeo_FullName ActionGeo_CountryCode ActionGeo_ADM1Code ActionGeo_ADM2Code "
    "ActionGeo_Lat ActionGeo_Long ActionGeo_FeatureID DATEADDED SOURCEURL"
).split()


def test_gdelt_lines_are_read_with_gdelts_names(dump: dict[str, Any], tmp_path: Path) -> None:
    assert gdelt.write(dump, tmp_path / "g.tsv") == 3
    table = pd.read_csv(
        tmp_path / "g.tsv", sep="\t", header=None, names=GDELT, dtype={"EventCode": str, "EventRootCode": str}
    )
    assert len(GDELT) == 61 == len(table.columns)
    first = table.iloc[0]
    assert (first.Actor1CountryCode, first.Actor2CountryCode, first.EventCode, first.EventRootCode) == (
        "AUT",
        "CHE",
        "036",
        "03",
    )
    assert (first.SQLDATE, first.QuadClass, first.ActionGeo_CountryCode) == (20200502, 1, "AU")
    assert table.iloc[1].Actor1KnownGroupCode == "NAT"
    assert table.GLOBALEVENTID.is_unique
    assert first.SOURCEURL == "https://x.example/1?a=1&b=2"


def test_what_is_only_planned_is_in_no_table_without_status(dump: dict[str, Any], tmp_path: Path) -> None:
    for module in (gdelt, polecat, icews):
        assert module.write(dump, tmp_path / "t") == 3  # two actors of e1, one of e2; e3 is planned


def test_polecat_columns(dump: dict[str, Any], tmp_path: Path) -> None:
    polecat.write(dump, tmp_path / "p.tsv")
    table = pd.read_csv(tmp_path / "p.tsv", sep="\t")
    assert list(table.columns[:7]) == [
        "Event ID",
        "Event Date",
        "Event Type",
        "Event Mode",
        "Intensity",
        "Quad Code",
        "Contexts",
    ]
    assert len(table.columns) == 40
    row = table.iloc[0]
    assert (row["Event Type"], row["Actor Country"], row["Recipient Country"], row["Placename"]) == (
        "CONSULT",
        "AUT",
        "CHE",
        "Vienna",
    )
    assert row["Actor Name Raw"] == "Freedonia"
    assert row["Quad Code"] == "VERBAL COOPERATION"


def test_icews_columns(dump: dict[str, Any], tmp_path: Path) -> None:
    icews.write(dump, tmp_path / "i.tsv")
    table = pd.read_csv(tmp_path / "i.tsv", sep="\t", dtype={"CAMEO Code": str})
    assert len(table.columns) == 20
    assert list(table["CAMEO Code"]) == ["036", "036", "172"]
    assert list(table["Event Date"]) == [
        "2020-05-02",
        "2020-05-02",
        "2020-05-04",
    ]  # the last has only a date of publication


def test_plover_keeps_status_and_words(dump: dict[str, Any], tmp_path: Path) -> None:
    assert plover.write(dump, tmp_path / "p.json") == 3
    found = json.loads((tmp_path / "p.json").read_text())
    assert [e["status"] for e in found] == ["occurred", "occurred", "planned"]
    assert found[0]["textInfo"][0]["text"] == "met in Vienna"
    assert found[0]["source"][0] == {
        "code": "AUT",
        "country": "AUT",
        "sector": "GOV",
        "actorText": "Freedonia",
        "id": "AUT",
        "title": None,
    }


def test_networkx_reads_the_graphs(dump: dict[str, Any], tmp_path: Path) -> None:
    graph.write_graphml(dump, tmp_path / "g.graphml")
    graph.write_gexf(dump, tmp_path / "g.gexf")
    for found in (nx.read_graphml(tmp_path / "g.graphml"), nx.read_gexf(tmp_path / "g.gexf")):
        assert set(found.edges) == {("AUT", "CHE"), ("NATO", "CHE")}
        assert found.edges["AUT", "CHE"]["verbal_cooperation"] == 1


def test_rdflib_reads_the_json_ld(dump: dict[str, Any], tmp_path: Path) -> None:
    jsonld.write(dump, tmp_path / "r.jsonld")
    found = rdflib.Graph().parse(tmp_path / "r.jsonld", format="json-ld")
    schema, prov = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("http://www.w3.org/ns/prov#")
    event = rdflib.URIRef("urn:detente:event:e1")
    assert (event, rdflib.RDF.type, schema.Event) in found
    assert (event, schema.organizer, rdflib.URIRef("urn:detente:party:NATO")) in found
    assert (
        rdflib.URIRef("urn:detente:party:Ana%20Ruiz"),
        prov.actedOnBehalfOf,
        rdflib.URIRef("urn:detente:party:AUT"),
    ) in found
    quotation = rdflib.URIRef("urn:detente:statement:s1")
    assert found.value(quotation, schema.text) == rdflib.Literal("closed its airspace")
    starts = {int(v) for v in found.objects(None, rdflib.URIRef("http://www.w3.org/ns/oa#start"))}
    assert TEXT.index("met in Vienna") in starts


def test_atom_is_read_by_a_feed_reader(dump: dict[str, Any], tmp_path: Path) -> None:
    import feedparser

    assert feed.write(dump, tmp_path / "f.xml") == 4
    found = feedparser.parse((tmp_path / "f.xml").read_bytes())
    assert not found.bozo
    assert len(found.entries) == 4
    assert {e.title for e in found.entries} == {
        "Freedonia, NATO → Sylvania: CONSULT",
        "Sylvania: COERCE",
        "Sylvania → Freedonia: AGREE",
        "Ana <Ruiz> → Sylvania: ask",
    }
