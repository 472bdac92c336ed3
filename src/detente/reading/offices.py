"""Whose an office is that an article names without a state: "Foreign Minister X", "police spokesman X"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.coreference import Discourse
from detente.reading.meanings import meaning
from detente.reading.names import Lists
from detente.reading.parties import Cast
from detente.reading.persons import Naming

# whose seat is where they speak: police and courts
_LOCAL = frozenset({"COP", "JUD"})
_SPEAKERS = frozenset({"spokesman", "spokeswoman", "spokesperson"})


def usual_state(cast: Cast, role: str, known: Lists) -> str | None:
    """Whose office a role usually is; one that many states have is the article's own where it speaks more of that."""
    office = next((office for office in known.usual if role.endswith(office)), None)
    if office is None:
        return None
    usual, home = known.usual[office], cast.home
    own = office in known.shared and home is not None and cast.counts[home] > cast.counts[usual]
    return None if own else usual


def office_state(d: Discourse, c: Naming, sector: str | None) -> str | None:
    """The state of "Foreign Minister X" where nothing says it: the article's own, unless it was only filed there.

    A report filed from a third country speaks of the states it names. Then the subject before the name counts
    ("Hungary will follow suit. Foreign Minister X ..."), where the person spoke, and what is named most.
    """
    cast = d.cast
    if c.role.lower() in _SPEAKERS and (speaks_for := _subject(d, c)):
        return speaks_for
    if sector in _LOCAL and (seat := _seat(d, c)):
        return seat
    home = cast.home if cast.dated or cast.certain else None
    before, where = _subject_state(d, c), _place_state(d, c)
    if home and _spoken_of(d, home):
        return where if where and where == before else home
    if before or where or not home:
        return before or where
    (best, n), *rest = cast.counts.most_common(2) or [(home, 0)]
    return best if n >= 2 and (not rest or n >= 2 * rest[0][1]) else home


def _seat(d: Discourse, c: Naming) -> str | None:
    """The state that opens the sentence of a policeman or judge: "In Bern, Switzerland, police spokesman X"."""
    page = d.page
    sentence = page.sentences[page.sentence[c.name]]
    if page.lower[sentence.first] not in {"in", "at", "from"}:
        return None
    before = range(sentence.first + 1, min(sentence.first + 8, c.first))
    states = [d.cast.state(n.party) for i in before for n in page.names_at(i) if n.kind in {"state", "metonym"}]
    return states[-1] if states else None


def _spoken_of(d: Discourse, state: str) -> bool:
    """Whether an article names a state or what is the state's, and not just its capital, after the dateline."""
    page, cast = d.page, d.cast
    return any(
        hit.names[0].kind != "metonym" and first not in cast.datelines and cast.state(hit.names[0].party) == state
        for k, (first, _, hit) in enumerate(page.spans)
        if page.hit_at[first] == k
    )


def _subject_state(d: Discourse, c: Naming) -> str | None:
    """The state of the listed subject that stands last before a name, in its sentence or the one before it."""
    return next((state for party in _subjects(d, c) if (state := d.cast.state(party))), None)


def _subject(d: Discourse, c: Naming) -> str | None:
    """For whom a bare "spokesman X" speaks: the organisation or state that is the last subject before."""
    return next(iter(_subjects(d, c)), None)


def _subjects(d: Discourse, c: Naming) -> Iterator[str]:
    """The parties named in the subjects before a name, the nearest first."""
    page, s = d.page, d.page.sentence[c.name]
    first = page.sentences[s].first
    if s and page.sentences[s - 1].paragraph == page.sentences[s].paragraph and not page.sentences[s - 1].headline:
        first = page.sentences[s - 1].first
    for i in range(c.first - 1, first - 1, -1):
        if page.dep[i] in {"nsubj", "nsubjpass"} and i not in d.cast.datelines:
            own = [k for k in page.children[i] if page.dep[k] in {"poss", "amod", "compound", "nmod"}]
            for k in (k for k in (i, *own) if page.hit_at[k] >= 0):
                n = meaning(d, page.hit_at[k])
                if n is not None and n.kind not in {"place", "person", "people"}:
                    yield n.party


def _place_state(d: Discourse, c: Naming) -> str | None:
    """The state of the capital in which the person of a name acts: "Foreign Minister X told reporters in Budapest"."""
    page = d.page
    for i in range(c.last, page.sentences[page.sentence[c.name]].last):
        if page.dep[i] == "pobj" and page.lower[page.head[i]] == "in":
            for n in page.names_at(i):
                if n.kind == "metonym":
                    return d.cast.state(n.party)
    return None
