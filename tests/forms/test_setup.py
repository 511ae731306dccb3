"""The set-up: clients, accounts and tables of tools, from an empty folder on; nothing typed is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.forms.press import marked, press, text_of

from cliptrial.forms.session import Session
from cliptrial.forms.steps.idea import IdeaStep
from cliptrial.forms.steps.setup import SetupStep
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.setup import unwritten
from cliptrial.registry.workspace import Workspace

PNG = b"\x89PNG\r\n" + bytes(20)
TOOL = "URL,Publicado,Visualizaciones,Me gusta\nhttps://www.tiktok.com/@a/video/7632728053185436481,x,9,1\n"


def fill(step: SetupStep, part: str, **typed: object) -> None:
    for name, value in typed.items():
        step.fields[f"{part}.{name}"].value = value


def upload(step: SetupStep, name: str, *files: tuple[str, bytes]) -> None:
    when = {"type": "", "last_modified": datetime(2026, 11, 2, tzinfo=UTC)}
    step.fields[name].value = tuple(
        {**when, "name": file, "size": len(content), "content": memoryview(content)} for file, content in files
    )


@pytest.fixture
def begun(tmp_path: Path) -> SetupStep:
    """An empty folder with a client and an account typed in."""
    step = SetupStep(Session(unwritten(tmp_path / "new")))
    fill(step, "clients", name="Hotel Adler", calls=("tue",), colour="0B6E6E")
    fill(step, "accounts", handle="@hotel.adler", followers="14.000", sources="app", reads="Anna")
    return step


def test_an_empty_folder_becomes_a_workspace_with_a_client_and_an_account(begun: SetupStep, tmp_path: Path) -> None:
    idea = IdeaStep(begun.session)
    assert "First set up a client and an account" in text_of(idea)
    press(begun, "Set up this folder")
    workspace = load_workspace(tmp_path / "new")
    client, account = workspace.clients["hotel_adler"], workspace.accounts["hotel_adler"]
    assert (client.name, client.calls, client.colour) == ("Hotel Adler", ("tue",), "#0B6E6E")
    assert (account.client, account.handle, account.followers) == ("hotel_adler", "hotel.adler", 14_000)
    assert (account.sources, account.reads) == (("numbers",), "Anna")
    assert "title" in idea.fields, "the next step goes on at once"


def test_every_mistake_is_marked_at_once_and_nothing_is_written_or_lost(begun: SetupStep, tmp_path: Path) -> None:
    begun.session.speak("de")
    fill(begun, "clients", colour="rot")
    fill(begun, "accounts", timezone="Berlin", followers="viele")
    upload(begun, "clients.logo", ("logo.gif", b"GIF89a"))
    press(begun, "Diesen Ordner einrichten")
    assert marked(begun) == ["clients.colour", "clients.logo", "accounts.timezone", "accounts.followers"]
    assert "Europe/Berlin" in text_of(begun)
    assert begun.value("accounts.reads") == "Anna"
    assert not (tmp_path / "new" / "workspace.yaml").exists()


def test_a_client_is_changed_and_half_an_account_stays_typed(begun: SetupStep) -> None:
    press(begun, "Set up this folder")
    fill(begun, "accounts", handle="halb")
    fill(begun, "clients", which="hotel_adler")
    assert (begun.value("clients.name"), begun.value("clients.calls")) == ("Hotel Adler", ("tue",))
    fill(begun, "clients", name="Adler", calls=("mon", "fri"))
    upload(begun, "clients.logo", ("logo.png", PNG))
    press(begun, "Save the client")
    client = load_workspace(begun.session.workspace.root).clients["hotel_adler"]
    assert (client.name, client.calls, client.colour) == ("Adler", ("mon", "fri"), "#0B6E6E")
    assert (begun.session.workspace.root / str(client.logo)).read_bytes() == PNG
    assert begun.value("accounts.handle") == "halb"


def test_a_second_account_with_the_handle_of_the_first_is_called_by_its_platform(begun: SetupStep) -> None:
    press(begun, "Set up this folder")
    fill(begun, "accounts", handle="hotel.adler", platform="instagram", sources="exports")
    press(begun, "Save the account")
    account = begun.session.workspace.accounts["hotel_adler_instagram"]
    assert (account.platform, account.sources) == ("instagram", ("instagram_business_suite", "numbers"))
    fill(begun, "accounts", handle="hotel.adler", platform="instagram")
    press(begun, "Save the account")
    assert marked(begun) == ["accounts.handle"]


def test_sources_that_the_form_does_not_know_stay(demo: Workspace) -> None:
    text = (demo.root / "workspace.yaml").read_text("utf-8").replace("[studio, numbers]", "[business_suite, numbers]")
    (demo.root / "workspace.yaml").write_text(text, encoding="utf-8")
    step = SetupStep(Session(load_workspace(demo.root)))
    fill(step, "accounts", which="kitchen_demo", films="Ben")
    press(step, "Save the account")
    account = step.session.workspace.accounts["kitchen_demo"]
    assert (account.films, account.sources) == ("Ben", ("business_suite", "numbers"))
    assert "# recipes, every evening" in (demo.root / "workspace.yaml").read_text("utf-8")


def test_archiving_a_client_says_what_goes_on(demo: Workspace) -> None:
    step = SetupStep(Session(demo))
    fill(step, "clients", name="Kitchen")
    press(step, "Save the client")
    fill(step, "accounts", which="kitchen_demo", client="kitchen")
    press(step, "Save the account")
    fill(step, "clients", which="kitchen", archived=True)
    press(step, "Save the client")
    said = text_of(step)
    assert "Kitchen is archived: nothing new is planned. What is planned or running goes on" in said
    assert "Question hook" not in said.partition("is archived")[2], "what is decided is over"
    fill(step, "clients", which="kitchen", name="Kitchen!")
    press(step, "Save the client")
    assert "is archived:" not in text_of(step), "told once, when it happens"


def test_an_account_whose_experiment_would_be_of_two_clients_stays_with_its_client(demo: Workspace) -> None:
    plan = demo.experiments_dir / "question-hook" / "experiment.yaml"
    plan.write_text(plan.read_text("utf-8").replace("[kitchen_demo]", "[kitchen_demo, kitchen_demo_bakes]"), "utf-8")
    step = SetupStep(Session(demo))
    fill(step, "clients", name="Kitchen")
    press(step, "Save the client")
    fill(step, "accounts", which="kitchen_demo", client="kitchen")
    press(step, "Save the account")
    assert marked(step) == ["accounts.client"]
    assert load_workspace(demo.root).accounts["kitchen_demo"].client is None


def test_columns_of_a_tool_are_said_once_and_the_file_is_enough_from_then_on(begun: SetupStep) -> None:
    press(begun, "Set up this folder")
    later = TOOL.replace("Visualizaciones", "Plays")
    upload(begun, "tables.file", ("metricool_2026.csv", TOOL.encode()), ("later.csv", later.encode()))
    assert [begun.value(f"tables.{key}") for key in ("link", "views", "likes", "saves")] == [
        "URL",
        "Visualizaciones",
        "Me gusta",
        "",
    ]
    fill(begun, "tables", link="")
    press(begun, "Remember the columns")
    assert marked(begun) == ["tables.link"]
    fill(begun, "tables", link="URL", posted_at="")
    press(begun, "Remember the columns")
    kept = {"metricool": {"link": "URL", "views": "Visualizaciones", "likes": "Me gusta"}}
    kept["later"] = kept["metricool"] | {"views": "Plays"}
    assert load_workspace(begun.session.workspace.root).tables == {"hotel_adler": kept}
    assert begun.session.workspace.tables == {"hotel_adler": kept}


def test_a_file_that_is_no_table_is_said_and_the_form_stays(begun: SetupStep) -> None:
    press(begun, "Set up this folder")
    fill(begun, "accounts", handle="halb")
    upload(begun, "tables.file", ("logo.xlsx", PNG))
    assert "ct-bad" in text_of(begun)
    assert begun.value("accounts.handle") == "halb"


def test_a_file_that_somebody_broke_meanwhile_is_named_with_its_line(begun: SetupStep) -> None:
    press(begun, "Set up this folder")
    fill(begun, "clients", name="Kino")
    (begun.session.workspace.root / "workspace.yaml").write_text("accounts: [oops", encoding="utf-8")
    press(begun, "Save the client")
    assert "workspace.yaml:1: The [ is never closed." in text_of(begun)
    assert begun.value("clients.name") == "Kino"


@pytest.mark.parametrize(
    ("handle", "kept"), [("https://www.tiktok.com/@hotel.adler/", "hotel.adler"), ("@a_b", "a_b"), ("our hotel", None)]
)
def test_a_handle_is_taken_from_a_link_and_a_sentence_is_none(begun: SetupStep, handle: str, kept: str | None) -> None:
    fill(begun, "accounts", handle=handle)
    press(begun, "Set up this folder")
    assert marked(begun) == ([] if kept else ["accounts.handle"])
    if kept:
        assert [one.handle for one in begun.session.workspace.accounts.values()] == [kept]


def test_a_client_chooses_its_three_numbers_and_two_are_too_few(begun: SetupStep) -> None:
    """By their names in the language of the form; a kind of account stands for all three."""
    press(begun, "Set up this folder")
    fill(begun, "clients", which="hotel_adler", first="reach", second="roas")
    press(begun, "Save the client")
    assert "A page has three numbers, and these are 2" in text_of(begun)
    assert marked(begun) == ["clients.first"]
    fill(begun, "clients", third="conversion_rate")
    press(begun, "Save the client")
    root = begun.session.workspace.root
    assert load_workspace(root).clients["hotel_adler"].numbers == ("reach", "roas", "conversion_rate")
    assert "Orders per 1,000 views" in dict(begun.fields["clients.third"].widget.options)
    fill(begun, "clients", which="hotel_adler")
    assert [begun.value(f"clients.{key}") for key in ("first", "second", "third")] == [
        *("reach", "roas", "conversion_rate")
    ]
    fill(begun, "clients", first="brand", second="", third="")
    press(begun, "Save the client")
    assert load_workspace(root).clients["hotel_adler"].numbers == ("brand",)


def test_a_client_says_when_its_numbers_are_talked_through(begun: SetupStep) -> None:
    """A day alone is refused beside it, at once with two numbers where a page has three."""
    press(begun, "Set up this folder")
    fill(begun, "clients", which="hotel_adler", review_day="thu", first="reach", second="roas")
    press(begun, "Save the client")
    assert marked(begun) == ["clients.first", "clients.review_day"]
    fill(begun, "clients", first="", second="", review="monthly")
    press(begun, "Save the client")
    client = load_workspace(begun.session.workspace.root).clients["hotel_adler"]
    assert (client.review, client.review_day) == ("monthly", "thu")
    fill(begun, "clients", which="hotel_adler")
    assert [begun.value(f"clients.{key}") for key in ("review", "review_day")] == ["monthly", "thu"]
