"""Reading: sentences, syntax, mentions, parties, times and places of an article. It knows no politics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee

from detente.articles import Article, paragraphs
from detente.reading.model import Mention, Party, Place, Reading, Sentence, Time

__all__ = ["Mention", "Party", "Place", "Reading", "Sentence", "Time", "read", "read_all"]


def read_all(articles: Iterable[Article]) -> Iterator[Reading]:
    """Read articles, in order, each by itself: what is read with it changes nothing."""
    # what reads needs spaCy, which who only asks a record need not wait for
    from detente.reading.gate import gate
    from detente.reading.mentions import mentions_and_parties
    from detente.reading.parsing import parse
    from detente.reading.places import places
    from detente.reading.times import times

    mine, parsers = tee((a, paragraphs(a.text)) for a in articles)
    for (article, paras), (doc, sentences) in zip(mine, parse(parsers, gate), strict=True):
        mentions, parties = mentions_and_parties(doc, sentences, article)
        when = times(doc, sentences, article.published)
        where = places(doc, sentences, mentions, article)
        yield Reading(article, doc, paras, sentences, parties, mentions, when, where)


def read(article: Article) -> Reading:
    """Read one article."""
    return next(read_all([article]))
