"""Sides: who stands on either side of a predicate, and whether that makes a candidate."""

from __future__ import annotations

from dataclasses import dataclass

from detente.coding.frames import Frame
from detente.coding.named import Side, distinct
from detente.coding.slots import Slots
from detente.coding.status import cues
from detente.coding.violence import is_attack, violence
from detente.reading.model import Mention, Party, Sentence
from detente.reading.names import lists

_ANNOUNCED = frozenset(
    "invite plan schedule expect hold host attend participate prepare due organise organize announce".split()
)
# what is done to others, not to one's own organs
_OUTWARD = frozenset({"AGREE", "MOBILIZE", "RETREAT", "REJECT", "THREATEN"})
_ANSWERS = frozenset({"REJECT", "SUPPORT", "ACCUSE"})
_PRIVATE = frozenset({"CVL", "REF"})
# what is news between private parties, too
_ANYBODY = frozenset({"ASSAULT", "COERCE", "ACCUSE", "PROTEST", "REJECT", "SANCTION", "MOBILIZE"})
_STRIKES = frozenset("strike boycott protest hunger walkout sit-in".split())
_FAVOURS = frozenset({"CONSULT", "SUPPORT", "AID", "AGREE", "COOPERATE"})
_ABROAD = frozenset({"AID", "COOPERATE"})
_NATURE = frozenset(
    "drought sea storm flood hurricane fire wildfire volcano virus disease shortage famine inflation recession climate "
    "warming cyclone typhoon tsunami epidemic pandemic erosion locust pollution".split()
)
_PRESS = frozenset(
    "reporter journalist press medium media correspondent interviewer host moderator anchor newspaper magazine radio "
    "television tv station broadcaster weekly daily".split()
)
_OUTLETS = frozenset(
    "News Times Post Radio TV Television Press Newspaper Daily Journal Gazette Tribune Herald Magazine Weekly Channel "
    "CNN MSNBC NBC ABC CBS BBC NPR CNBC Fox POLITICO Politico Breitbart Reuters Bloomberg Spiegel Monde Telegraph "
    "Courier Observer Chronicle Examiner Guardian Mirror Yorker Newsweek Broadcasting HuffPost".split()
)
# whose warnings are advice
_ADVISERS = frozenset(
    "columnist commentator author writer editor critic "
    "professor scientist expert doctor analyst economist researcher forecaster meteorologist scholar academic engineer "
    "historian official columnist report study".split()
)
_ADVISING = _ADVISERS - {"official"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A predicate with the mentions on its two sides.

    ``trigger`` is the verb or noun that names the event, ``governor`` the verb that says whether it happened: the light
    verb of "held talks", otherwise the trigger itself.
    """

    sentence: Sentence
    trigger: int
    governor: int
    frame: Frame
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    symmetric: bool = False


def _trade(party: Party) -> str:
    """What somebody is, by the last word of the role: "foreign policy analyst" is an analyst."""
    return next(reversed((party.role or "").lower().split()), "")


class Sides(Slots):
    """From the parties in their places to candidates, in one article."""

    def candidate(
        self, sentence: Sentence, trigger: int, governor: int, frame: Frame, actors: list[Side], recipients: list[Side]
    ) -> Candidate | None:
        """The candidate, where enough of its sides are named."""
        if frame.type in _OUTWARD and recipients:
            recipients = [x for x in recipients if not self._own_organ(x.mention, actors)]
        if frame.type in _ANSWERS or frame.symmetric:
            recipients = [x for x in recipients if not self._mere_site(x.mention)]
        if frame.type == "CONSULT":  # "told a newspaper": an interview
            recipients = [x for x in recipients if not self._press(x.mention)]
        if frame.symmetric and not recipients and len(actors) > 1:  # the first named does it with the others
            actors, recipients = actors[:1], actors[1:]
        if frame.type != "PROTEST" and not any(self.political(x.mention) for x in (*actors, *recipients)):
            land = self._fought_on(trigger, governor, frame, actors) if frame.type == "ASSAULT" else []
            if not land and not self._suffers(frame, actors, recipients):
                return None
            if land and not actors:  # "a mayor was shot in Lima" hits Lima
                recipients = [x for x in recipients if self._named_person(x)]  # "he" with a name, too
            recipients = distinct([*recipients, *land])
        if (
            frame.type not in _ANYBODY
            and not any(self.public(x.mention) for x in (*actors, *recipients))
            and not any(self.s.lemma[o] in _STRIKES for o in self.s.objects(governor))
        ):
            return None  # a foundation gives to a school
        if (frame.type in _ABROAD or frame.mode == "visit") and recipients and self._at_home(actors, recipients):
            return None
        if frame.mode == "visit" and actors and not any(self._on_business(x.mention) for x in actors):
            return None  # "my wife arrived in Lima"
        if frame.between and not self._between(actors, recipients):
            return None
        if frame.type == "THREATEN" and frame.mode is None and actors and self._harmless(actors):
            return None  # "a professor warned Lima"
        if frame.type in _FAVOURS and recipients and actors:
            recipients = [x for x in recipients if not self._kin(x.mention, actors)]
        if frame.type == "REQUEST" and actors and all(map(self._interviews, actors)):
            return None  # "reporters asked the president": a question
        if frame.membership and not self._members(actors, recipients):
            return None
        several = frame.symmetric and any(len(x.mention.parties) > 1 for x in actors)
        if several and recipients and not self.stately(self.behind(recipients)):
            recipients = []  # "Lima and Quito guards carried out a joint raid on smugglers"
        enough = {
            "both": bool(actors) and (bool(recipients) or several),
            "actor": bool(actors),
            "recipient": bool(recipients),
            "any": bool(actors or recipients),
        }[frame.needs]
        if not enough and not (frame.solo and actors and (trigger != governor or self.to_come(trigger))):
            return None
        if (
            frame.type == "ASSAULT"
            and not actors
            and not any(self.placed(x.mention) or self._an_official(x.mention) for x in recipients)
        ):
            return None  # "ten people were injured"
        homeless = not any(x.mention.kind == "name" for x in recipients) and not self.stately(self.behind(recipients))
        if frame.type == "ASSAULT" and recipients and homeless:  # "a mayor was shot in Lima"
            recipients = distinct([*recipients, *self.others(self.territory(governor), actors)])
        return Candidate(sentence, trigger, governor, frame, tuple(actors), tuple(recipients), frame.symmetric)

    def _interviews(self, side: Side) -> bool:
        """Whether a side is a reporter, or the host of a programme, who asks questions."""
        known = self.reading.parties
        return self.s.lemma[side.token] in _PRESS or any(
            _trade(known[p]) in _PRESS for p in side.mention.parties if p in known
        )

    def _kin(self, m: Mention, actors: list[Side]) -> bool:
        """Whether a mention means somebody of the actor's own: his wife, her customers."""
        known = self.reading.parties
        mine = {p for x in actors for p in x.mention.parties if p in known and known[p].kind == "person"}
        return all(p in known and (known[p].of in mine or p.split("/")[0] in mine) for p in m.parties)

    def _press(self, m: Mention) -> bool:
        """Whether a mention means reporters, a newspaper or a broadcaster."""
        known = self.reading.parties
        if self.s.lemma[m.head] in _PRESS or any(p in known and known[p].sector == "JRN" for p in m.parties):
            return True
        return m.kind == "name" and not _OUTLETS.isdisjoint(self.reading.article.text[m.start : m.end].split())

    def _on_business(self, m: Mention) -> bool:
        """Whether who goes somewhere may act for others: not refugees, tourists or a wife."""
        known = self.reading.parties
        private = all(p in known and known[p].kind == "group" and known[p].sector in _PRIVATE for p in m.parties)
        return self.political(m) and not private

    def _mere_site(self, m: Mention) -> bool:
        """Whether a mention is a place without an owner: nobody refuses "the border", or agrees with it."""
        known = self.reading.parties
        return m.kind == "nominal" and all(
            p in known and known[p].sector == "CVL" and known[p].kind == "organisation" and not known[p].of
            for p in m.parties
        )

    def _own_organ(self, m: Mention, actors: list[Side]) -> bool:
        """Whether a mention means an organ of who acts: "withdrew its troops" does nothing to them."""
        mine = self.behind(actors)
        known = self.reading.parties
        organs = [known[p] for p in m.parties if p in known]
        return (
            m.kind == "nominal"
            and bool(organs)
            and all(p.kind == "organisation" and p.of and self.reading.principal(p.id) in mine for p in organs)
        )

    def _harmless(self, actors: list[Side]) -> bool:
        """Whether those who warn are private people: scientists, doctors, forecasters."""
        if all(self.s.lemma[x.token] in _NATURE for x in actors):
            return True  # "drought threatens the harvest"
        return all(map(self._advises, actors))

    def _advises(self, side: Side) -> bool:
        """Whether an actor is a scientist or the like, by the noun that means it or by the role of a person."""
        known = self.reading.parties
        persons = [known[p] for p in side.mention.parties if p in known and known[p].kind == "person"]
        if persons and side.mention.kind != "nominal" and any(p.id != p.id.lower() for p in persons):
            return all(_trade(p) in _ADVISING for p in persons)
        return self.s.lemma[side.token] in _ADVISERS and not any(p != p.lower() for p in side.mention.parties)

    def _fought_on(self, trigger: int, governor: int, frame: Frame, actors: list[Side]) -> list[Side]:
        """The land on which men without a name attack others: "gunmen killed twelve villagers near Cusco"."""
        told = frame.mode in {"explosives", "suicide-attack", "primitive"} and (frame.object or frame.through)
        if actors and not told and not any(map(self._armed, actors)):
            return []
        if not actors and not is_attack(self.s, trigger, frame):
            return []
        s, h = self.s, self.s.head[trigger]
        tells = h if s.dep[trigger] in {"nsubj", "nsubjpass", "dobj"} and s.lemma[h] in violence().toll else trigger
        return self.territory(governor) or self.territory(trigger) or self.territory(tells)

    def _suffers(self, frame: Frame, actors: list[Side], recipients: list[Side]) -> bool:
        """Whether a person with a name is attacked, or is charged, wanted or held: private persons too."""
        if frame.type not in {"ASSAULT", "COERCE", "ACCUSE"} or any(not self._armed(x) for x in actors):
            return False
        if frame.type != "ASSAULT" and not (frame.at_law and frame.needs in {"any", "recipient"}):
            return False
        return any(self._named_person(x) and x.mention.kind == "name" for x in recipients)

    def _an_official(self, m: Mention) -> bool:
        """Whether a mention means police, soldiers, a court: whose, the article may tell elsewhere."""
        known = self.reading.parties
        return any(p in known and known[p].sector in {"COP", "MIL", "JUD"} for p in m.parties)

    def _named_person(self, side: Side) -> bool:
        return any(map(self.reading.named_person, side.mention.parties))

    def _armed(self, side: Side) -> bool:
        return self.s.lemma[side.token] in violence().armed

    def _at_home(self, actors: list[Side], recipients: list[Side]) -> bool:
        """Whether both sides are of one state: what it does for its own people is no aid."""
        theirs = self.behind(recipients)
        return bool(theirs) and theirs <= self.behind(actors)

    def _between(self, actors: list[Side], recipients: list[Side]) -> bool:
        """Whether both sides are of states or organisations, and of different ones."""
        sides = [self.behind(actors), self.behind(recipients)]
        if any(x.mention.kind == "nominal" and not self.placed(x.mention) for x in (*actors, *recipients)):
            return False
        return all(map(self.stately, sides)) and not sides[0] & sides[1]

    def _members(self, actors: list[Side], recipients: list[Side]) -> bool:
        """Whether states are on one side, and an organisation of states with a name on the other."""
        known = lists().parties
        mine = {known[p].kind for x in actors for p in x.mention.parties if p in known}
        theirs = [known.get(p) for x in recipients for p in x.mention.parties]
        return mine == {"state"} and any(p is not None and p.sector == "IGO" for p in theirs)

    def to_come(self, n: int) -> bool:
        """Whether an event noun is announced: "the planned summit", "the summit on May 4"."""
        s = self.s
        if any(cues().modifier.get(s.text[k]) == "planned" for k in s.kids[n]):
            return True
        h = s.head[n]
        governors = {s.lemma[h], s.lemma[s.head[h]]}
        return bool(governors & _ANNOUNCED) or any(
            name in {"on", "in"} and s.dep[n] == "pobj" for name, _ in s.prepositions(n)
        )
