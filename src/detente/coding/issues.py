"""Issues: what a text is about, by the cues of the taxonomy in ``knowledge/issues.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import ahocorasick
import yaml

from detente import knowledge
from detente.knowledge import load

_WORD = re.compile(r"[\w']+", re.UNICODE)
# words whose final s is no plural
_SPELLING = {"defense": "defence", "program": "programme", "programs": "programme", "labor": "labour"}
_KEPT = re.compile(r"(?:ss|us|is|'s)$")


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of the taxonomy: its id (kebab-case), what it is, and the cues that bring it up."""

    id: str
    description: str
    cues: tuple[str, ...]


@lru_cache(maxsize=50_000)
def _plain(word: str) -> str:
    """A word without case, plural ending and American spelling, the same for cues and texts."""
    word = word.lower().removesuffix("'s").strip("'")
    word = _SPELLING.get(word, word)
    if len(word) <= 3 or not word.endswith("s") or _KEPT.search(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("oes", "ches", "shes", "xes")) else word[:-1]


def _line(text: str) -> str:
    """A text as its plain words, each with a blank on both sides."""
    return " " + " ".join(map(_plain, _WORD.findall(text))) + " "


class Taxonomy:
    """The issues, and one automaton over all their cues."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = {issue.id: issue for issue in issues}
        self._automaton = ahocorasick.Automaton()
        keys: dict[str, set[str]] = {}
        for issue in self.issues.values():
            for cue in issue.cues:
                # "terroris*" may end anywhere; any other cue ends with its word
                key = _line(cue).rstrip() if cue.endswith("*") else _line(cue)
                keys.setdefault(key, set()).add(issue.id)
        for key, ids in keys.items():
            self._automaton.add_word(key, (key, tuple(sorted(ids))))
        self._automaton.make_automaton()

    def issues_of(self, text: str) -> tuple[str, ...]:
        """The issues whose cues stand in the text, in the order of their first cue."""
        found = [(end - len(key) + 1, end, ids) for end, (key, ids) in self._automaton.iter(_line(text))]
        out: dict[str, None] = {}
        for first, last, ids in found:
            # a cue inside a longer one says nothing of its own: "missile defence" is not about missiles
            if not any(a <= first and last <= b and b - a > last - first for a, b, _ in found):
                out.update(dict.fromkeys(ids))
        return tuple(out)


def _entries(raw: Any, where: str) -> dict[str, Mapping[str, Any]]:
    if not isinstance(raw, Mapping):
        raise ValueError(f"{where}: expected issue ids with description and cues")
    for key, value in raw.items():
        cues = value.get("cues") if isinstance(value, Mapping) else None
        if not isinstance(cues, list) or not all(isinstance(c, (str, int)) for c in cues):
            raise ValueError(f"{where}: issue {key!r} needs a list of cues")
    return dict(raw)


@cache
def taxonomy(overlay: Path | None = None) -> Taxonomy:
    """The taxonomy, with a user's own file laid over it.

    Args:
        overlay: a YAML file of the form of ``knowledge/issues.yaml``: a new id adds an issue, a known one adds its cues
            to those that are there, or stands in their place with ``replace: true``.

    Raises:
        ValueError: when the file is no YAML or an issue in it has no list of cues; the message names the file.
    """
    merged = _entries(load("issues"), "knowledge/issues.yaml")
    if overlay is not None:
        try:
            raw = yaml.safe_load(overlay.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ValueError(f"{overlay}: no YAML: {str(error).splitlines()[0]}") from None
        for key, value in _entries(raw, str(overlay)).items():
            before = merged.get(key)
            if before is not None and not value.get("replace"):
                value = {**before, **value, "cues": [*before["cues"], *value["cues"]]}
            merged[key] = value
    return Taxonomy(
        Issue(str(key), str(value.get("description", "")), tuple(str(c) for c in value["cues"]))
        for key, value in merged.items()
    )


def issues_of(text: str, context: Iterable[str] = (), overlay: Path | None = None) -> tuple[str, ...]:
    """The issues of a span of text.

    Args:
        text: the span: a sentence or a clause.
        context: wider texts, nearest first (the sentence, the paragraph, the report's headline); the first that brings
            up an issue decides where the span itself brings up none.
        overlay: a user's own issues, see `taxonomy`; those of ``--issues`` where none is given.

    Returns:
        Ids of issues, those named first in front.
    """
    issues = taxonomy(overlay or knowledge.users_file("issues"))
    found = issues.issues_of(text)
    for wider in context:
        if found:
            break
        found = issues.issues_of(wider)
    return found
