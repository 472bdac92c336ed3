"""Later mentions: "he", "the minister", "the Alliance", "both sides", resolved within the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.reading.model import MentionKind
from detente.reading.parties import Cast
from detente.reading.persons import Naming
from detente.reading.syntax import Page

SINGULAR = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
PRONOUNS = SINGULAR | NEUTER | PLURAL | FIRST | RELATIVE
FEMALE = frozenset({"she", "her", "hers", "herself"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PRON"})
_THINGS = frozenset({"nsubj", "nsubjpass", "dobj"})
_BEING = frozenset("is was be 's been seems seemed appears appeared remains becomes became".split())
DOCUMENTS = frozenset({"resolution", "statement", "declaration", "communique", "report", "letter", "text", "document"})
_WINDOW = 6
_SPEECH = frozenset(
    "say tell add warn ask insist argue declare announce note claim explain reply respond state write tweet "
    "vow pledge urge call stress acknowledge concede conclude continue remark comment recall admit complain "
    "observe joke quip predict promise".split()
)
SPOKEN = frozenset(
    "said says told tells added adds warned warns asked asks insisted insists argued argues declared declares "
    "announced noted notes claimed claims explained explains replied responded stated wrote writes tweeted "
    "vowed pledged urged called stressed acknowledged conceded concluded continued remarked recalled admitted "
    "complained observed joked predicted promised".split()
)
# said or meant to be said
_JUDGED = frozenset(
    "criticized criticised praised condemned accused denied welcomed rejected defended described questioned denounced "
    "dismissed attacked backed endorsed hailed blamed spoke tells repeated reiterated".split()
)


@dataclass(slots=True)
class Draft:
    """A mention in the making: tokens [first, last) and what is known of whom it names."""

    first: int
    last: int
    head: int
    kind: MentionKind
    parties: tuple[str, ...]
    person: bool = False
    plural: bool = False
    gender: str = ""
    words: str = ""


class Discourse:
    """The parties named so far, in order, and who among them a later word means.

    ``person_id``: party by the last token of its name; ``same``: nouns in apposition to a name, by head token;
    ``stated``: persons whose role the article says; ``inner``: names inside mentions; ``listed``: nouns that open a
    list of names ("the foreign ministers of A and B").
    """

    def __init__(self, page: Page, cast: Cast) -> None:
        self.page = page
        self.cast = cast
        self.drafts: list[Draft] = []
        self.inner: list[Draft] = []
        self.person_id: dict[int, str] = {}
        self.same: dict[int, Naming] = {}
        self.listed: dict[int, list[Naming]] = {}
        self.by_head: dict[int, Draft] = {}
        self.genders: dict[str, str] = {}
        self.stated: set[str] = set()
        self.quoted = _quoted(page)

    def add(self, draft: Draft) -> None:
        """Note a resolved mention."""
        self.drafts.append(draft)
        self.by_head[draft.head] = draft

    def outer(self, first: int, last: int) -> int:
        """The token of a span that hangs on something outside of it; of several, the first."""
        page = self.page
        for i in range(first, last):
            h = page.head[i]
            loose = h < first or h >= last or h == i
            if loose and page.pos[i] in _NOMINAL and page.dep[i] not in {"amod", "poss"}:
                return i
        return last - 1

    def subject(self, i: int) -> bool:
        """Whether a token, or the first of what it is joined to, is a subject."""
        page, steps = self.page, 0
        while page.dep[i] in {"conj", "appos", "compound"} and page.head[i] != i and steps < 6:
            i, steps = page.head[i], steps + 1
        return page.dep[i] in _SUBJECTS

    def _clause(self, i: int) -> int:
        page, steps = self.page, 0
        while page.pos[i] not in {"VERB", "AUX"} and page.head[i] != i and steps < 20:
            i, steps = page.head[i], steps + 1
        return i

    def recent(self, i: int, window: int = _WINDOW) -> list[Draft]:
        """Earlier mentions within some sentences, the latest first."""
        s = self.page.sentence[i]
        out = []
        for d in reversed(self.drafts):
            if s - self.page.sentence[d.head] > window:
                break
            if d.head < i and d.parties:
                out.append(d)
        return out

    def best(self, i: int, fits: Sequence[Draft]) -> Draft | None:
        """The most likely antecedent of token i: near, a subject, not in the same small clause."""
        page, s = self.page, self.page.sentence[i]
        subject = page.dep[i] in _SUBJECTS
        possessive = page.tag[i] == "PRP$"
        mine = self._clause(i)
        told = self._told_to(i)
        says = subject and page.lower[page.head[i]] in SPOKEN and page.dep[page.head[i]] != "pcomp"
        says = says and not any(d.person and page.sentence[d.head] == s and self.subject(d.head) for d in fits)
        best, top = None, -99.0
        counts: dict[tuple[str, ...], int] = {}
        for d in fits:
            counts[d.parties] = counts.get(d.parties, 0) + 1
        for rank, d in enumerate(fits):
            away = s - page.sentence[d.head]
            score = -2.0 * away - 0.15 * rank + 0.3 * min(counts[d.parties], 4)
            if self.subject(d.head):
                score += 2.0 if subject or possessive else 0.8
            elif page.dep[d.head] in {"dobj", "pobj"}:
                score += 0.4 if subject or possessive else 1.2
            if d.kind == "pronoun":
                score += 0.5
            elif d.person and d.words:
                score -= 2.5  # "a woman", "an officer": named persons go first
            if page.dep[d.head] in {"compound", "amod", "poss", "nmod"} and not d.person:
                score -= 1.0
            if away == 0 and not possessive:
                clause = self._clause(d.head)
                if clause == mine and not subject and page.head[d.head] == page.head[i]:
                    score -= 4.0
                if subject and page.dep[d.head] not in _SUBJECTS and clause == mine:
                    score -= 2.0
            if subject and d.head == told:
                score += 3.0
            if self.quoted[d.head] and not self.quoted[i]:
                score -= 2.5  # whom someone speaks of is seldom whom the next sentence goes on about
                if away == 0 and page.lower[page.head[i]] in SPOKEN:
                    score -= 4.0  # and who says it is not named in what is said
            if says and d.person and self._spoke(d.head):
                score += 1.5 + min(away, 3)  # who has been speaking goes on speaking
            if score > top:
                best, top = d, score
        return best

    def _spoke(self, i: int) -> bool:
        """Whether a token is the subject of a verb of saying."""
        page, steps = self.page, 0
        while page.dep[i] in {"appos", "compound", "conj"} and page.head[i] != i and steps < 4:
            i, steps = page.head[i], steps + 1
        return page.dep[i] == "nsubj" and page.lower[page.head[i]] in SPOKEN | _JUDGED

    def _told_to(self, i: int) -> int:
        """ "urged Lima to resume the talks that it left": the token of who is told, whom "it" means (else -1)."""
        page, v, steps = self.page, self._clause(i), 0
        while page.dep[v] in {"relcl", "ccomp", "advcl", "acl", "conj"} and page.head[v] != v and steps < 6:
            v, steps = self._clause(page.head[v]), steps + 1
            if page.dep[v] == "xcomp" and page.tag[v] == "VB":
                return next((c for c in page.children[page.head[v]] if page.dep[c] == "dobj" and c < i), -1)
        return -1

    def pronoun(self, i: int) -> tuple[str, ...]:
        """Whom a pronoun of the third person means, () when that is open."""
        page, low = self.page, self.page.lower[i]
        recent = self.recent(i)
        if low in SINGULAR:
            female = low in FEMALE
            wanted = "f" if female else "m"
            fits = [d for d in recent if d.person and not d.plural and len(d.parties) == 1]
            fits = [d for d in fits if (self.genders.get(d.parties[0]) or d.gender or wanted) == wanted]
            speaker = self.speaking(i) if self.quoted[i] else None
            found = self.best(i, [d for d in fits if d.parties[0] != speaker])
            if found is not None:
                self.genders.setdefault(found.parties[0], wanted)
            return found.parties if found else ()
        if low in NEUTER:
            if low == "it" and self._empty(i):
                return ()
            one = [
                d for d in recent if not d.plural or (d.kind == "nominal" and page.tag[d.head] == "NN")
            ]  # "the military"
            fits = [d for d in one if not d.person and len(d.parties) == 1]
            fits = [d for d in fits if page.sentence[i] - page.sentence[d.head] <= 2]
            found = self.best(i, _latest_first([*fits, *self._things(i, plural=False)]))
            if found is None or found.parties:
                return found.parties if found else ()
            return self._issuer(found) if page.lower[found.head] in DOCUMENTS else ()
        if low in PLURAL:
            near = [d for d in recent if page.sentence[i] - page.sentence[d.head] <= 2]
            fits = [d for d in near if d.plural or len(d.parties) > 1]
            joined = self._joined(i)
            found = self.best(i, _latest_first([*fits, *self._things(i, plural=True)]))
            if joined and (found is None or page.sentence[found.head] <= page.sentence[joined[-1]]):
                return tuple(dict.fromkeys(p for j in joined for p in self.by_head[j].parties))
            if found and page.sentence[i] - page.sentence[found.head] <= 1:
                return found.parties
            found = self.best(i, [d for d in near if not d.person])
            return found.parties if found else ()
        return ()

    def _things(self, i: int, plural: bool) -> list[Draft]:
        """Subjects and objects near token i that name no party: what "it" and "they" may mean instead."""
        page, s = self.page, self.page.sentence[i]
        out = []
        for k in range(max(s - 1, 0), s + 1):
            sentence = page.sentences[k]
            for j in range(sentence.first, min(sentence.last, i)):
                if page.pos[j] != "NOUN" or page.dep[j] not in _THINGS or j in self.by_head:
                    continue
                if page.dep[j] == "dobj" and not plural:
                    continue
                if (page.tag[j] == "NNS") == plural:
                    out.append(Draft(j, j + 1, j, "nominal", ()))
        return out

    def _issuer(self, thing: Draft) -> tuple[str, ...]:
        """Whose a resolution or statement is: the organisation or state that was the subject before it."""
        for d in self.recent(thing.head, 2):
            if not d.person and len(d.parties) == 1 and self.page.dep[d.head] in _SUBJECTS:
                return d.parties
        return ()

    def _empty(self, i: int) -> bool:
        """ "It is clear that", "it seems": an "it" that names nothing."""
        page, h = self.page, self.page.head[i]
        if page.dep[i] == "expl":
            return True
        if page.lower[h] in _BEING:
            for c in page.children[h]:
                if page.dep[c] in {"acomp", "attr", "ccomp", "xcomp", "advcl"} and c > i:
                    below = [*page.children[c], *page.children[h]]
                    if any(page.dep[x] in {"ccomp", "xcomp", "advcl", "relcl", "csubj"} and x > c for x in below):
                        return True
        return page.dep[i] in {"nsubj"} and page.lower[h] in {"rains", "rained", "takes", "took", "depends", "matters"}

    def _joined(self, i: int) -> list[int]:
        """The joined subjects of this or the last sentence before token i: "Poland, Hungary and ..."."""
        page = self.page
        for d in self.recent(i, 2):
            if page.dep[d.head] != "conj" or not self.subject(d.head):
                continue
            chain, j, steps = [d.head], d.head, 0
            while page.dep[j] == "conj" and steps < 8:
                j, steps = page.head[j], steps + 1
                chain.append(j)
            chain = [j for j in reversed(chain) if j in self.by_head]
            if len(chain) > 1:
                return chain
        return []

    def relative(self, i: int) -> Draft | None:
        """Whom "who" or "which" means: the noun that its clause hangs on."""
        page, v, steps = self.page, i, 0
        while page.dep[v] != "relcl" and page.head[v] != v and steps < 6:
            v, steps = page.head[v], steps + 1
        if page.dep[v] != "relcl":
            return self._before(i)
        h = page.head[v]
        found = self.by_head.get(h)
        if found is not None and _plural_verb(page, v):
            return self._joined_with(found)
        return found if found is not None else self._before(i)

    def _joined_with(self, first: Draft) -> Draft:
        """The mention of all who are joined to the first: "Poland and Hungary, who were ..."."""
        parties, j, steps = list(first.parties), first.head, 0
        while steps < 8:
            steps += 1
            j = next((c for c in self.page.children[j] if self.page.dep[c] == "conj" and c in self.by_head), -1)
            if j < 0:
                break
            parties += [p for p in self.by_head[j].parties if p not in parties]
        if len(parties) == len(first.parties):
            return first
        return Draft(first.first, first.last, first.head, first.kind, tuple(parties), first.person, True)

    def _before(self, i: int) -> Draft | None:
        j = i - 1
        while j >= 0 and self.page.words[j] in {",", "of", "with", "by", "for", "to", "from", "in"}:
            j -= 1
        return self.by_head.get(j)

    def several(self, i: int, number: int, kinds: frozenset[str], kind_of: dict[str, str]) -> tuple[str, ...]:
        """Whom "both sides" or "the three countries" means: those that stand together last, else the last named."""
        if number > 2 and (listed := self._listed(i, number, kinds)):
            return listed
        found: dict[str, None] = {}
        joined = self._joined(i)
        for d in [*(self.by_head[j] for j in joined), *self.recent(i, 4)]:
            for p in d.parties:
                if kind_of.get(p, "group") in kinds and p not in found:
                    found[p] = None
                if len(found) == number:
                    return tuple(found)
        return tuple(found) if len(found) == number else ()

    def _listed(self, i: int, number: int, kinds: frozenset[str]) -> tuple[str, ...]:
        """The last list of exactly so many parties before token i, or the last word that meant so many."""
        page = self.page
        run: list[Draft] = []
        for d in reversed(self.drafts):
            if d.head >= i or not d.parties:
                continue
            if len(d.parties) == number and all(self.cast.kind(p) in kinds for p in d.parties):
                return d.parties
            between = page.words[d.last : run[-1].first] if run else []
            if run and (not between or set(between) - {",", "and", "&", "the"}):
                if len(run) == number:
                    return tuple(x.parties[0] for x in reversed(run))
                run = []
            run = [*run, d] if len(d.parties) == 1 and self.cast.kind(d.parties[0]) in kinds else []
        return tuple(x.parties[0] for x in reversed(run)) if len(run) == number else ()

    def speaking(self, i: int) -> str | None:
        """The person who speaks the quotation in which token i stands, named before or after it."""
        c = self._speaking(i)
        if c is None:
            return None
        if c in self.person_id:
            return self.person_id[c]
        return self.by_head[c].parties[0] if c in self.by_head and self.by_head[c].parties else None

    def speaker(self, i: int) -> Draft | None:
        """The mention of who speaks the quotation in which token i stands."""
        c = self._speaking(i)
        return self.by_head.get(c) if c is not None else None

    def _speaking(self, i: int) -> int | None:
        page, s = self.page, self.page.sentence[i]
        sentences = [page.sentences[s]]
        paragraph = sentences[0].paragraph
        sentences += [
            page.sentences[k] for k in range(s - 1, max(s - 4, -1), -1) if page.sentences[k].paragraph == paragraph
        ]
        sentences += [
            page.sentences[k]
            for k in range(s + 1, min(s + 4, len(page.sentences)))
            if page.sentences[k].paragraph == paragraph
        ]
        sentences += [
            page.sentences[k] for k in range(s - 1, max(s - 6, -1), -1) if page.sentences[k].paragraph < paragraph
        ]
        for sentence in sentences:
            for j in range(sentence.first, sentence.last):
                if page.lower[j] in SPOKEN and not self.quoted[j] and page.pos[j] == "VERB":
                    for c in page.children[j]:
                        told = c in self.by_head or c in self.person_id
                        if page.dep[c] == "nsubj" and told and not self.quoted[c]:
                            return c
        return None


def _plural_verb(page: Page, v: int) -> bool:
    return page.tag[v] == "VBP" or any(page.lower[c] in {"were", "are", "have"} for c in page.children[v])


def _latest_first(drafts: list[Draft]) -> list[Draft]:
    return sorted(drafts, key=lambda d: -d.head)


def _quoted(page: Page) -> list[bool]:
    """For each token whether it stands between double quotation marks; they do not run across paragraphs."""
    out, inside, paragraph = [False] * page.n, False, -1
    for s in page.sentences:
        if s.paragraph != paragraph:
            inside, paragraph = False, s.paragraph
        for i in range(s.first, s.last):
            if page.words[i] in {'"', "''", "``"}:
                inside = not inside
            elif page.words[i] in {"“", "”", "„"}:
                inside = page.words[i] != "”"
            out[i] = inside
    return out
