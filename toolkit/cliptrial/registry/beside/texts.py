"""``texts.yaml``: an experiment's title, hypothesis and names of arms in other languages, and short names.

The file lies beside the experiment and outside its lock, so that translating never changes a plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field, RootModel

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import did_you_mean, says
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.files import shown_path
from cliptrial.registry.languages import CODES, LANGUAGES
from cliptrial.registry.model import TEXT, Record
from cliptrial.registry.yaml.convert import convert
from cliptrial.registry.yaml.expected import Expected
from cliptrial.registry.yaml.file import Document, expect_mapping, read_document

FILE = "texts.yaml"
_NAMES = Expected(says("Names of arms by their id"))
_Names = Annotated[Mapping[str, Annotated[str, TEXT]], _NAMES]


class Texts(Record):
    """An experiment's texts in one language, arms by their id; what is missing stays as the plan has it."""

    title: Annotated[str | None, TEXT] = None
    hypothesis: Annotated[str | None, TEXT] = None
    arms: _Names = Field(default={})
    short: _Names = Field(default={})


class _ByLanguage(RootModel[Mapping[str, Annotated[Texts, Expected(says("title, hypothesis, arms and short"))]]]):
    pass


def read_texts(loaded: Loaded) -> Mapping[str, Texts]:
    """An experiment's texts by language; empty where there are none.

    Raises:
        RegistryError: The file has mistakes; every one is listed.
    """
    path = loaded.folder / FILE
    if not path.exists():
        return {}
    document = read_document(path, shown_path(loaded.folder, FILE))
    if document.plain is None:
        return {}
    expect_mapping(document, says("Texts by language"), "cliptrial new")
    unknown = [*document.problems, *_unknown_names(document, loaded)]
    texts, misfits = convert(_ByLanguage, document, unknown)
    if texts is None or unknown or misfits:
        raise RegistryError([*unknown, *misfits])
    return texts.root


def _unknown_names(document: Document, loaded: Loaded) -> Iterator[Problem]:
    """Languages that nobody speaks, and arms that the experiment does not have."""
    arms = [arm.id for arm in loaded.experiment.change.arms]
    for lang, texts in document.mapping.items():
        if lang not in LANGUAGES:
            what = says('"{lang}" is no language that is spoken here', lang=lang)
            mend = did_you_mean(lang, list(LANGUAGES), says("Use the code of a language."))
            yield document.key_problem(lang, "unknown_language", what, CODES, mend)
        for part in ("arms", "short"):
            named = texts.get(part) if isinstance(texts, Mapping) else None
            for arm in named if isinstance(named, Mapping) else ():
                if arm not in arms:
                    what = says('The experiment has no arm "{arm}"', arm=arm)
                    expected = says("One of {names}", names=arms)
                    mend = did_you_mean(str(arm), arms, says("Use the id of an arm in experiment.yaml."))
                    yield document.key_problem(f"{lang}.{part}.{arm}", "unknown_arm", what, expected, mend)
