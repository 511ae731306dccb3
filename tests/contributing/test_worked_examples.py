"""Whoever follows CONTRIBUTING.md to the letter, and touches nothing else, has added something that works."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.contributing.worked import GUIDE, add, changed, copy_of_the_house, examples, run
from tests.places import ROOT

from cliptrial.metrics import CATALOGUE
from cliptrial.posts.declared import NAMES, sources_of

EXAMPLES = examples()
FILES = {
    "A metric": 1,
    "A finding": 4,
    "A source": 2,
    "A language": 2,
    "A section": 6,
    "A report type": 7,
    "A command": 2,
}
"""So many files each takes; the figures only ever fall."""
SLUG = "niche-hashtags"
TALLY = "accounts: {{demo: {{timezone: UTC, sources: [{source}]}}}}\n"
EXPORT = "Clip,Plays,Kept,Day\nhttps://www.tiktok.com/@demo/video/7333242421595229472,120,7,2026-03-09\n"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which every example was followed."""
    copied = copy_of_the_house(tmp_path_factory.mktemp("house"))
    assert changed(copied) == set()
    for additions in EXAMPLES.values():
        add(copied, additions)
    return copied


@pytest.fixture(scope="module")
def seen(house: Path, demo_once: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What stands in that copy's commands and pages."""
    folder = tmp_path_factory.mktemp("seen")
    workspace = Path(shutil.copytree(demo_once, folder / "kitchen"))
    plan = workspace / "experiments" / SLUG / "experiment.yaml"
    asked = plan.read_text("utf-8").replace("[save_rate, like_rate]", "[shares_per_like, like_rate]")
    plan.write_text(asked, encoding="utf-8")
    for name, source in (("right", "tally"), ("wrong", "taly")):
        (folder / name).mkdir()
        (folder / name / "workspace.yaml").write_text(TALLY.format(source=source), encoding="utf-8")
    (folder / "export.csv").write_text(EXPORT, encoding="utf-8")
    script = Path(__file__).with_name("looking.py")
    return dict(json.loads(run(house, str(script), str(workspace), str(folder), SLUG)))


def test_every_question_has_its_example_in_no_more_files_than_it_takes() -> None:
    assert {heading: len({one.path for one in additions}) for heading, additions in EXAMPLES.items()} == FILES
    assert len(GUIDE.read_text("utf-8").splitlines()) < 250


def test_nothing_but_the_files_of_the_examples_is_changed(house: Path, seen: dict[str, Any]) -> None:
    """Not by whoever follows them, and not by what is then run."""
    assert changed(house) == {one.path for additions in EXAMPLES.values() for one in additions}


def test_the_metric_is_in_an_analysis(seen: dict[str, Any]) -> None:
    (row,) = [one for one in seen["analysis"]["uplifts"] if one["metric"] == "shares_per_like"]
    assert row["posts"] == [28, 28]
    assert 0.01 < row["control_value"] < 1


@pytest.mark.parametrize(
    ("lang", "sentence"), [("en", "posts have under 1,000 views."), ("de", "Posts unter 1.000 Aufrufen.")]
)
def test_the_finding_is_told_in_both_languages(seen: dict[str, Any], lang: str, sentence: str) -> None:
    (finding,) = [one for one in seen[f"check_{lang}"]["findings"] if one["code"] == "few_views"]
    posts = finding["values"]["posts"]
    assert finding["message"] == f"{posts} {sentence}"


def test_the_source_is_recognised_read_and_may_be_declared(seen: dict[str, Any]) -> None:
    """Its name is known to workspaces, their schema and their refusals; plans know which numbers it brings."""
    source = {**seen["source"]}
    schema, able, ((where, what, listed, mend),) = (source.pop(key) for key in ("schema", "able", "refused"))
    assert source == {"quick": True, "ingested": ["Tally: posts", 1, 120.0, 7.0, "tally"], "lacks": []}
    assert sorted(schema) == sorted([*NAMES, "tally"])
    assert sorted(able) == sorted([*sources_of(CATALOGUE["save_rate"]), "tally"])
    assert (where, what, mend) == ("workspace.yaml:1:44", 'An item is "taly"', 'Did you mean "tally"?')
    assert listed.replace(" or", ",").split(", ") == schema


def test_the_language_has_a_page_that_the_index_offers(seen: dict[str, Any]) -> None:
    assert '<html lang="at">' in seen["page"]
    assert "Jänner" in seen["page"]
    assert "Januar" not in seen["page"]
    assert "niche-hashtags/niche-hashtags_at.html" in seen["index"]


def test_the_section_stands_on_the_page_after_the_one_it_follows(seen: dict[str, Any]) -> None:
    headings = re.findall(r"<h2>(.*?)</h2>", seen["page"])
    assert headings[headings.index("Alle Metriken") + 1] == "Warum wir das dachten"
    assert "The agency that researches niche tags for us says so" in seen["page"]


def test_the_report_is_rendered_and_on_the_index(seen: dict[str, Any]) -> None:
    assert "<h1>Was wir entschieden haben</h1>" in seen["decisions"]
    assert "Mara, content lead: vorläufig übernehmen. People stay longer" in seen["decisions"]
    assert "Jede Entscheidung: was, von wem und warum." in seen["index"]


def test_the_command_is_listed_in_its_group(seen: dict[str, Any]) -> None:
    group = seen["help"].partition("Now and then")[2].partition("Analyst")[0]
    assert re.search(r"decisions +Write the page of all decisions\.", group)


def test_the_examples_are_written_as_the_house_is(house: Path) -> None:
    paths = sorted({one.path for additions in EXAMPLES.values() for one in additions if one.path.endswith(".py")})
    for check in (["check"], ["format", "--check"]):
        done = subprocess.run([sys.executable, "-m", "ruff", *check, *paths], cwd=house, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_every_place_and_command_that_the_guide_names_is_there() -> None:
    text = GUIDE.read_text("utf-8").partition("# Where do I add")[0]
    places = re.findall(r"`(tests/[\w./]+|wording/[\w./]+)`", text)
    assert len(places) > 8
    roots = (ROOT, ROOT / "toolkit" / "cliptrial")
    assert [place for place in places if not any((root / place).exists() for root in roots)] == []
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"^make (\w+)", text, re.MULTILINE)) <= set(targets)
    modules = re.findall(r"python -m (tests[\w.]+)", text)
    assert [one for one in modules if not (ROOT / f"{one.replace('.', '/')}.py").exists()] == []
