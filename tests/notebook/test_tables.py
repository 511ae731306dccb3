"""Results and workspaces as tables of pandas: names of the JSON, documented types, times with their zone."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from tests.notebook.tables import ASK, TIMED, posts

import cliptrial
from cliptrial.errors import RegistryError
from cliptrial.wording.describe import UPLIFT_KEYS, describe
from cliptrial.wording.learned import describe_library

BERLIN = "datetime64[us, Europe/Berlin]"


@pytest.fixture(scope="module")
def kitchen(demo_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(demo_once, tmp_path_factory.mktemp("tables") / "kitchen"))


def kinds(frame: pd.DataFrame) -> dict[str, str]:
    return {name: str(kind) for name, kind in frame.dtypes.items()}


def test_uplifts_have_the_names_and_values_of_the_json() -> None:
    result = cliptrial.compare(posts(("old", "new", "odd")), **ASK)
    frame, plain = result.to_frame(), describe(result)["uplifts"]
    pairs = {"posts": ("posts_control", "posts_arm")}
    for key in UPLIFT_KEYS:
        columns = pairs.get(key, (f"{key.removesuffix('_interval')}_low", f"{key.removesuffix('_interval')}_high"))
        for row, one in zip(frame.to_dict("records"), plain, strict=True):
            if isinstance(one[key], list):
                assert [row[column] for column in columns] == one[key]
            else:
                assert row[key] == one[key] or (pd.isna(row[key]) and one[key] is None)
    assert kinds(frame)["relative"] == "float64"
    assert kinds(frame)["posts_arm"] == "int64"
    assert kinds(frame)["verdict"] == "str"


def test_findings_and_arms_are_those_of_the_record() -> None:
    result = cliptrial.compare(posts(), **TIMED)
    assert result.to_frame("findings")["code"].tolist() == [one.code for one in result.findings]
    assert result.to_frame("findings")["message"].str.len().min() > 10
    arms = result.to_frame("arms").set_index("arm")
    assert arms.loc["old", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]].tolist() == [*result.weekdays["old"]]
    assert arms["control"].tolist() == [True, False]


def test_posts_of_a_table_stand_at_their_own_time() -> None:
    frame = posts()
    frame.loc[3, "views"] = None
    shown = cliptrial.compare(frame, **TIMED).to_frame("posts")
    assert shown["posted"].tolist() == frame["at"].tolist()
    assert kinds(shown)["posted"] == kinds(shown)["planned"] == BERLIN
    assert shown["weekday"].tolist() == frame["at"].dt.day_of_week.tolist()
    assert shown["left_out"].notna().tolist() == [row == 3 for row in range(len(frame))]
    assert shown["left_out"][3] == "no_number"
    assert shown["views"].dropna().tolist() == frame["views"].dropna().tolist()


def test_posts_of_an_experiment_have_plan_and_age(kitchen: Path) -> None:
    shown = cliptrial.analyze("question-hook", kitchen).to_frame("posts")
    plan = cliptrial.schedule_frame("question-hook", kitchen)
    assert shown["planned"].tolist() == plan["planned"].tolist()
    assert kinds(shown)["posted"] == BERLIN
    assert set(shown["age"]) == {7.0}
    assert shown["left_out"].isna().all()


def test_a_result_without_rows_keeps_columns_and_types(kitchen: Path) -> None:
    full = cliptrial.analyze("question-hook", kitchen)
    empty = type(full).of(full, full.folder)
    object.__setattr__(empty, "uplifts", ())
    object.__setattr__(empty, "findings", ())
    object.__setattr__(empty, "posts", ())
    object.__setattr__(empty, "arms", ())
    for what in ("uplifts", "findings", "arms"):
        assert len(empty.to_frame(what)) == 0
        assert kinds(empty.to_frame(what)) == kinds(full.to_frame(what))
    assert kinds(empty.to_frame("posts"))["weekday"] == "Int64"


@pytest.mark.parametrize("slug", ["question-hook", "trending-sound", "niche-hashtags"])
def test_observations_are_the_posts_that_the_comparison_reads(slug: str, kitchen: Path) -> None:
    observed, analysis = cliptrial.observations_frame(slug, kitchen), cliptrial.analyze(slug, kitchen)
    for post, (_, row) in zip(analysis.posts, observed.iterrows(), strict=True):
        assert (post.position, post.arm, post.account) == (row["position"], row["arm"], row["account"])
        for metric, value in post.metrics.items():
            assert row[metric] == value or (pd.isna(row[metric]) and value is None)
    assert kinds(observed)["posted"] == BERLIN
    assert observed["age"].dropna().between(5, 9).all()
    missing = observed[analysis.verdict.metric].isna()
    assert (observed["left_out"].notna() == missing).all()


def test_a_workspace_is_shown_as_its_files_have_it(kitchen: Path) -> None:
    experiments = cliptrial.experiments_frame(kitchen)
    assert sorted(experiments["slug"]) == sorted(
        path.name for path in (kitchen / "experiments").iterdir() if path.is_dir()
    )
    assert experiments.set_index("slug").loc["question-hook", "arms"] == ("statement", "question")
    stored = cliptrial.posts_frame(workspace=kitchen)
    assert set(stored["account"]) == {"kitchen_demo", "kitchen_demo_bakes"}
    one = cliptrial.posts_frame("kitchen_demo", kitchen)
    assert len(one) == (stored["account"] == "kitchen_demo").sum()
    snapshots = cliptrial.snapshots_frame("kitchen_demo", kitchen)
    assert set(snapshots["post_id"]) == set(one["post_id"])
    assert kinds(snapshots)["captured"] == BERLIN
    assert kinds(snapshots)["views"] == "float64"
    assert cliptrial.learned_frame(kitchen)["experiments"].tolist() == [1, 1, 1]


LEARNED = {
    "learned": {
        "variable": "str",
        "metric": "str",
        "experiments": "int64",
        "code": "str",
        **dict.fromkeys(("relative", "relative_low", "relative_high", "next_low", "next_high"), "float64"),
        "p_value": "float64",
        "tau": "float64",
    },
    "experiments": {
        "slug": "str",
        "title": "str",
        "variable": "str",
        "metric": "str",
        "accounts": "object",
        "start": "datetime64[us]",
        "variants": "object",
        "effect": "float64",
        "standard_error": "float64",
        "relative": "float64",
        "posts": "int64",
        "evidence": "str",
        "verdict": "str",
        "decision": "str",
        "left_out": "str",
    },
    "tried": {
        **dict.fromkeys(("variable", "metric", "change", "account"), "str"),
        **dict.fromkeys(("relative", "low", "high"), "float64"),
    },
}


def test_what_was_learned_has_these_columns_and_a_row_for_any_other_account(
    kitchen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workspace is the one in which the notebook stands."""
    monkeypatch.chdir(kitchen)
    learned = cliptrial.learn(draws=99)
    for what, wanted in LEARNED.items():
        frame = learned.to_frame(what)  # type: ignore[arg-type]
        assert [*kinds(frame).items()] == [*wanted.items()]
    assert learned.summary("de").splitlines() == [one["sentence"] for one in describe_library(learned, "de")["learned"]]
    accounts = learned.to_frame("tried").groupby("change", sort=False)["account"]
    assert [[*filter(pd.notna, own)] for _, own in accounts] == [[*one.accounts] for one in learned.tried]
    assert [own.isna().sum() for _, own in accounts] == [int(one.elsewhere is not None) for one in learned.tried]
    for ours, named in (
        (cliptrial.posts_frame(), cliptrial.posts_frame(workspace=kitchen)),
        (cliptrial.snapshots_frame(), cliptrial.snapshots_frame(workspace=kitchen)),
        (cliptrial.experiments_frame(), cliptrial.experiments_frame(kitchen)),
    ):
        pd.testing.assert_frame_equal(ours, named)
    monkeypatch.chdir(tmp_path)
    whole = (cliptrial.posts_frame, cliptrial.snapshots_frame, cliptrial.experiments_frame, cliptrial.learned_frame)
    of_one = (partial(one, "x") for one in (cliptrial.schedule_frame, cliptrial.observations_frame))
    for asked in (*whole, *of_one):
        with pytest.raises(RegistryError, match=f"^{tmp_path.name} is not in a workspace"):
            asked()


def test_an_empty_workspace_gives_the_same_columns(kitchen: Path, tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws/workspace.yaml").write_text("accounts: {demo: {timezone: Europe/Berlin}}\n", encoding="utf-8")
    for full, empty in (
        (cliptrial.experiments_frame(kitchen), cliptrial.experiments_frame("ws")),
        (cliptrial.posts_frame(workspace=kitchen), cliptrial.posts_frame(workspace="ws")),
        (cliptrial.snapshots_frame(workspace=kitchen), cliptrial.snapshots_frame(workspace="ws")),
        (cliptrial.learned_frame(kitchen), cliptrial.learned_frame("ws")),
        (cliptrial.learn(kitchen).to_frame("experiments"), cliptrial.learn("ws").to_frame("experiments")),
    ):
        assert len(full)
        assert len(empty) == 0
        assert kinds(full) == kinds(empty)
    nothing = "No experiment counts yet: one does once its plan was locked and its posts reached the measuring age."
    assert cliptrial.learn("ws").summary("en") == nothing


@pytest.mark.parametrize(
    "read",
    [
        cliptrial.experiments_frame,
        cliptrial.posts_frame,
        cliptrial.snapshots_frame,
        partial(cliptrial.schedule_frame, "question-hook"),
        partial(cliptrial.observations_frame, "question-hook"),
        cliptrial.learned_frame,
    ],
)
def test_the_workspace_is_the_one_around_the_current_folder_where_none_is_named(
    kitchen: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[..., pd.DataFrame]
) -> None:
    assert inspect.signature(read).parameters["workspace"].default == "."  # any folder that is not there would do, too
    monkeypatch.chdir(kitchen)
    here = read()
    assert len(here)
    pd.testing.assert_frame_equal(here, read(workspace=kitchen))
