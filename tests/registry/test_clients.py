"""Clients: whose accounts, experiments and pages are apart from everybody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from cliptrial.errors import RegistryError
from cliptrial.posts.declared import NAMES
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.scaffold import new_experiment
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.settings import put_settings

TWO_CLIENTS = """\
clients:
  adler: {name: Hotel Adler, colour: "#0b6e6e", language: de, calls: [tue]}
  kino: {name: Kino am Markt, archived: true}
accounts:
  adler: {client: adler, timezone: Europe/Berlin, platform: instagram, films: Anna, posts: Ben, reads: Anna}
  adler_bar: {client: adler, timezone: Europe/Berlin}
  kino: {client: kino, timezone: Europe/Berlin}
  own: {timezone: Europe/Berlin}
"""


@pytest.fixture
def two(tmp_path: Path) -> Workspace:
    (tmp_path / "workspace.yaml").write_text(TWO_CLIENTS, encoding="utf-8")
    return load_workspace(tmp_path)


def test_an_account_says_whose_it_is_and_who_works_for_it(two: Workspace) -> None:
    adler = two.accounts["adler"]
    assert (adler.platform, adler.films, adler.posts, adler.reads) == ("instagram", "Anna", "Ben", "Anna")
    assert two.clients["adler"].calls == ("tue",)
    assert [two.client_of([name]) for name in two.accounts] == ["adler", "adler", "kino", None]
    assert [two.language_of(client) for client in ("adler", "kino", None)] == ["de", "en", "en"]


@pytest.mark.parametrize(
    ("accounts", "problems"),
    [
        (("adler", "adler_bar"), []),
        (("own",), []),
        (("adler", "own"), ["two_clients: The accounts belong to adler, no client; an experiment is of one client"]),
        (("kino",), ['archived: "kino" belongs to kino, who is archived']),
        (
            ("adler", "kino"),
            [
                "two_clients: The accounts belong to adler, kino; an experiment is of one client",
                'archived: "kino" belongs to kino, who is archived',
            ],
        ),
    ],
)
def test_an_experiment_is_of_one_client_for_whom_something_is_planned(
    two: Workspace, accounts: tuple[str, ...], problems: list[str]
) -> None:
    draft = Draft(
        title="Question", statement="A question holds.", because="It asks.", variable="hook", accounts=accounts
    )
    draft = draft.but(control={"id": "plain", "value": "A"}, variants=({"id": "question", "value": "B?"},))
    try:
        new_experiment(two, "question", draft)
        found = []
    except RegistryError as error:
        found = [f"{p.code}: {p.what}" for p in error.problems]
    assert found == problems


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\x89PNG\r\n" + bytes(199_994), None),
        (b"\x89PNG\r\n" + bytes(199_995), 'The logo "logo.png" is larger than 200 kB'),
        (b"\xff\xd8\xff", None),
        (b"GIF89a", 'The logo "logo.png" is no PNG, JPEG or SVG'),
    ],
)
def test_a_logo_is_a_picture_that_a_page_can_carry(tmp_path: Path, content: bytes, problem: str | None) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    text = TWO_CLIENTS.replace("archived: true", "logo: logo.png")
    (tmp_path / "workspace.yaml").write_text(text, encoding="utf-8")
    if problem is None:
        assert load_workspace(tmp_path).clients["kino"].logo == "logo.png"
        return
    with pytest.raises(RegistryError) as caught:
        load_workspace(tmp_path)
    assert [one.what for one in caught.value.problems] == [problem]


def test_an_experiment_that_runs_stays_when_its_client_is_archived(two: Workspace) -> None:
    """Only what is new is refused."""
    draft = Draft(title="Q", statement="A question holds.", because="It asks.", variable="hook", accounts=("adler",))
    draft = draft.but(control={"id": "plain", "value": "A"}, variants=({"id": "question", "value": "B?"},))
    folder = new_experiment(two, "question", draft).parent
    (two.root / "workspace.yaml").write_text(TWO_CLIENTS.replace("calls: [tue]", "archived: true"), encoding="utf-8")
    later = load_workspace(two.root)
    assert load_experiment(folder, later).experiment.accounts == ("adler",)


COMMENTED = """\
# Our agency.
accounts:
  adler:   # hotel
    timezone: "Europe/Berlin"
goals: [reach]  # the most important first
"""


@pytest.fixture
def commented(tmp_path: Path) -> Path:
    (tmp_path / "workspace.yaml").write_text(COMMENTED, encoding="utf-8")
    return tmp_path


def test_an_account_and_its_client_are_added_below_what_is_there(commented: Path) -> None:
    """Comments, quotes and order stay; what is put again is changed in its place, and None takes a key away."""
    kino = {"timezone": "Europe/Vienna", "sources": ["studio"], "client": "kino"}
    put_settings(commented, {"accounts": {"kino": kino}, "clients": {"kino": {"name": "Kino: Markt"}}}, NAMES)
    workspace = put_settings(commented, {"clients": {"kino": {"archived": True, "colour": None}}}, NAMES)
    assert (workspace.client_of(["kino"]), workspace.clients["kino"].archived) == ("kino", True)
    assert (commented / "workspace.yaml").read_text(encoding="utf-8") == COMMENTED.replace(
        "goals",
        "  kino:\n    timezone: Europe/Vienna\n    sources: [studio]\n    client: kino\ngoals",
    ) + "clients:\n  kino:\n    name: 'Kino: Markt'\n    archived: true\n"


def test_an_account_that_is_there_is_not_written_over(commented: Path) -> None:
    """With everything else that is wrong; the file stays."""
    entries = {"adler": {"timezone": "Wien"}, "bar": {"timezone": "Europe/Berlin", "client": "nobody"}}
    with pytest.raises(RegistryError) as caught:
        put_settings(commented, {"accounts": entries}, NAMES, new=("adler", "bar"))
    assert [(p.code, p.what) for p in caught.value.problems] == [
        ("exists", 'The workspace has an account "adler" already'),
        ("timezone", 'There is no time zone "Wien"'),
        ("unknown_client", 'There is no client "nobody"'),
    ]
    assert (commented / "workspace.yaml").read_text(encoding="utf-8") == COMMENTED
