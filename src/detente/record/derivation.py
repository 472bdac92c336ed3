"""Derivation: the derived tables brought up to date from the articles that are new, changed or gone.

A step looks at what these articles touch, and at nothing else: persons of the same family name, parties of the same
id, and tellings that they may belong to. The units of these are merged again; all others stay as they are. The result
is the same as that of merging everything (`detente.merging.merge`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from detente.duplicates import spread
from detente.merging import Account, Correction
from detente.merging.corrections import articles_of, parties_named, parties_of
from detente.merging.keys import key
from detente.merging.parties import Votes, chain, joined, principal_of, renamed, votes_in
from detente.merging.persons import Namesakes, Sighting, ids_of, sightings
from detente.merging.traits import both, candidates, distinct
from detente.merging.units import units
from detente.reading.model import Party
from detente.record import entries, tables
from detente.record.indexes import by_month, indexes
from detente.record.store import Store
from detente.record.tellings import KINDS, Fresh, Kind, Stored, ghosts, stored_lot, wanted

# Days before what is mostly told that are looked at as a whole.
_RECENT = 45
# Finds accounts that the record has, by their ids; and the copies of some articles.
Find = Callable[[Iterable[str]], list[Account]]


class Derivation:
    """Steps from one state of the derived tables to the next.

    Args:
        store: the derived tables.
        find: gives accounts as ``readings`` has them now.
        copies: gives the accounts of all copies of articles.
    """

    def __init__(self, store: Store, find: Find, copies: Find) -> None:
        self._store = store
        self._find = find
        self._copies = copies
        self._rows: dict[str, list[Any]] = {}
        self._superseded: list[int] = []

    def step(
        self,
        fresh: Sequence[Account],
        gone: Sequence[Account],
        corrections: Sequence[Correction] = (),
        changed: Sequence[Correction] = (),
        known_: Mapping[tuple[int, int], int] | None = None,
    ) -> None:
        """Take in a change.

        Args:
            fresh: accounts that are new, or other than before.
            gone: those of before of articles that changed or went.
            corrections: all that hold, oldest first.
            changed: those that hold since this step, or no longer hold.
            known_: numbers of the articles that came (1) and went (-1), see `readings.known`.
        """
        self._rows = {name: [] for name in (*tables.DERIVED, "tellings", "votes", "sightings", "known")}
        rows = [(i, e, n) for (i, e), n in (known_ or {}).items() if n]
        columns = [pa.array(c, pa.int64()) for c in _columns(rows, 3)]
        self._rows["known"].append(pa.table(columns, schema=tables.KNOWN))
        self._superseded = []
        people = _People(self._store, fresh, gone)
        before, now = {a.article.id for a in gone}, {a.article.id for a in fresh}
        again = (people.renamed() | {a.copy_of for a in (*fresh, *gone) if a.copy_of}) - before - now
        retold = self._find(again)
        people.also(retold)
        self._rows["sightings"].append(people.rows())
        changed_parties = self._parties(
            [(a, people.after) for a in (*fresh, *retold)],
            [(a, people.before) for a in (*gone, *retold)],
            corrections,
            changed,
        )
        known = self._known(corrections)
        for c in corrections:
            if c not in changed and changed_parties & set(chain(known, sorted(parties_of(c)))):
                changed = [*changed, c]
        new = [renamed(a, ids_of(a, people.after)) for a in self._spread([*fresh, *retold])]
        texts = {a.article.id: a.article.text for a in self._told_with}
        left = {a.article.id for a in (*gone, *retold)}
        for kind in KINDS:
            mine = [c for c in corrections if c.about == kind.name]
            told = Fresh.of(kind, [t for a in new for t in kind.of.told(a, texts)])
            self._merge(kind, told, left, now, mine, [c for c in changed if c.about == kind.name], known)
        self._write()

    def _spread(self, accounts: list[Account]) -> list[Account]:
        """Accounts whose entries have evidence in their copies too."""
        ids = {a.article.id for a in accounts}
        more = [c for c in self._copies(ids) if c.article.id not in ids]
        self._told_with = [*accounts, *more]
        return [a for a in spread(self._told_with) if a.article.id in ids]

    # -- parties ------------------------------------------------------------------------------------------------

    def _parties(
        self,
        coming: Iterable[tuple[Account, dict[str, Namesakes]]],
        leaving: Iterable[tuple[Account, dict[str, Namesakes]]],
        corrections: Sequence[Correction],
        changed_corrections: Sequence[Correction],
    ) -> set[str]:
        """Bring the parties up to date; which of them changed."""
        votes: dict[str, Votes] = {}
        for sign, accounts in ((1, coming), (-1, leaving)):
            for account, namesakes in accounts:
                for id_, said in votes_in(renamed(account, ids_of(account, namesakes))).items():
                    mine = votes.setdefault(id_, Votes())
                    for what, times in said.items():
                        mine[what] += sign * times
        rows = [(i, *what, n) for i, mine in votes.items() for what, n in mine.items() if n]
        fresh = pa.table(
            [pa.array(c, f.type) for c, f in zip(_columns(rows, 4), tables.VOTES, strict=True)], schema=tables.VOTES
        )
        self._rows["votes"].append(fresh)
        named = {i for c in (*corrections, *changed_corrections) for i in parties_of(c)}
        asked = pa.table({"id": pa.array(sorted({r[0] for r in rows} | named), pa.string())})
        for r in self._store.ask("SELECT * FROM votes SEMI JOIN asked USING (id)", asked=asked).to_pylist():
            votes.setdefault(r["id"], Votes())[r["field"], r["value"]] += r["n"]
        there: dict[str, dict[str, Any]] = {}
        for r in self._store.ask("SELECT * FROM parties SEMI JOIN asked USING (id)", asked=asked).to_pylist():
            there[r["id"]] = r
        found: dict[str, tuple[Party, str]] = {}
        for id_ in asked.column("id").to_pylist():
            mine = votes.get(id_, Votes())
            if any(n > 0 for (what, _), n in mine.items() if what == "kind"):
                found[id_] = joined(id_, mine), principal_of(id_, mine)
        for id_, party in parties_named(corrections, {i: p for i, (p, _) in found.items()}).items():
            found[id_] = party, id_
        changed = set()
        for id_ in asked.column("id").to_pylist():
            old = there.get(id_)
            row = entries.party_row(*found[id_], made=0) if id_ in found else None
            if (old and {**old, "made": 0}) == row:
                continue
            changed.add(id_)
            if old:
                self._superseded.append(old["made"])
            if row:
                (made,) = self._store.numbers(1)
                self._rows["parties"].append({**row, "made": made})
        return changed

    def _known(self, corrections: Sequence[Correction]) -> dict[str, Party]:
        """The parties that corrections name, and those that they act for."""
        known = {r["id"]: entries.party(r) for r in self._rows["parties"]}
        asked = {i for c in corrections for i in parties_of(c)}
        seen: set[str] = set()
        while asked - seen:
            seen |= asked
            ids = pa.table({"id": pa.array(sorted(asked), pa.string())})
            for r in self._store.ask("SELECT * FROM parties SEMI JOIN asked USING (id)", asked=ids).to_pylist():
                if r["made"] not in self._superseded:
                    known.setdefault(r["id"], entries.party(r))
            asked = {of for i in asked if i in known and (of := known[i].of)}
        return known

    # -- entries ------------------------------------------------------------------------------------------------

    def _merge(
        self,
        kind: Kind,
        new: Fresh,
        left: set[str],
        came: set[str],
        corrections: Sequence[Correction],
        changed: Sequence[Correction],
        known: dict[str, Party],
    ) -> None:
        """Merge the units of new tellings, of articles that ``left`` or ``came``, and of corrections that changed."""
        # what came and was not there before has told nothing yet
        touched = {x for c in corrections if articles_of(c) & (left | came) for x in articles_of(c)}
        touched |= {x for c in changed for x in articles_of(c)}
        opened = self._of_articles(kind, left | touched)
        pairs = self._near(kind, new)
        old = self._load(kind, opened | {made for _, made, _ in pairs if made}, left)
        n = len(new.told)
        links = list(self._links(kind, new, pairs, old))
        # only what really touches something new is made again
        met = opened | {old.made[j - n] for _, j in links if j >= n}
        self._superseded += sorted(met)
        every = [(t, k) for k, t in enumerate(new.told)]
        every += [(old.told[k], n + k) for k, m in enumerate(old.made) if m in met and old.told[k] is not None]
        every.sort(key=lambda x: x[0].key)
        links += self._inner(kind, old, met, opened, n)
        place = {number: k for k, (_, number) in enumerate(every)}
        articles = [t.article for t, _ in every]
        here = {*articles, *touched}
        active = [c for c in corrections if articles_of(c) & here]
        texts = {a.article.id: a.article for a in self._find({x for c in active for x in articles_of(c)})}
        out = _Placed()
        for numbers, about in units(articles, [(place[i], place[j]) for i, j in links], active):
            (made,) = self._store.numbers(1)
            mine = {i: known[i] for c in about for i in chain(known, sorted(parties_of(c))) if i in known}
            some = {x: texts[x] for c in about for x in articles_of(c) if x in texts}
            merged = kind.of.settled([every[k][0] for k in numbers], about, some, mine)
            self._rows[f"{kind.name}s"] += kind.rows(merged, made)
            self._rows["evidence"] += entries.evidence(merged, made)
            for at, k in enumerate(numbers):
                number = every[k][1]
                (out.new if number < n else out.old).append((number if number < n else number - n, made, at))
            if not numbers:
                out.ghosts += [(a, made) for a in sorted({x for c in about for x in articles_of(c)})]
        self._rows["tellings"] += [
            new.rows(kind, *_columns(out.new, 3)),
            old.moved(*_columns(out.old, 3)),
            ghosts(kind, *_columns(out.ghosts, 2)),
        ]

    def _of_articles(self, kind: Kind, articles: set[str]) -> set[int]:
        """The units that tellings of articles are in."""
        if not articles:
            return set()
        asked = pa.table({"article": pa.array(sorted({key(a) for a in articles}), pa.int64())})
        sql = f"SELECT DISTINCT made FROM tellings SEMI JOIN asked USING (article) WHERE kind = '{kind.name}'"
        return set(self._store.ask(sql, asked=asked).column("made").to_pylist())

    def _near(self, kind: Kind, new: Fresh) -> list[tuple[int, int, int]]:
        """Pairs that may be linked: a new telling with the unit and place of another, or with 0 and the number of a
        new one."""
        n = len(new.told)
        if not n:
            return []
        # those that are all compared with all that have the key, and those that are compared with them alone
        all_, some = wanted(new.lot), wanted(new.lot, alone=True)
        # most is told of these days: only what is not is looked for in all of the record
        recent = int(np.median(new.lot.traits["from"])) - _RECENT
        found = []
        for which in (pc.greater_equal, pc.less):
            asked = [t.filter(which(t.column("first"), recent)) for t in (all_, some)]
            if asked[0].num_rows:
                sql = " UNION ".join(
                    f"""
                    SELECT made FROM (
                        SELECT made, first, last, unnest({keys}) AS key FROM tellings
                        WHERE kind = '{kind.name}' AND last >= {pc.min(asked[0].column("first")).as_py()}
                            AND first <= {pc.max(asked[0].column("last")).as_py()}
                    ) t JOIN {name} a USING (key) WHERE t.first <= a.last AND t.last >= a.first
                    """
                    for keys, name in (("every", "asked_all"), ("others", "asked_some"))
                )
                found.append(self._store.ask(sql, asked_all=asked[0], asked_some=asked[1]))
        near = pa.concat_tables([tables.SUPERSEDED.empty_table(), *found])
        rows = self._store.ask(
            f"""
            SELECT made, place, every, others, traits FROM tellings SEMI JOIN asked USING (made)
            WHERE kind = '{kind.name}' AND traits IS NOT NULL
            """,
            asked=near,
        )
        made, places = (rows.column(c).to_numpy() for c in ("made", "place"))
        pairs = distinct(candidates(both(new.lot, stored_lot(kind, rows)), n, kind.of.possible, kind.of.CLASSES))
        return [(i, 0, j) if j < n else (i, int(made[j - n]), int(places[j - n])) for i, j in pairs]

    def _load(self, kind: Kind, made: set[int], left: set[str]) -> Stored:
        asked = pa.table({"made": pa.array(sorted(made), pa.int64())})
        names = ", ".join(tables.TELLINGS.names)
        sql = f"SELECT {names} FROM tellings SEMI JOIN asked USING (made) WHERE kind = '{kind.name}'"
        rows = self._store.ask(sql, asked=asked).cast(tables.TELLINGS)
        return Stored.of(kind, rows, {key(a) for a in left})

    def _links(
        self, kind: Kind, new: Fresh, pairs: Iterable[tuple[int, int, int]], old: Stored
    ) -> Iterable[tuple[int, int]]:
        """Links of new tellings to each other and to stored ones, whose numbers come after those of the new."""
        n = len(new.told)
        at = {(m, p): k for k, (m, p) in enumerate(zip(old.made, old.places, strict=True))}
        for i, made, place in pairs:
            j = place if not made else n + at[made, place]
            other = new.told[j] if j < n else old.told[j - n]
            if other is not None and kind.of.margin(new.told[i], other) >= 0:
                yield i, j

    def _inner(self, kind: Kind, old: Stored, met: set[int], opened: set[int], n: int) -> list[tuple[int, int]]:
        """Links between stored tellings: those of a unit that lost none are connected, whatever the links were."""
        members: dict[int, list[int]] = {}
        for k, m in enumerate(old.made):
            if m in met and old.told[k] is not None:
                members.setdefault(m, []).append(k)
        out = []
        for m, some in members.items():
            if m in opened:
                some.sort(key=lambda k: old.told[k].key)
                out += [(n + some[i], n + some[j]) for i, j, _ in kind.of.links([old.told[k] for k in some])]
            else:
                out += [(n + some[0], n + k) for k in some[1:]]
        return out

    def _write(self) -> None:
        """Write what was made."""
        made = {name: pa.Table.from_pylist(self._rows[name], schema) for name, schema in tables.DERIVED.items()}
        made |= indexes(made)
        gone = pa.table({"made": pa.array(self._superseded, pa.int64())})
        replaced = "(SELECT * FROM events SEMI JOIN gone USING (made))"
        both_ = f"{by_month('fresh')} UNION ALL {by_month(replaced, -1)}"
        months = self._store.ask(f"SELECT * FROM ({both_})", fresh=made["events"], gone=gone)
        made["months"] = months.select(tables.MONTHS.names).cast(tables.MONTHS)
        for name in ("tellings", "votes", "sightings", "known"):
            made[name] = pa.concat_tables([r.cast(tables.KEPT[name]) for r in self._rows[name]])
        self._store.write(made, self._superseded)


@dataclass
class _Placed:
    """Where tellings went: numbers (or articles) with their new unit and place."""

    new: list[tuple[int, int, int]] = field(default_factory=list)
    old: list[tuple[int, int, int]] = field(default_factory=list)
    ghosts: list[tuple[str, int]] = field(default_factory=list)


def _columns(rows: list[Any], width: int) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) or [()] * width


class _People:
    """The persons of accounts, as the record had them and as it has them now."""

    def __init__(self, store: Store, fresh: Sequence[Account], gone: Sequence[Account]) -> None:
        self._store = store
        self._delta = Counter[tuple[str, Sighting]]()
        for sign, accounts in ((1, fresh), (-1, gone)):
            for a in accounts:
                for s in sightings(a):
                    self._delta[a.article.id, s] += sign
        self.before: dict[str, Namesakes] = {}
        self.after: dict[str, Namesakes] = {}
        self._changed: list[Sighting] = []
        self._look({s.family for _, s in self._delta})

    def _look(self, families: set[str]) -> None:
        """Take up families, as they were and are."""
        families = families - self.before.keys()
        seen: dict[str, Counter[Sighting]] = {f: Counter() for f in families}
        asked = pa.table({"family": pa.array(sorted(families), pa.string())})
        found = self._store.ask(
            """
            SELECT family, name, above, office, month, alone, sum(n)::BIGINT AS n FROM sightings
            SEMI JOIN asked USING (family) GROUP BY ALL HAVING sum(n) > 0
            """,
            asked=asked,
        )
        for r in found.to_pylist():
            family, n = r.pop("family"), r.pop("n")
            seen[family][Sighting(**r)] = n
        now = {f: Counter(some) for f, some in seen.items()}
        for (_, s), times in self._delta.items():
            if s.family in families:
                now[s.family][s] += times
        for f in families:
            self.before[f], self.after[f] = Namesakes(seen[f]), Namesakes(now[f])
            if seen[f] == now[f]:
                continue
            for s in seen[f]:
                if now[f][s] > 0 and self.before[f].id(s) != self.after[f].id(s):
                    self._changed.append(s)

    def renamed(self) -> set[str]:
        """The articles that name a person who has another id now."""
        if not self._changed:
            return set()
        rows = [{"family": s.family, **asdict(s)} for s in self._changed]
        schema = pa.schema([f for f in tables.SIGHTINGS if f.name not in ("article", "n")])
        found = self._store.ask(
            """
            SELECT article FROM sightings s JOIN asked a ON s.family = a.family AND s.name = a.name
            AND s.office = a.office AND s.alone = a.alone AND s.above IS NOT DISTINCT FROM a.above
            AND s.month IS NOT DISTINCT FROM a.month GROUP BY ALL HAVING sum(n) > 0
            """,
            asked=pa.Table.from_pylist(rows, schema),
        )
        return set(found.column("article").to_pylist())

    def also(self, accounts: Sequence[Account]) -> None:
        """Take up the persons of accounts that stay as they are."""
        self._look({s.family for a in accounts for s in sightings(a)})

    def rows(self) -> pa.Table:
        """Rows of ``sightings``."""
        rows: list[dict[str, Any]] = [
            {"article": a, "family": s.family, **asdict(s), "n": n} for (a, s), n in self._delta.items() if n
        ]
        return pa.Table.from_pylist(rows, tables.SIGHTINGS)
