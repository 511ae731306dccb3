"""What the example brand wrote is the same in every language, but for its words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from cliptrial.registry.beside.texts import FILE as TEXTS
from cliptrial.registry.experiments import load_all
from cliptrial.registry.workspace import load_workspace
from cliptrial.registry.yaml.file import parse_document
from cliptrial.simulate import kitchen
from cliptrial.simulate.brand import EXPERIMENTS, experiments, of_clients
from cliptrial.simulate.demo import write_demo
from cliptrial.wording.names import SHORT

SLUGS = [demo.slug for demo in EXPERIMENTS]
WORDS = {"title", "statement", "because", "value", "who", "why"}


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "kueche"
    write_demo(folder, lang="de")
    return folder


def without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_words(one) for key, one in value.items() if key not in WORDS}
    return [without_words(one) for one in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("slug", SLUGS)
def test_plans_and_decisions_differ_in_their_words_only(slug: str) -> None:
    english, german = (kitchen.experiment(slug, lang).model_dump() for lang in kitchen.LANGUAGES)
    assert without_words(english) == without_words(german)
    assert english["title"] != german["title"]
    decided = [kitchen.decision(slug, lang) for lang in kitchen.LANGUAGES]
    assert len({one and (one.when, one.what) for one in decided}) == 1


@pytest.mark.parametrize("slug", [*SLUGS, *(one.slug for one in of_clients())])
def test_texts_beside_a_plan_are_the_words_of_the_other_language(slug: str) -> None:
    """German pages call every arm by a German name, whichever language the plan is in."""
    for lang, other in (("en", "de"), ("de", "en")):
        texts = parse_document(kitchen.text(lang, slug, TEXTS), slug).plain
        plan, words = kitchen.experiment(slug, other), texts[other]
        assert (words["title"], words["hypothesis"]) == (plan.title, plan.hypothesis.statement)
        said = {arm.id: arm.value for arm in plan.change.arms if plan.change.variable not in ("slot", "hashtags")}
        assert words.get("arms", {}) == said
        short = texts.get("de", {}).get("short", {})
        long = [arm.id for arm in kitchen.experiment(slug, "de").change.arms if len(arm.label) > SHORT]
        assert {*long} <= {*short}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_topic_exists_once_in_each_language(slug: str) -> None:
    english, german = (kitchen.topics(slug, lang) for lang in kitchen.LANGUAGES)
    posts = 2 * kitchen.experiment(slug).design.posts_per_arm
    assert [len(english), len(german), len(set(english)), len(set(german))] == [posts] * 4
    assert not set(english) & set(german)
    assert [topic for topic in german if re.search(r"\b(?:the|with|and|without|for)\b", topic)] == []


def test_the_german_example_has_the_same_posts_in_german_words(german: Path, demo_once: Path) -> None:
    loaded = load_all(load_workspace(german))
    assert loaded.problems == ()
    assert {one.slug: one.notes for one in loaded.loaded} == dict.fromkeys(SLUGS, ())
    assert load_workspace(german).language == "de"
    for slug in SLUGS:
        links = f"experiments/{slug}/posts.csv"
        assert (german / links).read_text("utf-8") == (demo_once / links).read_text("utf-8")
    captions = "".join(path.read_text("utf-8") for path in german.glob("exports/kitchen_demo/*/Content.csv"))
    assert "Das ganze Rezept steht in den Kommentaren." in captions
    assert "Full recipe in the comments." not in captions


def test_an_example_that_is_there_keeps_its_language(german: Path) -> None:
    assert write_demo(german, lang="en").written == ()
    assert write_demo(german, refresh=True).written == ()


def test_a_language_that_the_brand_does_not_write_gets_the_first(tmp_path: Path) -> None:
    write_demo(tmp_path / "kitchen", lang="xx")
    assert load_workspace(tmp_path / "kitchen").language == "en"


def test_truth_and_luck_do_not_depend_on_the_language() -> None:
    of_the_post = ("slug", "tags", "truth", "diary", "late", "saves_forgotten")
    english, german = (
        [{name: getattr(demo, name) for name in of_the_post} for demo in experiments(lang)]
        for lang in kitchen.LANGUAGES
    )
    assert english == german
