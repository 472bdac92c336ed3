"""Events: from candidates to entries with type, parties, status, date, place and issues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from detente.coding.appointments import STOPS
from detente.coding.attack_days import dated
from detente.coding.candidates import GOES, Candidate, Side, candidates
from detente.coding.clauses import Syntax
from detente.coding.coder import Coder
from detente.coding.conditions import condition_at
from detente.coding.dating import Circumstances, is_future
from detente.coding.deciding import Decision, decide, weigh
from detente.coding.frames import cameo_of, goldstein_of
from detente.coding.issues import issues_of, taxonomy
from detente.coding.model import (
    Condition,
    Event,
    EventMention,
    Evidence,
    Reason,
    Role,
    Span,
    Statement,
    When,
    Where,
)
from detente.coding.plans import came_to_nothing, is_done, is_past, to_come
from detente.coding.retold import without_retold
from detente.coding.spoken import acting, spoken
from detente.coding.status import is_reported
from detente.reading.model import Mention, Place, Reading, Sentence

_PROMISING = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN"})
_SPEECH = frozenset({"ACCUSE", "SUPPORT", "REQUEST", "REJECT", "THREATEN"})
_ONLY_IF = frozenset({"if", "unless", "provided", "only after", "in exchange for", "as long as"})
_BINDING = frozenset({"AGREE", "THREATEN", "REJECT"})  # depends on something even when it was said
_CALLED = frozenset({"CONSULT", "PROTEST"})  # "called a strike for Monday"
_DEFAULT_DAY = frozenset({"ACCUSE", "AGREE", "REQUEST", "REJECT", "SUPPORT", "THREATEN", "CONSULT", "CONCEDE"})


def events(
    reading: Reading,
    statements: Sequence[Statement] = (),
    overlay: Path | None = None,
    coder: Coder | None = None,
) -> tuple[Event, ...]:
    """The events that an article tells, one for each telling; merging makes one of several.

    Args:
        reading: the article with its mentions, times and places.
        statements: the article's statements, for their issues and conditions.
        overlay: a user's own issues, see `issues.taxonomy`.
        coder: the trained coder; without it rules alone decide, and verbs that no frame knows give no event.
    """
    s = Syntax(reading.doc)
    found = candidates(reading, s, unknown=coder is not None)
    around = Circumstances(reading, s)
    promised = {c.trigger for c in found if c.frame.type in _PROMISING}
    decided: list[tuple[Candidate, Decision, When | None]] = []
    for c in found:
        if c.frame.type not in {"CONSULT", "AGREE"} and _content_of(s, c.governor) in promised:
            continue
        when = around.when(c.sentence, c.trigger, c.governor)
        future = is_future(when, reading.article.published)
        if future and c.frame.type not in _CALLED and is_done(s, c.governor):
            when, future = None, False  # "called for a march on Sunday": the day is the march's
        decision = decide(s, c, future)
        if decision is not None and decision.type == "REJECT" and c.trigger != c.governor and s.is_verb(c.governor):
            when = around.when(c.sentence, c.governor, c.governor)  # "called off Friday's talks" on another day
        if decision is not None:
            decided.append((c, decision, when))
    if coder is not None:
        weighed = weigh(reading, s, [(c, d) for c, d, _ in decided], coder)
        decided = [(c, d, when) for (c, _, when), d in zip(decided, weighed, strict=True) if d is not None]
    decided += to_come(reading, s, around, [c for c, _, _ in decided])
    made = [e for c, d, when in decided for e in _events_of(reading, s, around, c, d, when, overlay)]
    made += spoken(reading, s, statements, made, around.main_day)
    return tuple(dated(reading, s, around, without_retold(reading, made)))


def _content_of(s: Syntax, v: int) -> int | None:
    """The verb of whose infinitive complement a verb is the head: what is promised is no act of its own."""
    for _ in range(3):
        h = s.head[v]
        if s.dep[v] in {"xcomp", "ccomp"} and s.tag[v] == "VB":
            return h
        if s.dep[v] != "conj" or h == v:
            return None
        v = h
    return None


def _events_of(
    reading: Reading,
    s: Syntax,
    around: Circumstances,
    c: Candidate,
    coded: Decision,
    when: When | None,
    overlay: Path | None,
) -> Iterable[Event]:
    if coded.status == "planned" and came_to_nothing(s, c.governor):
        return
    if when is None and coded.status == "planned":
        when = around.when_ahead(c.sentence, c.trigger)
    elif when is not None and coded.status == "planned":
        when = around.to_come(c.sentence, when)
        if when is not None and is_past(when, reading.article.published):
            return  # "was due in Lima last week"
    elif when is None:
        when = around.when_past(c.sentence, c.governor)
    if when is None and _takes_main_day(s, c, coded):
        when = around.main_day(c.sentence)
    when = around.so_far(when) if coded.status == "occurred" else when
    where = around.where(c.sentence, c.trigger, c.governor, coded.type in _SPEECH)
    if where is None and coded.mode == "visit":
        where = around.visited(c.sentence, c.trigger)
    if coded.mode == "visit" and s.lemma[c.trigger] in STOPS | GOES and not c.recipients:
        host = _host(s, around, c)
        if host is None or host in {reading.principal(p) for x in c.actors for p in x.mention.parties}:
            return  # "flew home", "arrived at the airport"
    issues = event_issues(reading, s, c, overlay)
    splits = _places_apart(reading, s, around, c, coded)
    if splits:
        countries = {place.country for place in splits}
        for place in splits:
            spot = around.spot(place)
            elsewhere = countries - {place.country}
            here = [x for x in c.recipients if not elsewhere & {reading.principal(p) for p in x.mention.parties}]
            yield _event(reading, s, around, c, coded, here, when, spot, issues)
        return
    for recipients in _recipients_apart(reading, s, c, coded):
        yield _event(reading, s, around, c, coded, recipients, when, where, issues)


def _takes_main_day(s: Syntax, c: Candidate, coded: Decision) -> bool:
    """Whether an event without a date happened on the day that its report is about."""
    if coded.status != "occurred" or coded.type not in _DEFAULT_DAY:
        return False
    v = c.governor
    if not s.is_verb(v):
        return False
    if s.dep[v] == "acl" and s.tag[v] == "VBG":
        return True
    if any(s.text[k] == "had" for k in s.kids[v]):
        return False
    marked = any(s.dep[k] == "mark" or s.tag[k] == "WRB" for k in s.kids[v])
    return s.dep[v] in {"ROOT", "conj", "parataxis"} or (s.dep[v] == "advcl" and not marked)


# ---- parties


def _parties(reading: Reading, around: Circumstances, sides: Iterable[Side]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those on a side, as `acting` gives them; a council of two or three is all of its members."""
    parties: list[str] = []
    for side in sides:
        for id_ in side.mention.parties:
            if state := around.ownerless.state(side.mention, id_):
                parties.append(state)
                continue
            party = reading.parties.get(id_)
            parties += party.members if party is not None and 2 <= len(party.members) <= 3 else (id_,)
    return acting(reading, parties)


def _host(s: Syntax, around: Circumstances, c: Candidate) -> str | None:
    """The state that is visited, where no party is named as visited: "flew to Rome", "ending a visit"."""
    going = around.destination(c.sentence, c.governor)
    return going or (around.sent_from(c.sentence) if s.lemma[c.trigger] not in GOES else None)


def _event(
    reading: Reading,
    s: Syntax,
    around: Circumstances,
    c: Candidate,
    coded: Decision,
    recipients: Sequence[Side],
    when: When | None,
    where: Where | None,
    issues: tuple[str, ...],
) -> Event:
    actor, persons = _parties(reading, around, c.actors)
    recipient, others = _parties(reading, around, recipients)
    if coded.mode == "visit" and actor and not recipient:
        host = _host(s, around, c)
        if host and host not in {reading.principal(a) for a in actor}:
            recipient = (host,)
    if c.symmetric and not recipient and len(actor) > 1:
        actor, recipient = actor[:1], actor[1:]
    if coded.type == "ASSAULT" and not actor and where and where.country and where.country in reading.parties:
        # whom an attack hit is told as whose it was, or as the country it was in
        recipient = tuple(dict.fromkeys((*recipient, where.country)))
    article = reading.article.id
    mentions: list[EventMention] = []
    roles: tuple[tuple[Role, Sequence[Side]], ...] = (("actor", c.actors), ("recipient", recipients))
    for role, sides in roles:
        for side in sides:
            mentions += [
                EventMention(role, p, article, side.mention.start, side.mention.end) for p in side.mention.parties
            ]
    voiced = _voiced(reading, s, c, actor) if coded.type in _PROMISING | _SPEECH else None
    if voiced is not None:
        mentions += [EventMention("actor", p, article, voiced.start, voiced.end) for p in voiced.parties]
        persons = (*persons, *(p for p in voiced.parties if reading.named_person(p)))
    mentions += _named_again(reading, c.sentence, mentions)
    condition = _condition(reading, s, c, coded)
    depends = coded.status == "planned" and condition is not None and condition.kind in _ONLY_IF
    start = s.idx[c.trigger]
    end = start + len(s.text[c.trigger])
    reasons = [*coded.reasons, Reason("status", "rule", coded.status, coded.verdict.words)]
    return Event(
        id=f"{article}#{start}-{end}" + (f"@{where.name}" if where else ""),
        type=coded.type,
        mode=coded.mode,
        cameo=coded.cameo or cameo_of(coded.type, coded.mode),
        goldstein=goldstein_of(coded.cameo or cameo_of(coded.type, coded.mode)),
        status="conditional" if depends else coded.status,
        actor=actor,
        recipient=tuple(r for r in recipient if r not in actor or not c.symmetric),
        person=tuple(dict.fromkeys((*persons, *others))),
        date=when,
        place=where,
        issues=issues,
        evidence=(Evidence(article, c.sentence.start, c.sentence.end),),
        mentions=tuple(mentions),
        trigger=Span(start, end),
        what=_what(reading, s, c),
        symmetric=c.symmetric,
        score=coded.score,
        condition=condition,
        reasons=tuple(reasons),
    )


def _condition(reading: Reading, s: Syntax, c: Candidate, coded: Decision) -> Condition | None:
    """What an event to come, or what is promised, refused or threatened, depends on."""
    if coded.status not in {"planned", "conditional"} and coded.type not in _BINDING:
        return None
    first, last = s.subtree(c.governor)
    if first == last:
        return None
    found = condition_at(reading, first, last + 1)
    if found is None or (found.kind == "until" and not s.negated(c.governor)):
        return None
    if reading.article.text[: found.start].rstrip().lower().endswith(("because", "since")):
        return None  # "will appeal because if it loses"
    # not one in which the event itself stands: "if Lima attacks"
    return None if found.start <= s.idx[c.trigger] < found.end else found


def _voiced(reading: Reading, s: Syntax, c: Candidate, actor: Sequence[str]) -> Mention | None:
    """Who says it for those who do it: "Lima's minister said it would refuse" is a refusal by the minister."""
    v = c.governor
    if not is_reported(s, v):
        return None
    told = [m for t in s.subjects(s.head[v]) if (m := reading.mention_headed(t)) is not None]
    taken = {x.mention for x in (*c.actors, *c.recipients)}
    above = {reading.principal(a) for a in actor}
    known = reading.parties
    for m in told:
        person = all(p in known and known[p].kind == "person" for p in m.parties)
        if person and m not in taken and {reading.principal(p) for p in m.parties} <= above:
            return m
    return None


def _named_again(reading: Reading, sentence: Sentence, mentions: Sequence[EventMention]) -> list[EventMention]:
    """Where a party on one side of an event is named once more in its sentence."""
    roles: dict[str, set[Role]] = {}
    above: dict[str, set[Role]] = {}  # "people in Lima" are named by Lima, too
    for x in mentions:
        roles.setdefault(x.party, set()).add(x.role)
        above.setdefault(reading.principal(x.party) or x.party, set()).add(x.role)
    spans = {(x.start, x.end) for x in mentions}
    out = []
    for m in reading.mentions_in(sentence.index):
        if m.inside or (m.start, m.end) in spans or len(m.parties) != 1:
            continue
        role = roles.get(m.parties[0]) or above.get(m.parties[0], set())
        if len(role) == 1:
            out.append(EventMention(next(iter(role)), m.parties[0], reading.article.id, m.start, m.end))
    return out


def _what(reading: Reading, s: Syntax, c: Candidate) -> str:
    """A short phrase for an event: its predicate with what follows in its clause."""
    first = min(c.trigger, c.governor)
    last = c.trigger
    for k in s.kids[c.trigger]:
        if s.dep[k] in {"dobj", "prep", "xcomp", "prt", "dative", "ccomp", "agent"}:
            last = max(last, s.subtree(k)[1])
        elif s.dep[k] in {"compound", "amod", "poss", "nummod"} and not s.is_verb(c.trigger):
            first = min(first, s.subtree(k)[0])
    last = min(last, first + 14, c.sentence.last - 1)
    text = reading.article.text[s.idx[first] : s.idx[last] + len(s.text[last])]
    return " ".join(text.split())


def _places_apart(reading: Reading, s: Syntax, around: Circumstances, c: Candidate, coded: Decision) -> list[Place]:
    """The places of attacks that were several: "the bombings in Oslo and Rome" are two events."""
    if (
        coded.type != "ASSAULT"
        or s.is_verb(c.trigger)
        or s.tag[c.trigger] != "NNS"
        or not c.frame
        or c.frame.needs != "any"
    ):
        return []
    first, last = s.subtree(c.trigger)
    inside = [(t, p) for t, p in around.places.get(c.sentence.index, []) if first <= t <= last and t > c.trigger]
    out: list[Place] = []
    for k, (t, place) in enumerate(inside):
        if place.feature == "country" and k:
            before = inside[k - 1][1]
            gap = reading.article.text[before.end : place.start]
            if gap.strip(" ") == "," and before.country == place.country:
                continue  # "Nairobi, Kenya"
        if around.located(t, c.trigger) or out:
            out.append(place)
    names = {p.name for p in out}
    return out if len(names) > 1 else []


def _recipients_apart(reading: Reading, s: Syntax, c: Candidate, coded: Decision) -> list[tuple[Side, ...]]:
    """Persons of different states, each counted ("five Danes and a Finn"), undergo an event each."""
    if coded.type not in {"COERCE"} or len(c.recipients) < 2:
        return [c.recipients]
    by_principal: dict[str, list[Side]] = {}
    for side in c.recipients:
        if side.mention.kind not in {"nominal", "demonym"}:
            return [c.recipients]
        by_principal.setdefault(reading.principal(side.mention.parties[0]) or "", []).append(side)
    return [tuple(x) for x in by_principal.values()]


# ---- issues

_ABOUT = frozenset("address discuss touch mention cover concern include involve raise deal".split())


def event_issues(reading: Reading, s: Syntax, c: Candidate, overlay: Path | None = None) -> tuple[str, ...]:
    """What an event is about: by its clause, else its sentence, else the headline; not what it "did not address"."""
    text = reading.article.text
    excluded = _not_about(s, c.sentence)

    def words(first: int, last: int) -> str:
        kept = [text[s.idx[t] : s.idx[t] + len(s.text[t])] for t in range(first, last + 1) if t not in excluded]
        return " ".join(kept)

    known = taxonomy(overlay)
    barred: set[str] = set()
    if excluded:
        low, high = min(excluded), max(excluded)
        barred = set(known.issues_of(text[s.idx[low] : s.idx[high] + len(s.text[high])]))
    contexts = [words(*s.subtree(c.governor)), words(c.sentence.first, c.sentence.last - 1)]
    headline = _headline(reading, c.sentence)
    found = issues_of(contexts[0], [contexts[1], *([headline] if headline else [])], overlay)
    return tuple(i for i in found if i not in barred)


def _not_about(s: Syntax, sentence: Sentence) -> set[int]:
    """Tokens of what something is said not to be about: "the talks did not address fishing"."""
    out: set[int] = set()
    for v in range(sentence.first, sentence.last):
        if s.lemma[v] in _ABOUT and s.is_verb(v) and s.negated(v):
            for k in s.kids[v]:
                if s.dep[k] in {"dobj", "prep"}:
                    first, last = s.subtree(k)
                    out |= set(range(first, last + 1))
    return out


def _headline(reading: Reading, sentence: Sentence) -> str | None:
    for p in reading.paragraphs:
        if p.report == sentence.report and p.headline:
            return reading.article.text[p.start : p.end]
    return None
