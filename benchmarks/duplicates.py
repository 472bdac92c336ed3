"""How well copies are told from near misses, and how much faster intake is with copies among the articles.

``python -m benchmarks.duplicates DIR [MORE ...]``: folders or files of articles (JSON Lines or text), such as those
that the scorers of ``attributions.py`` and ``places.py`` make.

500 articles, each with 0 to 5 copies altered in one to three of eight ways in which wires alter them, and 500 near
misses: other texts that tell the same event (most words that are no names replaced, sentences left out and in another
order). Pairs of articles are scored: those put into one group against those that were made from one article.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from detente.articles import Article
from detente.duplicates import Index, Known, first_published, sketch
from detente.sources import Wishes, articles

DAY = date(2020, 6, 1)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
_WORD = re.compile(r"[A-Za-z]+|[^A-Za-z]+")
_FIGURE = re.compile(r"\b\d{1,5}\b")
_REPLACED = {
    "said": "stated", "says": "states", "told": "informed", "will": "is to", "would": "was to", "but": "however",
    "also": "as well", "against": "in opposition to", "after": "following", "before": "ahead of", "about": "on",
    "because": "since", "many": "a number of", "people": "persons", "official": "functionary",
    "officials": "authorities", "country": "nation", "government": "cabinet", "meeting": "gathering", "big": "large",
    "new": "fresh", "first": "initial", "last": "past", "including": "among them", "the": "this", "a": "one",
    "was": "had been", "were": "had been", "has": "had", "have": "had", "and": "as well as", "that": "which",
    "who": "that", "in": "within", "on": "upon", "for": "on behalf of", "with": "along with", "from": "out of",
    "is": "remains", "are": "remain", "to": "toward", "of": "about",
}  # fmt: skip


def altered(article: Article, rng: random.Random, others: list[Article], number: int) -> Article:
    """A copy, altered in one to three of eight ways."""
    lines = _lines(article.text)
    ways = rng.sample(range(8), rng.choice((1, 1, 2, 3)))
    for way in ways:
        if way == 0:  # another headline
            lines.insert(0, "Leaders weigh their next step as talks go on")
        elif way == 1:  # a byline and a dateline
            lines.insert(0, f"By {rng.choice(['JANE MILLER', 'K. OLUFEMI', 'PAUL SANTER'])}, Staff Writer")
            lines[1] = f"GENEVA (Wire) - {lines[1]}"
        elif way == 2 and len(lines) > 3:  # cut at the end
            lines = lines[: max(2, int(len(lines) * rng.uniform(0.4, 0.8)))]
        elif way == 3 and len(lines) > 4:  # paragraphs left out
            lines = [line for k, line in enumerate(lines) if k < 2 or rng.random() < 0.75]
        elif way == 4:  # figures corrected
            lines = [
                re.sub(r"\b(\d+)\b", lambda m: str(int(m[1]) + 1) if rng.random() < 0.3 and len(m[1]) < 6 else m[1], x)
                for x in lines
            ]
        elif way == 5:  # words changed by an editor
            lines = [
                "".join(_REPLACED.get(w, w) if rng.random() < 0.08 else w for w in _WORD.findall(x)) for x in lines
            ]
        elif way == 6:  # typography and line ends
            lines = [x.replace('"', "”").replace("'", "’").replace(" - ", " — ") + "\r" for x in lines]
        else:  # a paragraph of one's own
            borrowed = [x for x in _lines(rng.choice(others).text) if len(x) > 80][:1]
            lines.insert(
                rng.randrange(1, len(lines) + 1), borrowed[0] if borrowed else "The newspaper will report further."
            )
    day = DAY + timedelta(days=rng.randrange(0, 6))
    return replace(article, id=f"{article.id}~{number}", text="\n".join(lines), published=day, source=None)


def _lines(text: str) -> list[str]:
    """The paragraphs of a text; of one that comes on a single line, every two sentences."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 3:
        return lines
    told = [s for line in lines for s in _SENTENCE.split(line) if s.strip()]
    return [" ".join(told[k : k + 2]) for k in range(0, len(told), 2)]


def near_miss(article: Article, rng: random.Random) -> Article:
    """Another report of what an article tells: the same names and events, other words, another order of sentences."""
    told = [s for line in article.text.split("\n") for s in _SENTENCE.split(line) if s.strip()]
    rng.shuffle(told)
    told = told[: max(3, int(len(told) * 0.7))]
    out = []
    for sentence in told:
        words = _WORD.findall(sentence)
        kept = [_REPLACED.get(w.lower(), w) if rng.random() < 0.85 else w for w in words]
        # in another order: what comes after the first comma goes first
        first, comma, rest = "".join(kept).partition(", ")
        out.append(f"{rest.rstrip('.')}, {first}." if comma and rng.random() < 0.5 else "".join(kept))
    return replace(article, id=f"{article.id}#near", text=" ".join(out), published=DAY, source=None)


def scored(given: Iterable[Article], made_from: dict[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of articles, read in the order of their days."""
    index = Index()
    groups: dict[str, str] = {}
    for a in sorted(given, key=lambda a: first_published(a.published, a.id)):
        known = Known(a.id, a.published, None, sketch(a.text))
        copy = index.find(known)
        groups[a.id] = copy.original if copy else a.id
        index.add(replace(known, original=copy.original if copy else None))

    def pairs(of: dict[str, str]) -> set[tuple[str, str]]:
        members: dict[str, list[str]] = defaultdict(list)
        for id_, group in sorted(of.items()):
            members[group].append(id_)
        return {pair for some in members.values() for pair in combinations(some, 2)}

    expected, found = pairs(made_from), pairs(groups)
    both = len(expected & found)
    precision, recall = both / max(1, len(found)), both / max(1, len(expected))
    for a, b in sorted(expected - found)[:5]:
        print(f"  missed {a} = {b}")
    for a, b in sorted(found - expected)[:5]:
        print(f"  wrong  {a} = {b}")
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def made(paths: list[str], rng: random.Random, count: int) -> tuple[list[Article], dict[str, str]]:
    """Articles with copies and near misses, originals first or not as it comes, and from which each was made."""
    found: list[Article] = []
    seen: set[int] = set()
    for a in _read(paths):
        exact = sketch(a.text).exact
        if len(a.text) > 500 and exact not in seen:
            seen.add(exact)
            found.append(replace(a, published=DAY))
    rng.shuffle(found)
    chosen, others = found[:count], found[count:] or found
    out, made_from = [], {}
    for a in chosen:
        for one in [a, *(altered(a, rng, others, k) for k in range(rng.randrange(0, 6)))]:
            out.append(one)
            made_from[one.id] = a.id
    for a in rng.choices(chosen, k=count):
        miss = near_miss(a, rng)
        if miss.id not in made_from:
            out.append(miss)
            made_from[miss.id] = miss.id
    rng.shuffle(out)
    return out, made_from


def _read(paths: list[str]) -> Iterator[Article]:
    for item in articles(paths, Wishes(any_language=True)):
        if isinstance(item, Article):
            yield item


def speed(given: list[Article], share: float, rng: random.Random, originals: int = 60) -> tuple[float, float]:
    """Processor seconds per article of intake with no copies and with a share of them, the same articles in both."""
    import tempfile
    from pathlib import Path

    from detente.record.intake import accounts, take_in
    from detente.record.record import Record

    some = given[:originals]
    copies = [altered(rng.choice(some), rng, given, 100 + k) for k in range(int(originals * share / (1 - share)))]
    mixed = [*some, *copies]
    rng.shuffle(mixed)
    list(accounts(some[:3]))
    times = []
    for articles_ in (some, mixed):
        with tempfile.TemporaryDirectory() as folder:
            begun = time.process_time()
            take_in(Record.open(Path(folder) / "r", create=True), articles_)
            times.append((time.process_time() - begun) / len(articles_))
    return times[0], times[1]


def main() -> None:
    """Print both."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("paths", nargs="+")
    ap.add_argument("--articles", type=int, default=500)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--no-speed", action="store_true")
    args = ap.parse_args()
    rng = random.Random(args.seed)
    given, made_from = made(args.paths, rng, args.articles)
    begun = time.perf_counter()
    precision, recall, f1 = scored(given, made_from)
    took = (time.perf_counter() - begun) / len(given) * 1000
    print(f"{len(given)} articles made of {args.articles}, {took:.1f} ms each")
    print(f"pairs: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
    if not args.no_speed:
        originals = [a for a in given if made_from[a.id] == a.id and not a.id.endswith("#near")]
        none, mixed = speed(originals, 0.6, rng)
        print(f"intake: {none * 1000:.0f} ms an article without copies, {mixed * 1000:.0f} ms with 60 % of them copies")
        print(f"{none / mixed:.2f} x as fast")


if __name__ == "__main__":
    main()
