"""Likeness: whether two tellings are of one happening, as a sum of weights for and against.

The form is that of record linkage (Fellegi and Sunter 1969): each detail on which two tellings agree or differ adds its
weight. Some differences alone decide (`CONFLICT`).
"""

from __future__ import annotations

from detente.merging.tellings import APART, UNDATED, Tale
from detente.merging.words import likeness

CONFLICT = -6.0
# The sum from which two tellings are one happening: in one article, and in two.
WITHIN, ACROSS = 3.0, 3.5
# Days that a plan without a date may take.
PLANNED = 120

# Types that coders of the same happening choose between.
_FAMILIES = (
    frozenset({"AGREE", "CONSULT", "COOPERATE"}),
    frozenset({"AID", "COOPERATE", "SUPPORT"}),
    frozenset({"ASSAULT", "COERCE"}),
    frozenset({"COERCE", "SANCTION"}),
    frozenset({"ACCUSE", "REJECT"}),
    frozenset({"CONCEDE", "AGREE"}),
    frozenset({"CONCEDE", "RETREAT"}),
)
_NEAR = frozenset((a, b) for family in _FAMILIES for a in family for b in family)
# Meetings are told in many words ("talks", "discussed", "met"); of other types another predicate is another act.
_MANY_WORDS = frozenset({"CONSULT", "ASSAULT"})
_SYNONYMS = frozenset({"arrest", "deport", "expel", "abduct", "release", "withdraw", "resign", "visit"})
_SAID = frozenset({"CONSULT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"})
_HAPPENED = frozenset({"occurred", "ongoing"})


def weight(a: Tale, b: Tale) -> float:
    """How much speaks for two tellings being of one happening, or against it; `CONFLICT` alone decides."""
    same_article = a.article == b.article
    if not same_article and (a.alone or b.alone):
        return CONFLICT
    if a.first is not None and b.first is not None and _gap(a, b) > 1:
        return CONFLICT  # decides most pairs, and soonest
    ea, eb = a.event, b.event
    same_stem = not a.stems.isdisjoint(b.stems)
    sum_ = 0.0
    if ea.type == eb.type:
        sum_ += 1.0
    elif not same_stem and (same_article or (ea.type, eb.type) not in _NEAR):
        return CONFLICT
    for part in (_statuses, _sides, _persons, _dates, _places):
        found = part(a, b)
        if found <= CONFLICT:
            return CONFLICT
        sum_ += found
    if ea.mode and eb.mode and ea.type == eb.type:
        sum_ += 0.5 if ea.mode == eb.mode else -0.7
    alike = likeness(a.words, b.words)
    many = ea.type == eb.type and ea.type in _MANY_WORDS and ea.status in _HAPPENED and eb.status in _HAPPENED
    if same_stem:
        # "seek", "hold" or "attend" alone do not tell one thing sought from another
        sum_ += 1.2 if many or alike >= 0.2 else 0.2
    elif ea.type == eb.type and ea.mode == eb.mode and ea.mode in _SYNONYMS:
        sum_ += 0.8  # "arrested" and "rounded up", "deported" and "expelled"
    elif not (a.stems.isdisjoint(b.words) and b.stems.isdisjoint(a.words)):
        sum_ += 0.4
    elif not many:
        sum_ -= 1.5
    sum_ += 2.0 * alike if many else 3.0 * (alike - 0.2)
    if not same_article and len(a.sides | b.sides) < 2 and not a.place:
        # within one state, or of one known party: who it was must be the same people
        sum_ -= 0.0 if a.persons and a.persons == b.persons else 2.0
    if not same_article and not many and alike < 0.15:
        sum_ -= 1.0  # what two papers tell of one act shares more than its verb
    if same_article and ea.recipient and ea.actor == eb.actor and set(ea.recipient) == set(eb.recipient):
        sum_ += 0.0 if b.recipients else 1.4  # the same families, the same people
    if ea.issues and eb.issues:
        sum_ += -0.5 if set(ea.issues).isdisjoint(eb.issues) else 0.5
    return sum_


def threshold(a: Tale, b: Tale) -> float:
    """The weight from which two tellings are of one happening."""
    return WITHIN if a.article == b.article else ACROSS


def _statuses(a: Tale, b: Tale) -> float:
    x, y = a.event.status, b.event.status
    if x == y:
        return 0.0
    if {x, y} <= _HAPPENED:
        return -0.3
    if "conditional" in (x, y):
        return CONFLICT
    if "alleged" in (x, y):
        # an allegation says who; what surely happened may have had another actor
        return 0.0 if {x, y} & _HAPPENED and a.actors == b.actors and a.actors else CONFLICT
    if "planned" in (x, y):
        plan, other = (a, b) if x == "planned" else (b, a)
        if a.article == b.article or plan.published is None or other.published is None:
            return CONFLICT
        if other.published < plan.published:
            return CONFLICT
        if plan.first is None and (other.published - plan.published > PLANNED or other.first is None):
            return CONFLICT
        if plan.first is None and other.first is not None and other.first < plan.published:
            return CONFLICT
        return 0.0
    return CONFLICT  # denied, and told as a fact


def _sides(a: Tale, b: Tale) -> float:
    if a.event.symmetric and b.event.symmetric:
        x, y = a.sides, b.sides
        shared = len(x & y)
        if not x or not y:
            return 0.0
        if not shared:
            return CONFLICT
        if x == y:
            return 2.0 if len(x) > 1 else 0.8
        if len(x) == 1 or len(y) == 1:
            # one known party is little: the words must tell that it is the same meeting
            return -1.5 if a.stems.isdisjoint(b.stems) else -0.3
        if shared >= 2 or x <= y or y <= x:
            return 1.5
        return CONFLICT
    straight = _two_sides(a.actors, a.recipients, b.actors, b.recipients, a, b)
    if a.event.symmetric or b.event.symmetric:
        return max(straight, _two_sides(a.actors, a.recipients, b.recipients, b.actors, a, b))
    return straight


def _two_sides(
    ax: frozenset[str], ay: frozenset[str], bx: frozenset[str], by: frozenset[str], a: Tale, b: Tale
) -> float:
    sum_, agreeing = 0.0, 0
    for x, y in ((ax, bx), (ay, by)):
        if x and y:
            if x == y:
                sum_ += 1.0
                agreeing += 1
            elif x & y:
                sum_ += 0.6
                agreeing += 1
            else:
                # whom an attack hit is told as the country it was in, or as whose it was
                if not (x is ay and not ax and not bx and a.first == b.first and a.first == a.last and a.place):
                    return CONFLICT
                sum_ -= 0.5
    return sum_ if agreeing else sum_ - 0.3


def _persons(a: Tale, b: Tale) -> float:
    sum_ = 0.0
    if a.persons and b.persons and a.event.type in _SAID and not (a.event.symmetric or b.event.symmetric):
        for role in ("actor", "recipient"):
            x, y = _in_role(a, role), _in_role(b, role)
            if x and y and x.isdisjoint(y):
                return CONFLICT  # who blames whom, within one state too
    for party, who in a.persons.items():
        others = b.persons.get(party)
        if others is None:
            continue
        if who & others:
            sum_ += 1.2
        elif a.event.type in _SAID or b.event.type in _SAID:
            return CONFLICT  # what two ministers say, and whom they meet, is not one act of their state
        else:
            sum_ -= 1.0
    return min(sum_, 2.4)


def _in_role(t: Tale, role: str) -> set[str]:
    """The persons named on one side of an event."""
    own = {p for who in t.persons.values() for p in who}
    return {m.party for m in t.event.mentions if m.role == role and m.party in own}


def _gap(a: Tale, b: Tale) -> int:
    """Days between two dates, negative where they overlap."""
    assert a.first is not None and b.first is not None and a.last is not None and b.last is not None
    return max(a.first - b.last, b.first - a.last)


def _dates(a: Tale, b: Tale) -> float:
    same_article = a.article == b.article
    if a.first is not None and b.first is not None:
        assert a.last is not None and b.last is not None
        if a.first == b.first and a.last == b.last:
            if same_article and (_assumed(a) or _assumed(b)):
                return 0.8
            if a.first == a.last and a.first == a.published and b.first == b.published:
                return 1.0  # what is told without a date is often of the day
            return 2.5 if a.first == a.last else 1.5
        gap = _gap(a, b)
        if gap <= 0:
            narrow = min(a.last - a.first, b.last - b.first)
            planned = "planned" == a.event.status == b.event.status
            return (0.8 if narrow < 7 else 0.3) - (0.8 if planned and same_article else 0.0)
        # "Thursday or Friday": sources differ by a day on what they otherwise tell alike
        one_day = a.first == a.last and b.first == b.last and gap == 1
        return -1.0 if one_day and not same_article else CONFLICT
    if same_article:
        return 0.3
    dated, other = (a, b) if a.first is not None else (b, a)
    if a.published is None or b.published is None:
        return -1.0
    if dated.first is not None:
        assert other.published is not None
        away = other.published - dated.first if other.event.status != "planned" else dated.first - other.published
        if away < -1:
            return CONFLICT
        return 0.5 if away <= 3 else 0.0 if away <= 10 else -1.0 if away <= UNDATED else CONFLICT
    apart = abs(a.published - b.published)
    return 0.5 if apart <= 1 else 0.0 if apart <= 4 else -1.0 if apart <= APART else CONFLICT


def _assumed(t: Tale) -> bool:
    """Whether a date is only that of the report."""
    return t.event.date is not None and t.event.date.value is None


def _places(a: Tale, b: Tale) -> float:
    if a.country and b.country and a.country != b.country:
        return CONFLICT
    if a.place and b.place:
        return 1.5 if a.place == b.place else CONFLICT
    if a.country and b.country:
        return 0.5
    return 0.0
