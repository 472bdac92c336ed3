"""The language of a text: what is not English is set aside, never read as if it were.

py3langid (BSD, 4.6 MB) errs on short texts and on headlines full of names; so a text with the small words of English is
English without asking it, and it is believed only where it is sure and the text is long enough.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SMALL = frozenset(
    "the of and to in a that is was for on with as by at from it be has have had are were this which not but or an who "
    "will said he she they their its his her would been after over against no we i you".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS_NEEDED = 50
_SURE, _LIKELY = 0.97, 0.85


@lru_cache(maxsize=1)
def _identifier():  # type: ignore[no-untyped-def]
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def other_language(text: str) -> str | None:
    """The name of the language that a text is in when that is surely not English, else None."""
    words = _WORD.findall(text[:6000])
    if not words:
        return None
    small = sum(w.lower() in _SMALL for w in words)
    if small / len(words) >= 0.2:
        return None
    letters = "".join(words)
    foreign = sum(ord(c) > 0x24F for c in letters) > len(letters) / 2  # no Latin letters: no English, however short
    if not foreign and len(letters) < _LETTERS_NEEDED:
        return None
    code, probability = _identifier().classify(text[:3000])
    if code == "en" or (not foreign and probability < (_SURE if small else _LIKELY)):
        return None
    return name(code)


def name(code: str) -> str:
    """The English name of a language, by its ISO 639 code ("de", "de-AT", "deu")."""
    import pycountry

    short = re.split(r"[-_]", code)[0].lower()
    found = pycountry.languages.get(alpha_2=short) if len(short) == 2 else pycountry.languages.get(alpha_3=short)
    return found.name.split(" (")[0] if found else code


def english(code: str) -> bool:
    """Whether a language that a source gives is English."""
    return re.split(r"[-_]", code.strip().lower())[0] in {"en", "eng", "english"}
