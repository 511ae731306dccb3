"""The playbook: ten experiments, each complete in every language but for what only a team can know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cliptrial.cli.entry import run
from cliptrial.metrics.catalogue import CATALOGUE
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.languages import LANGUAGES
from cliptrial.registry.model import TESTED
from cliptrial.registry.playbook import play, playbook
from cliptrial.registry.scaffold import init_workspace, new_experiment
from cliptrial.registry.workspace import load_workspace

TAGS = {"variants": [["onepot", "dinner"]]}
"""What a team adds to the one experiment whose hashtags only it can know."""


def test_there_are_ten_and_every_variable_has_one() -> None:
    assert len(playbook()) == 10
    assert {one.draft("en").variable for one in playbook().values()} == {variable.value for variable in TESTED}
    assert all(one.drafts.keys() == LANGUAGES.keys() for one in playbook().values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", playbook())
def test_each_becomes_an_experiment_with_the_metric_that_answers_it(name: str, lang: str, tmp_path: Path) -> None:
    workspace = init_workspace(tmp_path, accounts={"demo": {"timezone": "Europe/Berlin"}})
    draft = play(name).draft(lang)
    assert (draft.variants is None) == (name == "niche-hashtags")
    new_experiment(workspace, name, draft if draft.variants else draft.but(**TAGS))
    found = load_experiment(name, workspace).experiment
    assert found.metrics.primary in CATALOGUE
    assert (found.title, found.hypothesis.because) == (draft.title, draft.because)
    assert found.metrics.primary == play(name).draft("en").primary, "the same in every language"


def test_new_lists_them_and_starts_from_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init_workspace(tmp_path, accounts={"demo": {"timezone": "Europe/Berlin"}})
    assert run(["new", "--from-playbook", "--json"]) == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)["playbook"]] == list(playbook())
    where = ["--workspace", str(tmp_path), "--lang", "de"]
    assert run(["new", "--from-playbook", "question-hook", "--at-least", "20%", *where]) == 0
    assert run(["new", "noch-eins", "--from-playbook", "question-hook", *where]) == 0
    workspace = load_workspace(tmp_path)
    first, second = (load_experiment(slug, workspace).experiment for slug in ("question-hook", "noch-eins"))
    assert (first.title, first.hypothesis.at_least) == ("Frage als erster Satz", 0.2)
    assert second.hypothesis.at_least == 0.1
