"""Clients and accounts on the command line write what the form writes, and list it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cliptrial.cli.entry import run
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.scaffold import init_workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return init_workspace(tmp_path / "ws", accounts={"own": {"timezone": "Europe/Berlin"}}).root


def done(root: Path, *words: str) -> int:
    return run([*words, "--workspace", str(root)])


def test_a_client_and_its_account_are_added_changed_and_archived(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logo.svg").write_text("<svg/>", encoding="utf-8")
    logo = str(tmp_path / "logo.svg")
    assert done(root, "clients", "Hotel Adler", "--colour", "0b6e6e", "--call", "tue", "--logo", logo) == 0
    assert done(root, "accounts", "bar", "--client", "Hotel Adler", "--timezone", "Europe/Vienna", "--reads", "Jo") == 0
    assert done(root, "accounts", "bar", "--reads", "", "--followers", "1.200") == 0
    workspace = load_workspace(root)
    client, account = workspace.clients["hotel_adler"], workspace.accounts["bar"]
    assert (client.name, client.colour, client.calls) == ("Hotel Adler", "#0b6e6e", ("tue",))
    assert (root / str(client.logo)).read_text("utf-8") == "<svg/>"
    assert (account.client, account.reads, account.followers) == ("hotel_adler", None, 1_200)
    capsys.readouterr()
    assert done(root, "clients", "hotel_adler", "--archive", "--lang", "de") == 0
    assert "Hotel Adler ist archiviert: Neues wird nicht mehr geplant" in capsys.readouterr().err
    assert done(root, "clients", "--json") == 0
    assert [one["archived"] for one in json.loads(capsys.readouterr().out)["clients"]] == [True]
    assert done(root, "clients", "hotel_adler", "--no-archive") == 0
    assert not load_workspace(root).clients["hotel_adler"].archived


def test_lists_name_whose_each_account_is(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert done(root, "clients") == 0
    assert "There is no client yet" in capsys.readouterr().err
    done(root, "clients", "Kino")
    done(root, "accounts", "own", "--client", "kino")
    capsys.readouterr()
    assert done(root, "clients") == 0
    assert capsys.readouterr().out.splitlines()[1].split() == ["kino", "Kino", "own"]
    assert done(root, "accounts") == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:3] == ["own", "kino", "tiktok"]
    assert done(root, "accounts", "--json") == 0
    assert json.loads(capsys.readouterr().out)["accounts"][0]["client"] == "kino"


@pytest.mark.parametrize(("options", "says"), [(["--no-teach"], (False, True)), (["--no-learn"], (True, False))])
def test_a_client_that_keeps_its_numbers_or_wants_no_others_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], says: tuple[bool, bool]
) -> None:
    """And takes it back."""
    text = "clients: {kino: {name: Kino}}\naccounts: {kino: {timezone: Europe/Berlin, client: kino}}\n"
    (tmp_path / "workspace.yaml").write_text(text, encoding="utf-8")
    for given, (teaches, learns) in ((options, says), (["--teach", "--learn"], (True, True))):
        assert run(["clients", "kino", *given, "--json", "--workspace", str(tmp_path)]) == 0
        told = json.loads(capsys.readouterr().out)
        one = load_workspace(tmp_path).clients["kino"]
        assert (told["teaches"], told["learns"]) == (one.teaches, one.learns) == (teaches, learns)


def test_when_numbers_are_talked_through_is_agreed_and_taken_back(root: Path) -> None:
    assert done(root, "clients", "Kino", "--review", "monthly", "--review-day", "tue") == 0
    kino = load_workspace(root).clients["kino"]
    assert (kino.review, kino.review_day) == ("monthly", "tue")
    assert done(root, "clients", "kino", "--review", "", "--review-day", "") == 0
    kino = load_workspace(root).clients["kino"]
    assert (kino.review, kino.review_day) == (None, None)
