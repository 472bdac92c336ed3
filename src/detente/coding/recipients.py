"""Recipients: to whom what a verb says is done, in the places that its frame names and beside them."""

from __future__ import annotations

from detente.coding.event_nouns import EventNouns
from detente.coding.frames import Frame
from detente.coding.named import Side
from detente.coding.slots import DOCUMENTS

_FALLBACK = ("object", "to", "with", "against", "on", "from", "of", "for", "in", "at", "over", "into", "content")
# where it is done is no partner
_SCENES = frozenset({"at", "in", "over", "into"})
_OF_THINGS = frozenset({"AGREE", "AID", "MOBILIZE", "COOPERATE", "CONSULT", "SUPPORT", "REJECT", "THREATEN"})
# acts on land, whose recipient is the state it belongs to where nobody else is named
_ON_LAND = frozenset(
    {"AID", "MOBILIZE", "COERCE", "ASSAULT", "RETREAT", "CONCEDE", "SANCTION", "AGREE", "REJECT", "THREATEN"}
)
_DEPLOYED = frozenset({"AID", "MOBILIZE", "COERCE", "RETREAT", "CONCEDE", "REJECT"})
_GOING = frozenset({"visit", "withdraw"})
_SPOKEN = frozenset({"REQUEST", "THREATEN", "SUPPORT", "CONCEDE"})
_ADDRESSES = frozenset("write tell call phone telephone cable send address appeal".split())
_ANYBODY = frozenset(
    "state country nation party side government community world everyone everybody anyone all those people person "
    "leader member group neighbour neighbor power".split()
)
_DETERS = frozenset("deter counter confront fight face contain repel resist warn threaten intimidate oppose".split())


class Recipients(EventNouns):
    """Finds whom an act of a verb is done to."""

    def _deterred(self, v: int) -> list[Side]:
        """Against whom troops are sent: "sent a brigade to deter Lima"."""
        s = self.s
        against = [k for k in s.kids_by(v, "advcl", "xcomp") if s.tag[k] == "VB" and s.lemma[k] in _DETERS]
        against += [k for o in s.objects(v) for k in s.kids_by(o, "acl") if s.tag[k] == "VB" and s.lemma[k] in _DETERS]
        return [x for k in against for x in self.all_named(s.objects(k))]

    def _told(self, v: int) -> list[Side]:
        """Whom a verb addresses, of which another hangs: "wrote to Lima, demanding"."""
        s = self.s
        h = s.head[v]
        if s.dep[v] not in {"advcl", "xcomp"} or s.tag[v] not in {"VBG", "VB"} or s.lemma[h] not in _ADDRESSES:
            return []
        found = self.all_named([j for name, j in s.prepositions(h) if name == "to"])
        return found or (self.all_named(s.objects(h)) if s.lemma[h] != "write" else [])

    def _recipients(
        self, v: int, frame: Frame, actors: list[Side], objects: list[int], used: list[int], guarded: bool
    ) -> tuple[list[Side], str | None, bool]:
        """Those in the first place of a frame's recipients where somebody is named, that place, and whether they are
        things that a frame's object names ("troops", "his officials"): only taken where nobody else is named.
        """
        s = self.s
        fallback = (
            ()
            if frame.strict
            else (
                f
                for f in _FALLBACK
                if f not in frame.recipient
                and (f != "content" or frame.type not in {"AID", "MOBILIZE"})
                and (f not in _SCENES or frame.type not in {"AGREE", "CONSULT", "COOPERATE"})
            )
        )
        spare: tuple[list[Side], str | None, bool] = ([], None, False)
        told = self.others(self._told(v), actors) if frame.type in _SPOKEN else []
        if told:
            return told, "to", False
        mine = self.behind(actors)
        if frame.type == "REQUEST" and frame.recipient[0] != "content":
            asked = objects if frame.recipient[0] == "object" else [
                j for name, j in s.prepositions(v) if name == frame.recipient[0]
            ]  # fmt: skip
            if any(s.lemma[j] in _ANYBODY and self.at[j] is None for j in asked):
                return [], None, False  # "called on all states to help Lima" asks nothing of Lima
        for slot in (*frame.recipient, *fallback):
            if slot == "by" and s.passive(v):
                continue
            found = self._to_be_done(v, actors) if slot == "content" and frame.complement == "infinitive" else []
            found = found or self.others(self.slot(v, slot, objects, used, guarded, frozenset(mine)), actors)
            if slot == "to" and not found and frame.mode == "return":
                found = self.others(self._far_to(objects), actors)
            if (
                not found and frame.mode in _GOING and actors
            ):  # "left Lima", "was welcomed in Quito": no party, but land
                # "recalled its envoy from Quito": the place may hang on who is withdrawn
                pairs = s.prepositions(v) if frame.mode == "visit" else self.matching.prepositions(v, objects)
                tokens = objects if slot == "object" else [j for name, j in pairs if name == slot]
                found = [x for t in tokens for x in self.landed(t) if not mine & self.principals(x.mention)]
            if not found:
                continue
            if frame.type in _OF_THINGS and all(
                self.vague(x.mention) or (x.mention.kind == "nominal" and mine & self.principals(x.mention))
                for x in found
            ):
                spare = spare if spare[0] else (found, slot, True)
                continue
            far = slot == "content" or slot not in frame.recipient
            if far and frame.type in _ON_LAND and all(self.vague(x.mention) for x in found):
                spare = spare if spare[0] else (found, slot, True)
                continue
            if slot != frame.recipient[0] and self._own(found, mine):
                spare = spare if spare[0] else (found, slot, False)  # "with an eye to" one's own
                continue
            return found, slot, False
        return spare

    def _far_to(self, objects: list[int]) -> list[Side]:
        """Whom the last "to" in a long object names: "returned a coin that was stolen in 1990 to Lima"."""
        s = self.s
        for o in objects:
            first, last = s.subtree(o)
            for t in range(last, max(first, o), -1):
                m = self.at[t]
                if s.dep[t] == "pobj" and s.text[s.head[t]] == "to" and m is not None and self.political(m):
                    return [Side(m, t)]
        return []

    def _own(self, found: list[Side], mine: set[str]) -> bool:
        """Whether names are only of those for whom the actors act."""
        above = mine | {p.of for q in mine if (p := self.reading.parties.get(q)) is not None and p.of}
        return all(x.mention.kind not in {"nominal", "role"} and set(x.mention.parties) <= above for x in found)

    def _to_be_done(self, v: int, actors: list[Side]) -> list[Side]:
        """To whom it is done what one agrees, refuses or threatens to do: "refused to send observers to Lima"."""
        s = self.s
        inner = [
            *s.kids_by(v, "xcomp"),
            *(k for a in s.kids_by(v, "acomp", "dobj") for k in s.kids_by(a, "xcomp", "acl")),
        ]
        for k in inner:
            if s.tag[k] != "VB":
                continue
            for frame, used in self.matching.verb_frames(k):
                found, _, things = self._recipients(k, frame, actors, s.objects(k), used, frame.guarded)
                if found and not things:
                    return found
                break
            if land := self.others(self.territory(k), actors):
                return land
        return []

    def _on_land(self, v: int, frame: Frame, actors: list[Side], things: list[Side]) -> list[Side]:
        """The state on whose land it is done, where no recipient is named but perhaps things."""
        if frame.type not in _ON_LAND or any(
            self.placed(x.mention) and not self._own_organ(x.mention, actors) for x in things
        ):
            return things
        land = self.territory(v)
        if not things and frame.needs == "both":  # without the land there would be no event
            mine = self.behind(actors)
            theirs = {p for x in land for p in x.mention.parties}
            if (
                not (frame.object or frame.through)
                or frame.type not in _DEPLOYED
                or not self.stately(mine)
                or mine & theirs
            ):
                return []
        return land or things

    def _addressed(self, v: int) -> list[Side]:
        """Whom a message is for in which something is said: "in a telegram to Lima"."""
        s = self.s
        first = s.head[v] if s.dep[v] == "conj" and s.is_verb(s.head[v]) else v
        return [
            x
            for name, j in (*s.prepositions(v), *s.prepositions(first))
            if name == "in" and s.lemma[j] in DOCUMENTS
            for to, k in s.prepositions(j)
            if to == "to"
            for x in self.named(k)
        ]

    def _inviting(self, v: int) -> tuple[list[Side], list[Side]] | None:
        """Who invited whom to do it: "invited Quito to attend", "handed Quito an invitation from Lima to attend"."""
        s = self.s
        h = s.head[v]
        if s.lemma[h] == "invite" and s.dep[v] in {"xcomp", "ccomp", "advcl"}:
            return self.acting(h), self.all_named(s.objects(h))
        if s.lemma[h] == "invitation" and s.dep[v] in {"acl", "relcl", "xcomp"}:
            by = self.noun_slot(h, "poss") or self.noun_slot(h, "from") or self.noun_slot(h, "by")
            to = self.noun_slot(h, "to") or self.noun_slot(h, "for")
            verb = s.head[h]
            if s.is_verb(verb) and s.dep[h] in {"dobj", "nsubjpass"}:
                by = by or self.acting(verb)
                to = (
                    to or self.all_named([o for o in s.objects(verb) if o != h]) or self.slot(verb, "to", [], [], False)
                )
            return by, to
        return None
