"""Who said what, as spans: the attribution reader, a small encoder over windows of whole paragraphs.

One pass marks every token that can be a cue ("said", "according to"); then each cue asks which tokens are its own cue
words, its speaker and its content (bilinear scores between the cue's token and all others), so that nested statements,
contents that the cue interrupts, and who said what come from one model. Trained by ``training/attribution.py``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.coding.inference import session
from detente.coding.model import Attribution
from detente.coding.unclaimed import whole

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from detente.reading.model import Reading

WEIGHTS = Path(__file__).parent.parent / "weights"
ROLES = ("cue", "speaker", "content")
KINDS = ("inside", "first", "last")
LINKS = len(ROLES) * len(KINDS)
LINK_SIZE = 64  # numbers per token and link score
REACH = 96  # distances between cue and token are told apart up to this many word pieces
LENGTH = 320  # word pieces of the longest window that distances are known for
WINDOW = 160  # word pieces of a window, separators included: longer ones cost more and link worse
CONTEXT = 32  # word pieces of the paragraphs before that a window repeats
DOUBTFUL = 0.3  # share of CUE from which on a token may be a cue whose content nothing else accounts for
CONTENT = 0.7  # mean probability of being content that such a one needs
CUE = 0.6  # a token is a cue's from this probability on
_QUOTES = {'"': 0, "“": 1, "”": -1, "„": 1, "«": 1, "»": -1}


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a paragraph: ids, shapes, and the characters [start, end) each stands on."""

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces of consecutive paragraphs; a piece before ``own`` only gives context; separators cover nothing."""

    pieces: Pieces
    own: int


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    """The word piece tokenizer that goes with the weights."""
    from tokenizers import Tokenizer

    out = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    out.no_truncation()
    out.no_padding()
    return out


def pieces(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Pieces]:
    """The word pieces of each paragraph [start, end) of a text.

    The encoder does not know case; a piece's shape tells it: 0 lower case, 1 capital, 2 capitals, 3 no blank before it,
    and 4 more where an opened quotation has not been closed within the paragraph.
    """
    encoded = tokenizer().encode_batch([text[a:b] for a, b in paragraphs], add_special_tokens=False)
    sizes = [len(e.ids) for e in encoded]
    if not any(sizes):
        return [Pieces(*(np.zeros(0, np.int64) for _ in range(4))) for _ in paragraphs]
    opens = np.cumsum([0, *sizes])  # the first piece of each paragraph
    ids = np.array([i for e in encoded for i in e.ids], np.int64)
    offsets = np.array([o for e in encoded for o in e.offsets], np.int64)
    offsets += np.repeat([a for a, _ in paragraphs], sizes)[:, None]
    first, last = offsets[:, 0], offsets[:, 1]
    shapes = _shapes(text, first, last, opens)
    return [Pieces(ids[a:b], shapes[a:b], first[a:b], last[a:b]) for a, b in pairwise(opens.tolist())]


def _shapes(
    text: str, first: NDArray[np.int64], last: NDArray[np.int64], opens: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The shapes of pieces [first, last) of a text, and where among them each paragraph opens, and the last closes."""
    letters, which = np.unique(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), return_inverse=True)
    known = [chr(c) for c in letters.tolist()]
    upper = np.array([c.isupper() for c in known], bool)[which]
    # a piece is in capitals when none of its letters is small
    small = np.concatenate(
        [[0], np.cumsum(np.array([c.islower() or c.istitle() for c in known], bool)[which] & ~upper)]
    )
    shapes = np.where(upper[first], 1 + ((last - first > 1) & (small[last] == small[first])), 0)
    quotes = np.flatnonzero(np.array([c in _QUOTES for c in known], bool)[which][first]).tolist()
    joined = np.zeros(len(first), bool)
    joined[1:] = first[1:] == last[:-1]
    joined[opens[opens < len(first)]] = False
    joined[quotes] = False
    shapes[joined] = 3
    for start, end in pairwise(opens.tolist()):
        open_, since = False, 0
        for i in quotes[bisect_left(quotes, start) : bisect_left(quotes, end)]:
            if open_:
                shapes[since:i] += 4
            turn = _QUOTES[text[int(first[i])]]
            open_, since = (not open_ if turn == 0 else turn > 0), i
        if open_:
            shapes[since:end] += 4
    return shapes.astype(np.int64)


def windows(paragraphs: Sequence[Pieces], length: int = WINDOW, context: int = CONTEXT) -> list[Window]:
    """Windows of at most ``length`` pieces over an article's paragraphs, each with paragraphs before it as context."""
    cls, sep = (tokenizer().token_to_id(x) for x in ("[CLS]", "[SEP]"))
    room = length - 2
    cut: list[Pieces] = []
    for p in paragraphs:
        cut += [Pieces(*(x[k : k + room] for x in _columns(p))) for k in range(0, len(p.ids), room)]
    out: list[Window] = []
    first = 0
    while first < len(cut):
        left, size = first, 2 + len(cut[first].ids)
        while left > 0 and len(cut[left - 1].ids) + 1 + sum(len(p.ids) + 1 for p in cut[left:first]) <= context:
            if size + len(cut[left - 1].ids) + 1 > length:
                break
            left -= 1
            size += len(cut[left].ids) + 1
        last = first + 1
        while last < len(cut) and size + len(cut[last].ids) + 1 <= length:
            size += len(cut[last].ids) + 1
            last += 1
        rows: list[list[NDArray[np.int64]]] = [[np.array([x])] for x in (cls, 0, 0, 0)]
        own = 1
        for k in range(left, last):
            if k == first:
                own = sum(len(x) for x in rows[0])
            for row, x, end in zip(rows, _columns(cut[k]), (sep, 0, 0, 0), strict=True):
                row += [x, np.array([end])]
        out.append(Window(Pieces(*(np.concatenate(row) for row in rows)), own))
        first = last
    return out


def _columns(p: Pieces) -> tuple[NDArray[np.int64], ...]:
    return p.ids, p.shapes, p.starts, p.ends


@lru_cache(maxsize=1)
def reach() -> NDArray[np.int64]:
    """The bucket of each distance -LENGTH..LENGTH (token minus cue): every one up to 8, then ever wider ones."""
    d = np.arange(-LENGTH, LENGTH + 1)
    far = np.minimum(8 + np.floor(8 * np.log2(np.maximum(np.abs(d), 8) / 8)), REACH // 2 - 1)
    bucket = np.where(np.abs(d) < 8, np.abs(d), far).astype(np.int64)
    return np.where(d < 0, REACH // 2 + bucket, bucket)


def _sigmoid(x: NDArray[Any]) -> NDArray[Any]:
    return 1 / (1 + np.exp(-x))


def _log_softmax(x: NDArray[Any]) -> NDArray[Any]:
    top = x.max(-1, keepdims=True)
    return x - top - np.log(np.exp(x - top).sum(-1, keepdims=True))


def links(query: NDArray[Any], key: NDArray[Any], bias: NDArray[Any], at: NDArray[np.int64]) -> NDArray[Any]:
    """Scores of every token for each asking token: (asking, LINKS, tokens).

    ``query`` and ``key`` are (tokens, LINKS * LINK_SIZE), ``bias`` (LINKS, REACH) by distance; ``at``: asking tokens.
    """
    n = len(key)
    asking = query[at].reshape(-1, LINKS, LINK_SIZE).transpose(1, 0, 2)
    scores = np.matmul(asking, key.reshape(n, LINKS, LINK_SIZE).transpose(1, 2, 0)).transpose(1, 0, 2)
    distance = reach()[np.arange(n)[None, :] - at[:, None] + LENGTH]
    return scores + bias[:, distance].transpose(1, 0, 2)


def _spans(scores: NDArray[Any], candidates: int = 6) -> NDArray[np.int64]:
    """Best first and last piece, 0 and 0 for none, by (..., kinds, pieces) scores: (..., 2)."""
    inside = np.clip(scores[..., 0, :], -4, 4)
    both = _log_softmax(scores[..., 1:, :])
    first, last = both[..., 0, :], both[..., 1, :]
    total = np.zeros((*inside.shape[:-1], inside.shape[-1] + 1))
    np.cumsum(inside, -1, out=total[..., 1:])
    few = min(candidates, inside.shape[-1])
    ends = np.argpartition(-both, few - 1, -1)[..., :few]
    a, b = ends[..., 0, :], ends[..., 1, :]
    opening = np.take_along_axis(first, a, -1) - INSIDE * np.take_along_axis(total, a, -1)
    closing = np.take_along_axis(last, b, -1) + INSIDE * np.take_along_axis(total, b + 1, -1)
    none = first[..., 0] + last[..., 0]
    value = opening[..., :, None] + closing[..., None, :]
    a, b = np.broadcast_arrays(a[..., :, None], b[..., None, :])
    value[(b < a) | ((a > 0) != (b > 0))] = -np.inf
    value[(a == 0) & (b == 0)] = np.broadcast_to(none[..., None, None], value.shape)[(a == 0) & (b == 0)]
    flat = value.reshape(*value.shape[:-2], -1)
    best = flat.argmax(-1)[..., None]
    spans = np.stack([np.take_along_axis(x.reshape(flat.shape), best, -1)[..., 0] for x in (a, b)], -1)
    return np.where(np.isfinite(flat.max(-1))[..., None], spans, 0)


INSIDE = 0.06  # weight of the tokens inside against the two ends, when a span is chosen


def decode(
    window: Window,
    tags: NDArray[Any],
    query: NDArray[Any],
    key: NDArray[Any],
    bias: NDArray[Any],
    threshold: float = CUE,
) -> list[Attribution]:
    """The attributions of a window from the model's scores (``tags`` are logits: pieces, roles).

    The surest cues speak first. A cue below the threshold counts where what it asks for is content by its own look, but
    no surer cue has asked for it. A cue of the window before is heard again where its content begins only here.
    """
    p = window.pieces
    n = len(p.ids)
    real = p.ends > p.starts
    probability, _, content = _sigmoid(tags[:n]).T
    asking = np.flatnonzero((probability >= DOUBTFUL * threshold) & real)
    if not len(asking):
        return []
    order = asking[np.argsort(-probability[asking], kind="stable")]
    before = np.cumsum(real, dtype=np.int64)
    taken, claimed = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    out: list[Attribution] = []
    asked = links(query[:n], key[:n], bias, order).reshape(-1, len(ROLES), len(KINDS), n)
    ends = _spans(asked).tolist()
    for i, scores, edges in zip(order.tolist(), asked, ends, strict=True):
        if taken[i]:
            continue
        sure = float(probability[i])
        spans = _read(scores, edges, i, taken, real)
        size = int(spans[2].sum())
        if sure < threshold:
            new = int((spans[2] & ~claimed).sum())
            if not size or new < 0.7 * size or content[spans[2]].mean() < CONTENT:
                continue
        taken |= spans[0]
        if not size:
            continue
        claimed |= spans[2]
        if i < window.own and np.flatnonzero(spans[2])[0] < window.own:
            continue
        cue, speaker, said = (_parts(x, p, before) for x in spans)
        if not any(_same(said, a.content) and speaker == a.speaker for a in out):
            out.append(Attribution(cue, speaker, said, sure))
    return sorted(out, key=lambda x: x.cue)


def _read(
    scores: NDArray[Any],
    edges: Sequence[Sequence[int]],
    at: int,
    taken: NDArray[np.bool_],
    real: NDArray[np.bool_],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Which pieces are cue, speaker and content, by the (roles, kinds, pieces) scores that piece ``at`` asks for."""
    n = len(real)
    a, b = edges[0]
    if not (a <= at <= b) or b - a > 40:
        a = b = at
    blocked = np.flatnonzero(taken[a : b + 1]) + a
    if len(blocked):  # another cue's words: keep the part around the asking piece
        a = max([int(x) + 1 for x in blocked if x < at], default=a)
        b = min([int(x) - 1 for x in blocked if x > at], default=b)
    cue = np.zeros(n, dtype=bool)
    cue[a : b + 1] = True
    frame = cue.copy()
    found = [cue & real]
    for role in (1, 2):
        x, y = edges[role]
        keep = np.zeros(n, dtype=bool)
        if x > 0:
            keep[x : y + 1] = _without_gaps(scores[role, 0, x : y + 1] > 0, frame[x : y + 1], real[x : y + 1])
        frame |= keep
        found.append(keep)
    return found[0], found[1], found[2]


def _without_gaps(inside: NDArray[np.bool_], frame: NDArray[np.bool_], real: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A span less what interrupts it: stretches that are rather outside and hold the cue or the speaker.

    Any other stretch that is left out in the middle is noise, and filled.
    """
    keep = inside.copy()
    keep[0] = keep[-1] = True
    if keep.all():
        return ~frame & real
    edges = np.flatnonzero(np.diff(np.concatenate([[True], keep, [True]]).astype(np.int8)))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if not frame[first:last].any():
            keep[first:last] = True
    return keep & ~frame & real


def _same(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> bool:
    """Whether two contents are nearly the same: a second cue ("said ... in a statement") for one attribution."""
    both = sum(max(0, min(b, y) - max(a, x)) for a, b in one for x, y in other)
    return both >= 0.8 * max(sum(b - a for a, b in s) for s in (one, other))


def _parts(keep: NDArray[np.bool_], p: Pieces, real: NDArray[np.int64]) -> tuple[tuple[int, int], ...]:
    """Character spans of the kept pieces; pieces that follow each other across a separator make one span.

    ``real``: how many real pieces there are up to each.
    """
    at = keep.nonzero()[0]
    if not len(at):
        return ()
    count = real[at]
    edges: list[int] = []
    if count[-1] - count[0] >= len(at):
        edges = (np.flatnonzero(count[1:] - count[:-1] > 1) + 1).tolist()
    return tuple(
        (int(p.starts[at[a]]), int(p.ends[at[b - 1]])) for a, b in zip([0, *edges], [*edges, len(at)], strict=True)
    )


def mark(window: Window, tags: NDArray[Any], content: NDArray[Any]) -> None:
    """Writes the probability of being content, by the window's tag logits, to the characters of its own pieces."""
    p, own = window.pieces, window.own
    sizes = (p.ends - p.starts)[own:]
    if len(sizes):
        begins = np.cumsum(sizes) - sizes  # of each piece's characters, among those of all
        at = np.repeat(p.starts[own:] - begins, sizes) + np.arange(int(sizes.sum()))
        content[at] = np.repeat(_sigmoid(tags[own : len(p.ids), 2]), sizes)


def available() -> bool:
    """Whether the weights are there."""
    return (WEIGHTS / "attribution.onnx").exists()


@lru_cache(maxsize=1)
def _session() -> Any:
    return session(WEIGHTS / "attribution.onnx")


def _run(window: Window) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """The network's scores for a window: tags, query, key, bias."""
    inputs = {"ids": window.pieces.ids[None], "shapes": window.pieces.shapes[None]}
    tags, query, key, bias = _session().run(None, inputs)
    return tags, query, key, bias


def attributions(reading: Reading) -> list[Attribution]:
    """The attributions of a reading, in the order of their cues."""
    text = reading.article.text
    paragraphs = [(p.start, p.end) for p in reading.paragraphs]
    found: list[list[Attribution]] = []
    content = np.zeros(len(text))
    for window in windows(pieces(text, paragraphs)):
        tags, query, key, bias = _run(window)
        found.append(decode(window, tags, query, key, bias))
        mark(window, tags, content)
    return whole(text, paragraphs, found, content)
