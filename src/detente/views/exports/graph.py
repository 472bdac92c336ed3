"""GraphML and GEXF: parties as nodes, dyads as edges with counts by quadrant."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from detente.record.tables import QUAD_OF_TYPE, QUADS
from detente.views.exports.sides import Dump, Side, rows

_QUADS = {quad: quad.replace(" ", "_") for quad in QUADS}


def _build(dump: Dump):  # type: ignore[no-untyped-def]  # networkx is imported only where it is used
    import networkx as nx

    graph = nx.DiGraph()
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    scores: dict[tuple[str, str], float] = defaultdict(float)
    names = {p["id"]: p.get("name") or p["id"] for p in dump.get("parties", [])}
    nodes: dict[str, Side] = {}
    for row in rows(dump, occurred_only=True):
        if not row.actor.id or not row.recipient.id or row.actor.principal == row.recipient.principal:
            continue
        pair = row.actor.principal, row.recipient.principal
        nodes.setdefault(pair[0], row.actor)
        nodes.setdefault(pair[1], row.recipient)
        counts[pair]["events"] += 1
        counts[pair][_QUADS[QUAD_OF_TYPE[row.event["type"]]]] += 1
        scores[pair] += row.event.get("goldstein") or 0.0
    for node, one in sorted(nodes.items()):
        graph.add_node(node, label=names.get(node, node), kind=one.principal_kind)
    for (a, b), c in sorted(counts.items()):
        graph.add_edge(a, b, weight=c["events"], goldstein=round(scores[a, b], 2), **{q: c[q] for q in _QUADS.values()})
    return graph


def write_graphml(dump: Dump, path: Path) -> int:
    """Write GraphML; returns the number of edges."""
    import networkx as nx

    graph = _build(dump)
    nx.write_graphml(graph, path)
    return int(graph.number_of_edges())


def write_gexf(dump: Dump, path: Path) -> int:
    """Write GEXF 1.2; returns the number of edges."""
    import networkx as nx

    graph = _build(dump)
    nx.write_gexf(graph, path)
    return int(graph.number_of_edges())
