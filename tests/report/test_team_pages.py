"""What is handed to the team and the client, and the week over all clients: as files that ask for nothing."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.german import english_in
from tests.report import team_texts
from tests.report.reading import clean

from cliptrial.planning.periods import Outlook, Price
from cliptrial.posts.week.agenda import KINDS, agenda
from cliptrial.posts.week.briefing import Briefing, filming_day
from cliptrial.posts.week.next_step import next_step
from cliptrial.posts.week.overview import overviews
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.accounts import Account
from cliptrial.registry.decisions import decide
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.plan.approval import approve
from cliptrial.registry.plan.links import write_links
from cliptrial.registry.plan.lock import lock
from cliptrial.registry.plan.schedule_files import read_schedule, write_schedule
from cliptrial.registry.plan.tracked import tracked_link
from cliptrial.registry.scaffold import new_experiment
from cliptrial.registry.workspace import Workspace
from cliptrial.report.team.handed_pages import write_handed
from cliptrial.report.team.monday_page import write_monday_page
from cliptrial.report.team.weeks_ahead import sentences
from cliptrial.rotation.draw import draw_schedule

WORKSPACE = """\
language: de
brand: {name: Studio Nord}
clients:
  adler: {name: "Hotel <Adler>", calls: [tue]}
  kino: {name: Kino, language: en}
accounts:
  adler:
    timezone: Europe/Berlin
    client: adler
    films: Mara
    posts: Jonas
    reads: Tim
    filming_days: [tue, fri]
    link: "https://adler.de/zimmer?a=1&utm_content=x#oben"
  kino: {timezone: Europe/Berlin, client: kino, platform: instagram}
"""
TODAY = date(2026, 3, 9)
LISTS = {"film": "Drehen", "post": "Posten", "read": "Ablesen", "decide": "Entscheiden", "send": "An den Kunden"}
LISTS |= {"review": "Mit dem Kunden besprechen"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "workspace.yaml").write_text(WORKSPACE, encoding="utf-8")
    return load_workspace(tmp_path)


def planned(
    workspace: Workspace, slug: str, start: date, account: str, *, locked: bool = True, **more: object
) -> Loaded:
    """Eight posts, one a day, with topics."""
    draft = Draft(title=f"Titel {slug}", statement="Fragen halten.", variable="hook", start=start, accounts=[account])
    arms = {"control": "Aussage", "variants": ["Frage & mehr"], "posts_per_arm": 4, "hold_constant": ["sound", "slot"]}
    new_experiment(workspace, slug, draft.but(**{**arms, **more}))
    loaded = load_experiment(slug, workspace)
    schedule = draw_schedule(loaded.experiment, topics=[f"Thema {n}" for n in range(8)])
    write_schedule(loaded.folder, schedule)
    if locked:
        lock(loaded, schedule, date(2026, 2, 20))
    return loaded


@pytest.fixture
def week(workspace: Workspace) -> Workspace:
    """One experiment in the middle of its posts, one that waits for the client, one whose posts are all out."""
    running = planned(workspace, "frage", date(2026, 3, 2), "adler")
    write_links(running.folder, {n: f"https://vm.tiktok.com/{n}/" for n in range(1, 7)})
    planned(workspace, "kino-frage", date(2026, 3, 16), "kino", locked=False)
    out = planned(workspace, "alt", date(2026, 2, 23), "adler")
    write_links(out.folder, {n: f"https://vm.tiktok.com/o{n}/" for n in range(1, 9)})
    return workspace


def monday(workspace: Workspace, lang: str = "de", today: date = TODAY) -> str:
    standing, problems = overviews(workspace, None, today)
    assert problems == []
    path = write_monday_page(workspace, standing, workspace.root / "monday.html", lang=lang, today=today)
    return path.read_text(encoding="utf-8")


def asks_for_nothing(html: str) -> None:
    assert re.findall(r"<script|<link|<iframe|@import|url\(|\bon\w+=", html) == []
    assert set(re.findall(r'src="(.{0,5})', html)) <= {"data:"}
    assert "default-src 'none'" in html


def shown(html: str) -> str:
    return re.sub(r"<style>.*?</style>|<code>.*?</code>|<[^>]+>", " ", html, flags=re.DOTALL)


def test_the_week_has_six_lists_for_all_clients(week: Workspace) -> None:
    """Each row with client, person, day and what does it; what is late is today's and marked."""
    standing, _ = overviews(week, None, TODAY)
    assert list(agenda(week, standing, TODAY)) == list(KINDS)
    html = monday(week)
    assert all(title in html for title in LISTS.values())
    assert "Hotel &lt;Adler&gt; · @adler · Tim" in html
    assert "<code>cliptrial ingest experiments/frage/numbers.xlsx</code>" in html
    assert "Schritt 3: Zahlen" in html


def test_the_week_has_each_row_from_the_day_on_which_it_comes_within_seven_days(week: Workspace) -> None:
    """Posts from 23 February (alt), 2 (frage) and 16 March on, read a week later, on Mondays, Wednesdays and Fridays.

    The client Adler is called on Tuesdays. What is not planned, or cannot be read, is in no list.
    """
    planned(week, "spaet", date(2026, 3, 16), "adler", locked=False)
    broken = planned(week, "kaputt", date(2026, 3, 9), "adler")
    (broken.folder / "posts.csv").write_text("position,link\nx,y\n", encoding="utf-8")
    (broken.folder.parent / "neu").mkdir()
    text = (broken.folder / "experiment.yaml").read_text(encoding="utf-8")
    (broken.folder.parent / "neu" / "experiment.yaml").write_text(text, encoding="utf-8")
    told = []
    for today in (TODAY, date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 17)):
        told.append(f"===== {today:%d.%m.}")
        standing, problems = overviews(week, None, today)
        assert [one.code for one in problems] == ["links"]
        standing = [replace(one, state="ready") if one.slug == "alt" and today.day == 17 else one for one in standing]
        for kind, rows in agenda(week, standing, today).items():
            for row in rows:
                who = f"{row.client} @{row.account} {row.person}"
                told.append(f"{kind} {row.experiment}, {row.on:%d.%m.}{' late' * row.late}: {who}: {row.title}")
                told.append(f"  {row.command}, step {row.step}")
                told += [f"  {day:%d.%m.}: {what}" for day, what in row.what]
    assert "\n".join([*told, ""]) == (team_texts.FOLDER / "week.txt").read_text(encoding="utf-8")


def test_the_next_step_of_a_plan_is_the_clients_word(week: Workspace) -> None:
    loaded, today = load_experiment("kino-frage", week), date(2026, 3, 10)

    def step() -> str:
        (one,), _ = overviews(week, ["kino-frage"], today)
        found = next_step(one, week, today)
        assert found is not None
        assert found.on == date(2026, 3, 16)
        return str(found.what)

    assert step() == "cliptrial team kino-frage for the client, then cliptrial approve kino-frage, then lock kino-frage"
    approve(loaded, read_schedule(loaded.folder), by="Lea", when=today, changed="Kein Montag.")
    assert step().startswith("change the plan as the client wished")
    approve(loaded, read_schedule(loaded.folder), by="Lea", when=today)
    assert step() == "cliptrial lock kino-frage"


def test_numbers_of_the_reading_day_or_later_take_a_row_away(week: Workspace) -> None:
    standing, _ = overviews(week, None, TODAY)
    read = [type(one)(one.standing, one.state, {"adler": TODAY}) for one in standing]
    on = {row.experiment: row.on for row in agenda(week, read, TODAY)["read"]}
    assert on == {"frage": date(2026, 3, 11)}


def test_a_decision_of_this_week_is_sent_and_an_older_one_is_not(week: Workspace) -> None:
    decide(week.experiments_dir / "alt", who="Mara", when=TODAY, what="ship", why="Besser.")
    for today, wanted in ((TODAY, ["alt", "kino-frage"]), (date(2026, 3, 17), [])):
        rows = agenda(week, overviews(week, None, today)[0], today)
        assert sorted(row.experiment for row in rows["send"]) == wanted
        assert "alt" not in {row.experiment for kind in KINDS[:4] for row in rows[kind]}


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_page_asks_for_nothing_and_is_the_same_for_a_day(week: Workspace, lang: str) -> None:
    html = monday(week, lang)
    assert html == monday(week, lang)
    asks_for_nothing(html)
    briefing = Briefing.of(week, load_experiment("frage", week))
    written = write_handed(week, briefing, week.root / "reports", lang=lang, since=TODAY)
    names = [f"{name}_{lang}.html" for name in ("filming", "posting", "plan")]
    assert [path.name for path in written] == [*names, "metricool.csv", "publer.csv"]
    pages = [path.read_text(encoding="utf-8") for path in written[:3]]
    for page in pages:
        asks_for_nothing(page)
        assert f'<html lang="{lang}">' in page
    if lang == "de":
        assert [
            english_in(line) for page in [html, *pages] for line in shown(page).splitlines() if english_in(line)
        ] == []
    before = [path.read_bytes() for path in written]
    write_handed(week, briefing, week.root / "reports", lang=lang, since=TODAY)
    assert [path.read_bytes() for path in written] == before


def test_a_filming_list_goes_by_day_of_filming_and_says_what_must_stay(week: Workspace) -> None:
    (week.experiments_dir / "frage" / "codes.csv").write_text("position,code\n1,ADLER1\n", encoding="utf-8")
    page = written(week, "filming")
    assert re.findall(r"<h2>Gedreht bis (.*?)</h2>", page) == ["Fr 27. Februar", "Di 3. März", "Fr 6. März"]
    assert "Bitte nicht ändern: den Sound und die Uhrzeit." in page
    assert page.count('<input type="checkbox">') == 16
    assert page.count("ADLER1") == 1
    assert len(re.findall(r"Hook: <b>(Aussage|Frage &amp; mehr)</b>", page)) == 8


def written(workspace: Workspace, name: str) -> str:
    briefing = Briefing.of(workspace, load_experiment("frage", workspace))
    paths = write_handed(workspace, briefing, workspace.root / "reports", lang=None, since=TODAY)
    return next(path for path in paths if path.name.startswith(name)).read_text(encoding="utf-8")


@pytest.mark.parametrize(("posted", "day"), [("2026-03-02", "2026-02-27"), ("2026-03-03", "2026-02-27")])
def test_a_post_is_filmed_on_the_last_filming_day_before_it(posted: str, day: str) -> None:
    account = Account(timezone="UTC", filming_days=("tue", "fri"))
    assert filming_day(account, date.fromisoformat(posted)) == date.fromisoformat(day)
    assert filming_day(Account(timezone="UTC"), date(2026, 3, 6)) == date(2026, 2, 27)


def test_a_posting_calendar_has_the_link_of_each_post(week: Workspace) -> None:
    page = written(week, "posting")
    links = re.findall(r"<code>(https[^<]*)</code>", page)
    assert len(links) == len(set(links)) == 8
    assert links[0] == (
        "https://adler.de/zimmer?a=1&amp;utm_source=tiktok&amp;utm_medium=social&amp;utm_campaign=frage"
        "&amp;utm_content=1#oben"
    )


def test_the_experiments_own_link_goes_before_the_accounts(workspace: Workspace) -> None:
    own = planned(workspace, "eigen", date(2026, 3, 2), "adler", link="https://adler.de/spa")
    none = planned(workspace, "ohne", date(2026, 3, 2), "kino")
    link, nothing = (tracked_link(workspace, one, read_schedule(one.folder).positions[0]) for one in (own, none))  # type: ignore[union-attr]
    assert (link or "").startswith("https://adler.de/spa?utm_source=tiktok")
    assert nothing is None


def test_a_plan_waits_is_changed_and_approved_and_waits_again_once_it_differs(week: Workspace) -> None:
    loaded = load_experiment("frage", week)
    schedule = read_schedule(loaded.folder)
    assert "Wartet auf Freigabe" in written(week, "plan")
    approve(loaded, schedule, by="Frau Adler", when=date(2026, 2, 25), changed="Bitte <nicht> sonntags.")
    page = written(week, "plan")
    assert "Auf Wunsch geändert" in page
    assert "Frau Adler, 25. Februar 2026: Bitte &lt;nicht&gt; sonntags." in page
    assert "Wir arbeiten den Wunsch ein" in page
    approve(loaded, schedule, by="Frau Adler", when=date(2026, 2, 26))
    page = written(week, "plan")
    assert "Freigegeben" in page
    assert page.index("Änderung gewünscht") < page.index("26. Februar 2026, Frau Adler: freigegeben")
    file = (loaded.folder / "approval.yaml").read_text(encoding="utf-8")
    write_schedule(loaded.folder, draw_schedule(loaded.experiment, topics=[f"Anderes {n}" for n in range(8)]))
    assert "Freigegeben" in written(week, "plan")  # topics may still be filled in
    changed = loaded.experiment.model_copy(update={"design": loaded.experiment.design.model_copy(update={"seed": 99})})
    write_schedule(loaded.folder, draw_schedule(changed))
    assert "Wartet auf Freigabe" in written(week, "plan")
    assert (loaded.folder / "approval.yaml").read_text(encoding="utf-8") == file
    approve(loaded, schedule, by="Frau Adler", when=date(2026, 2, 27), changed="Später.")
    assert "Der Plan ist auf Wunsch geändert." in written(week, "plan")


def test_a_clients_plan_speaks_the_clients_language_and_names_no_other_client(week: Workspace) -> None:
    briefing = Briefing.of(week, load_experiment("kino-frage", week))
    paths = write_handed(week, briefing, week.root / "reports", lang=None, since=TODAY)
    assert [path.name for path in paths[:3]] == ["filming_de.html", "posting_de.html", "plan_en.html"]
    plan = paths[2].read_text(encoding="utf-8")
    assert "Waiting for approval" in plan
    assert "Adler" not in plan


def test_other_tools_get_drafts_from_a_day_on_with_their_own_columns(week: Workspace) -> None:
    """Metricool finds its columns by name; Publer wants its twelve, in order, and a colon in the time."""
    written(week, "plan")
    folder = week.root / "reports" / "frage"
    texts = {name: (folder / f"{name}.csv").read_text(encoding="utf-8") for name in ("metricool", "publer")}
    metricool, publer = (list(csv.DictReader(io.StringIO(text))) for text in texts.values())
    assert len(metricool) == len(publer) == 1  # the last of eight posts
    assert texts["publer"].splitlines()[0] == (
        "Date,Text,Link(s),Media URL(s),Title,Label(s),Alt text(s),Comment(s),Board/Album,Post subtype,CTA,Reminder"
    )
    (post,), (other,) = metricool, publer
    on = {name for name, value in post.items() if value == "TRUE"}
    assert (post["Date"], post["Time"], on, post["Shortener"]) == (
        "2026-03-09",
        "18:00:00",
        {"Draft", "TikTok"},
        "FALSE",
    )
    assert "utm_content=8" in post["Text"]
    assert (other["Date"], other["Label(s)"].split(",")[0]) == ("2026-03-09 18:00", "frage")
    assert "utm_content=8" in other["Link(s)"]


@pytest.mark.parametrize("name", team_texts.PAGES)
def test_a_plan_is_handed_on_in_these_words(tmp_path: Path, name: str) -> None:
    """Of weeks nothing is said of posts; who reads ``#1`` sees the colour of the first variant."""
    assert team_texts.texts(name, tmp_path) == (team_texts.FOLDER / f"{name}.txt").read_text(encoding="utf-8")


AHEAD = Outlook(6, 0.5, 9, 0.4, 0.1, 40, 0.031, 12, 80, None, Price(None, None, None, 0))
TAKES = ["To find +10 % reliably takes 40 pairs: 80 weeks like this."]
OPEN = ["What it costs: half of the weeks have it and half do not, whether it helps or not."]
UNPRICED = "What a post takes is not written down yet: `cliptrial money add`."


@pytest.mark.parametrize(
    ("differs", "price", "takes", "known", "costs"),
    [
        ({}, Price(None, None, None, 0), TAKES, 9, OPEN),
        ({"weeks_of_all": 30}, Price(None, None, None, 12.5),
         [*TAKES, "With all accounts of the client at once it takes 30 weeks."], 9,
         [*OPEN, "Ads and other costs of its own: €12.50."]),
        ({"pairs_needed": None, "weeks_needed": None, "weeks_of_all": 30, "known": 0}, Price(0, None, None, 0),
         ["To find +10 % reliably would take more than 400 pairs."], 0,
         ["What it costs, whether it helps or not: 0 posts more than usual."]),
        ({}, Price(1200, 2400.5, 96_020.0, 0), TAKES, 9,
         ["What it costs, whether it helps or not: 1,200 posts more than usual.",
          "That is 2,400.5 hours of work, €96,020.00."]),
        ({}, Price(-6, None, None, 0), TAKES, 9,
         ["What it costs, whether it helps or not: 6 posts fewer than usual.", UNPRICED]),
        ({}, Price(1, 2.0, None, 0), TAKES, 9,
         ["What it costs, whether it helps or not: 1 posts more than usual.", UNPRICED]),
    ],
)  # fmt: skip
def test_a_plan_of_weeks_says_what_it_can_find_and_costs(
    differs: dict[str, object], price: Price, takes: list[str], known: int, costs: list[str]
) -> None:
    past = f"Worked out from {known} pairs of neighbouring periods of the past."
    usual = "Worked out from experience: hand in the days of the account, so that its own weeks count."
    said = [clean(str(line)) for line in sentences(replace(AHEAD, price=price, **differs), "en", "EUR")]  # type: ignore[arg-type]
    assert said == [
        "12 weeks on each account make 6 pairs. Four of five such experiments find a change of +40 %.",
        *takes,
        "The smallest p that so many pairs allow is .031.",
        past if known else usual,
        *costs,
    ]
