"""Ten experiments that many teams begin with, ready to be made one's own: a file each, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import did_you_mean, says
from cliptrial.registry.draft import Draft
from cliptrial.registry.languages import LANGUAGES, SOURCE
from cliptrial.registry.yaml.file import parse_document

_ENDING = ".yaml"


@dataclass(frozen=True, slots=True)
class Play:
    """One of them.

    Attributes:
        name: Its file.
        drafts: By language: what is known of the experiment before a team makes it its own.
    """

    name: str
    drafts: Mapping[str, Draft]

    def draft(self, lang: str) -> Draft:
        """As a draft in one language."""
        return self.drafts.get(lang, self.drafts[SOURCE])


@cache
def playbook() -> Mapping[str, Play]:
    """All of them by name."""
    texts = {file.name.removesuffix(_ENDING): file for file in files(__name__).iterdir() if file.name.endswith(_ENDING)}
    return {name: _play(name, texts[name].read_text(encoding="utf-8")) for name in sorted(texts)}


def play(name: str) -> Play:
    """One by its name.

    Raises:
        RegistryError: There is none of this name.
    """
    known = playbook()
    if name not in known:
        what, expected = says('The playbook has no "{name}"', name=name), says("One of {names}", names=list(known))
        mend = did_you_mean(name, known, says("`cliptrial new --from-playbook` lists them."))
        raise RegistryError(Problem("unknown_play", what, expected, mend))
    return known[name]


def _play(name: str, text: str) -> Play:
    plain = dict(parse_document(text, name).mapping)
    texts = {lang: plain.pop(lang) for lang in LANGUAGES if lang in plain}
    return Play(name, {lang: Draft(**{**plain, **own}) for lang, own in texts.items() if isinstance(own, dict)})
