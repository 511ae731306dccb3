"""The dates of a team as a calendar file: read by another parser, kept stable, told again only where they changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
import vobject

from cliptrial.errors import PlanError
from cliptrial.planning.calendar_file import CALENDAR, CHANGES, Entry, entries, write_calendar
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.plan.schedule_files import read_schedule, write_schedule
from cliptrial.registry.scaffold import new_experiment
from cliptrial.registry.workspace import Workspace
from cliptrial.rotation.draw import draw_schedule

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
WORKSPACE = """\
clients:
  adler: {name: "Hotel Adler, Köln", calls: [tue, fri]}
accounts:
  adler: {timezone: Europe/Berlin, client: adler}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "workspace.yaml").write_text(WORKSPACE, encoding="utf-8")
    return load_workspace(tmp_path)


@pytest.fixture
def planned(workspace: Workspace) -> Loaded:
    """Eight posts over the change to summer time on 29 March."""
    draft = Draft(title="Fragen; oder nicht?", statement="It holds.", variable="hook", start=dt.date(2026, 3, 25))
    arms = {
        "control": "Aussage",
        "variants": ["Frage"],
        "posts_per_arm": 4,
        "slots": ["18:00"],
        "hold_constant": ["sound"],
    }
    new_experiment(workspace, "hook", draft.but(**arms))  # type: ignore[arg-type]
    loaded = load_experiment("hook", workspace)
    write_schedule(loaded.folder, draw_schedule(loaded.experiment))
    return loaded


def write(folder: Path, dates: list[Entry], now: dt.datetime = NOW) -> list[str]:
    """The names of what was written, in English."""
    texts = {text: str(text) for date in dates for text in (date.summary, date.description)}
    return [path.name for path in write_calendar(folder, dates, texts=texts, now=now)]


def read(path: Path) -> dict[str, vobject.base.Component]:
    """By UID, as another program reads it."""
    calendar = vobject.readOne(path.read_text(encoding="utf-8"))
    assert (calendar.method.value, calendar.version.value) == ("PUBLISH", "2.0")
    assert calendar.prodid.value
    return {event.uid.value: event for event in calendar.vevent_list}


def test_another_program_reads_every_date(workspace: Workspace, planned: Loaded, tmp_path: Path) -> None:
    """Times in UTC on both sides of summer time; whole days; calls every week."""
    assert write(tmp_path / "out", entries(workspace, [planned])) == [CALENDAR]
    events = list(read(tmp_path / "out" / CALENDAR).values())
    schedule = read_schedule(planned.folder)
    assert schedule is not None
    posts = [event for event in events if event.summary.value.startswith("Post ")]
    starts = sorted(event.dtstart.value.astimezone(dt.UTC).strftime("%m-%d %H:%M") for event in posts)
    assert starts == [f"{p.date:%m-%d} {17 if p.date < dt.date(2026, 3, 29) else 16}:00" for p in schedule.positions]
    by_number = {event.summary.value.split(":")[0]: event for event in posts}
    for one in schedule.positions:
        arm = "Aussage" if one.arm == "aussage" else "Frage"
        event = by_number[f"Post {one.position}"]
        assert event.summary.value == f"Post {one.position}: {arm} (adler)"
        assert event.description.value.splitlines() == [
            "Fragen; oder nicht?",
            f"Variant: {arm}",
            "Please do not change: the sound",
        ]
    others = sorted((event.dtstart.value, event.summary.value) for event in events if event not in posts)
    reading = {event.dtstart.value: event.description.value for event in events if "Read off" in event.summary.value}
    assert reading == {
        dt.date(2026, 4, 1): "hook: 1, 2",
        dt.date(2026, 4, 3): "hook: 3, 4",
        dt.date(2026, 4, 6): "hook: 5, 6, 7",
        dt.date(2026, 4, 8): "hook: 8",
    }
    assert [(day, text) for day, text in others if "numbers" not in text] == [
        (dt.date(2026, 3, 27), "Call with Hotel Adler, Köln"),
        (dt.date(2026, 3, 31), "Call with Hotel Adler, Köln"),
        (dt.date(2026, 4, 9), "Decide: Fragen; oder nicht?"),
    ]
    calls = [event.rrule.value for event in events if hasattr(event, "rrule")]
    assert calls == ["FREQ=WEEKLY"] * 2
    lines = (tmp_path / "out" / CALENDAR).read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


def test_a_post_carries_its_tracked_link_and_its_code(workspace: Workspace, planned: Loaded, tmp_path: Path) -> None:
    file = workspace.root / "workspace.yaml"
    file.write_text(WORKSPACE.replace("client: adler}", "client: adler, link: https://adler.de}"), encoding="utf-8")
    (planned.folder / "codes.csv").write_text("position,code\n1,SUPPE\n", encoding="utf-8")
    write(tmp_path / "out", entries(load_workspace(workspace.root), [planned]))
    first, second = (
        next(one for one in read(tmp_path / "out" / CALENDAR).values() if one.summary.value.startswith(f"Post {n}:"))
        for n in (1, 2)
    )
    assert "utm_campaign=hook&utm_content=1" in first.description.value
    assert "Code: SUPPE" in first.description.value
    assert "Code:" not in second.description.value


def test_a_date_keeps_its_name_and_only_changes_are_told_again(
    workspace: Workspace, planned: Loaded, tmp_path: Path
) -> None:
    out, dates = tmp_path / "out", entries(workspace, [planned])
    write(out, dates)
    before, bytes_before = read(out / CALENDAR), (out / CALENDAR).read_bytes()
    later = NOW + dt.timedelta(days=2)
    assert write(out, dates, later) == [CALENDAR]
    assert (out / CALENDAR).read_bytes() == bytes_before
    schedule = read_schedule(planned.folder)
    assert schedule is not None
    topics = (replace(schedule.positions[0], topic="Soup"), *schedule.positions[1:])
    write_schedule(planned.folder, replace(schedule, positions=topics))
    assert write(out, entries(workspace, [planned]), later) == [CALENDAR, CHANGES]
    (uid,) = changed = read(out / CHANGES)
    assert "Topic: Soup" in changed[uid].description.value
    assert (before[uid].sequence.value, changed[uid].sequence.value) == ("0", "1")
    assert changed[uid].dtstamp.value == later
    after = read(out / CALENDAR)
    assert set(after) == set(before)
    assert {name: event.sequence.value for name, event in after.items() if name != uid} == dict.fromkeys(
        set(before) - {uid}, "0"
    )
    assert all(event.dtstamp.value == NOW for name, event in after.items() if name != uid)


def test_a_date_that_is_gone_is_called_off_where_it_lies_ahead(
    workspace: Workspace, planned: Loaded, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    write(out, entries(workspace, [planned]))
    during = dt.datetime(2026, 3, 28, 12, tzinfo=dt.UTC)
    assert write(out, [], during) == [CALENDAR, CHANGES]
    called_off = read(out / CHANGES)
    assert {event.status.value for event in called_off.values()} == {"CANCELLED"}
    assert {event.sequence.value for event in called_off.values()} == {"1"}
    days = sorted(event.dtstart.value for event in called_off.values() if event.summary.value.startswith("Post"))
    assert (len(days), days[0].date()) == (5, dt.date(2026, 3, 28))
    assert write(out, [], during) == [CALENDAR]
    assert not (out / CHANGES).exists()


def test_a_calendar_that_cannot_be_read_is_told_and_stays(
    workspace: Workspace, planned: Loaded, tmp_path: Path
) -> None:
    (tmp_path / CALENDAR).write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nnonsense", encoding="utf-8")
    before = (tmp_path / CALENDAR).read_bytes()
    with pytest.raises(PlanError) as caught:
        write(tmp_path, entries(workspace, [planned]))
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("bad_calendar", CALENDAR)
    assert (tmp_path / CALENDAR).read_bytes() == before
