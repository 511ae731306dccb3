"""What commands print on a terminal says the same as their JSON, line by line, in the language that was asked for."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.cli.conftest import NEW, Command
from tests.clock import on_day
from tests.registry.schedules import small_schedule
from tests.report.examples import SLUG, sounds
from tests.report.examples import workspace as example
from tests.report.reading import NUMBER, read_number

from cliptrial.cli.weekly.plan import _stretches
from cliptrial.planning.calibration_cells import CELLS
from cliptrial.registry.decisions import read_decisions
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import write_links
from cliptrial.registry.plan.lock import lock
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.workspace import Workspace

BOTH = ("en", "de")
MARKS = {"ok": "✓", "note": "i", "warning": "!", "blocker": "✗"}
HEADS = {
    "en": ["Metric", "Role", "Arm", "Uplift", "Interval", "p", "Result"],
    "de": ["Metrik", "Rolle", "Variante", "Unterschied", "Spanne", "p", "Ergebnis"],
}
ROLES = {
    "en": {"primary": "primary", "secondary": "secondary", "guardrail": "guardrail"},
    "de": {"primary": "Hauptmetrik", "secondary": "Nebenmetrik", "guardrail": "Leitplanke"},
}
WORDS = {
    "en": {"better": "Better", "worse": "Worse", "broken": "Broken", "unanswerable": "Cannot be answered"},
    "de": {"better": "Besser", "worse": "Schlechter", "broken": "Verletzt", "unanswerable": "Nicht zu beantworten"},
}
OPEN = {"en": "Open", "de": "Noch offen"}
"""The word for inconclusive rows and for guardrails that could have gone either way."""


def cells(lines: Sequence[str]) -> list[list[str]]:
    """A plain table's cells, its header first: columns begin where the header's words do."""
    starts = [found.start() for found in re.finditer(r"(?<!\S)\S+(?: \S+)*", lines[0])]
    ends = [*starts[1:], None]
    return [[line[start:end].strip() for start, end in zip(starts, ends, strict=True)] for line in lines]


def number(cell: str, lang: str) -> float:
    return read_number(re.findall(NUMBER, cell)[0], lang)[0]


def near(cell: str, value: float | None, lang: str) -> None:
    shown, half = read_number(cell, lang)
    assert value is not None
    assert abs(shown - 100 * value) <= 1.01 * half


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize("name", ["better", "several", "guardrail_broken", "confounded", "not_ready"])
def test_analyze_prints_the_verdict_a_row_an_uplift_and_every_finding(command: Command, name: str, lang: str) -> None:
    asked = ("analyze", SLUG, "--workspace", example(name), "--lang", lang)
    plain, told = command(*asked), command(*asked, "--json").json
    assert (plain.code, plain.err) == (0, "")
    sentence, rest = plain.out.split("\n", 1)
    assert sentence == told["verdict"]["sentence"]
    *table, findings = rest.strip("\n").rsplit("\n\n", 1)
    assert findings.splitlines() == [f"{MARKS[f['level']]} {f['message']}" for f in told["findings"]]
    if not told["uplifts"]:
        assert table == []
        return
    head, *rows = cells(table[0].splitlines())
    assert head == HEADS[lang]
    for (metric, role, arm, uplift, interval, p, word), row in zip(rows, told["uplifts"], strict=True):
        assert metric
        assert (role, arm) == (ROLES[lang][row["role"]], row["arm"])
        for shown, value in zip(
            re.findall(NUMBER, uplift + interval), [row["relative"], *row["relative_interval"]], strict=True
        ):
            near(shown, value, lang)
        value = row["p_value"] if row["p_adjusted"] is None else row["p_adjusted"]
        assert (p[0] == "<" and value < 0.001) or abs(number(p, lang) - value) <= 0.0051
        assert word == WORDS[lang].get(row["verdict"], OPEN[lang])


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize(("name", "code"), [("better", 0), ("confounded", 1), ("broken_rule", 1), ("planned", 1)])
def test_check_prints_every_finding_and_no_result_and_fails_on_a_blocker(
    command: Command, name: str, code: int, lang: str
) -> None:
    asked = ("check", SLUG, "--workspace", example(name), "--lang", lang)
    plain, told = command(*asked), command(*asked, "--json")
    assert (plain.code, told.code) == (code, code)
    assert plain.out.splitlines() == ["", *(f"{MARKS[f['level']]} {f['message']}" for f in told.json["findings"])]
    assert list(told.json) == ["experiment", "evidence", "arms", "findings", "provenance"]
    assert (code == 1) == any(f["level"] == "blocker" for f in told.json["findings"])


def test_list_prints_a_row_an_experiment(command: Command, workspace: Workspace) -> None:
    assert command("list").err == "No experiments yet. `cliptrial new` writes the first one.\n"
    command(*NEW, "--start", "2029-03-05")
    for name in ("locked", "named", "done"):
        command("new", name, "--from", "question-hook", "--title", f"About {name}")
        folder = workspace.experiments_dir / name
        write_schedule(folder, small_schedule())
        lock(load_experiment(name, workspace), small_schedule(), date(2026, 3, 1))
    write_links(workspace.experiments_dir / "named", {2: "https://vm.tiktok.com/x/", 5: "https://vm.tiktok.com/y/"})
    command("decide", "done", "drop", "--why", "no", "--who", "Ana", "--when", "2026-04-12")
    shown, told = command("list"), command("list", "--json").json["experiments"]
    lines = shown.out.splitlines()
    assert cells([line for line in lines if line[0] != " "]) == [
        ["experiment", "title", "state", "start", "posts"],
        ["done", "About done", "decided", "2026-03-02", "8"],
        ["locked", "About locked", "running", "2026-03-02", "8"],
        ["named", "About named", "running", "2026-03-02", "2/8"],
        ["question-hook", "Question hook", "draft", "2029-03-05", "56"],
    ]
    assert (lines[2], lines[-1]) == ("  2026-04-12: drop (Ana)", "  2029-03-05: cliptrial plan question-hook")
    assert max(map(len, lines)) <= 100
    assert [(one["slug"], one["state"], one["start"], one["end"]) for one in told] == [
        ("done", "decided", "2026-03-02", "2026-03-09"),
        ("locked", "running", "2026-03-02", "2026-03-09"),
        ("named", "running", "2026-03-02", "2026-03-09"),
        ("question-hook", "draft", "2029-03-05", None),
    ]
    assert [(one["posts_planned"], one["posts_linked"], one["locked_on"]) for one in told] == [
        (8, 0, "2026-03-01"),
        (8, 0, "2026-03-01"),
        (8, 2, "2026-03-01"),
        (56, 0, None),
    ]
    assert [one["follow_up_of"] for one in told] == ["question-hook"] * 3 + [None]
    (workspace.experiments_dir / "named" / "lock.json").write_text("{", encoding="utf-8")
    broken = command("list")
    named = [line for line in broken.out.splitlines() if line[0] != " "]
    assert cells(named)[3][:3] == ["named", "About named", "?"]
    assert broken.err.startswith("error: experiments/named/lock.json")


LINKS = {n: f"https://vm.tiktok.com/{n}/" for n in range(1, 9)}


@pytest.mark.parametrize(
    ("on", "links", "topics", "row"),
    [
        ("2026-03-01", {}, True, "planned | 0/8 | 2026-03-02: cliptrial lock question-hook"),
        (
            "2026-03-01",
            {},
            False,
            "planned | 0/8 | 2026-03-02: cliptrial plan question-hook --topics FILE (8 posts have no topic), then lock "
            "question-hook",
        ),
        (
            "2026-03-02",
            {},
            True,
            "running | 0/8 | 2026-03-02: cliptrial lock question-hook; the first post was planned for 2026-03-02, or "
            "plan it anew with a later start",
        ),
    ],
)
def test_status_before_the_lock(
    command: Command, workspace: Workspace, on: str, links: Mapping[int, str], topics: bool, row: str
) -> None:
    command(*NEW)
    write_schedule(workspace.experiments_dir / "question-hook", small_schedule(topics))
    assert status_row(command, on) == row


@pytest.mark.parametrize(
    ("on", "linked", "row"),
    [
        ("2026-03-01", 0, 'locked | 0/8 | 2026-03-02: post 1 at 18:00: "{first}"'),
        ("2026-03-02", 0, 'running | 0/8 | 2026-03-02: post 1 at 18:00: "{first}"'),
        (
            "2026-03-03",
            0,
            "running | 0/8 | 2026-03-03: add 1 link in numbers.xlsx, then cliptrial ingest "
            "experiments/question-hook/numbers.xlsx",
        ),
        (
            "2026-03-09",
            7,
            "running | 7/8 | 2026-03-09: read off posts 1, 2, then cliptrial ingest "
            "experiments/question-hook/numbers.xlsx",
        ),
        (
            "2026-03-16",
            8,
            "running | 8/8 | 2026-03-16: read off posts 7, 8, then cliptrial ingest "
            "experiments/question-hook/numbers.xlsx",
        ),
        (
            "2026-03-18",
            8,
            "running | 8/8 | 2026-03-18: numbers are missing: fill in numbers.xlsx or export, then cliptrial ingest; "
            "then report question-hook",
        ),
    ],
)
def test_status_while_posting(command: Command, workspace: Workspace, on: str, linked: int, row: str) -> None:
    command(*NEW)
    folder = workspace.experiments_dir / "question-hook"
    write_schedule(folder, small_schedule())
    loaded = load_experiment("question-hook", workspace)
    lock(loaded, small_schedule(), date(2026, 3, 1))
    write_links(folder, {n: link for n, link in LINKS.items() if n <= linked})
    arm = next(one for one in loaded.experiment.change.arms if one.id == small_schedule().positions[0].arm)
    assert status_row(command, on) == row.format(first=arm.label)
    told = command("status", "--on", on, "--json").json
    assert told["today"] == on
    assert told["experiments"][0]["measured_by"] == "2026-03-16"


def status_row(command: Command, on: str) -> str:
    """The only experiment's state, its posts and, below them, its next step."""
    head, row, *below = command("status", "--on", on).out.splitlines()
    assert max(map(len, below)) <= 100
    (names, (slug, state, posted)) = cells([head, row])
    assert names == ["experiment", "state", "posted"]
    told = command("status", "--on", on, "--json").json["experiments"][0]
    step = " ".join(line.strip() for line in below)
    assert (slug, state, step) == (told["slug"], told["state"], f"{told['to_do_on']}: {told['to_do']}")
    assert posted == f"{told['posts_found']}/{told['posts_planned']}"
    return f"{state} | {posted} | {step}"


def test_status_of_a_draft_of_what_is_ready_and_of_what_is_decided(command: Command, workspace: Workspace) -> None:
    command(*NEW)
    told = command("status", "question-hook", "--json").json["experiments"][0]
    assert (told["state"], told["to_do"], told["measured_by"]) == ("draft", "cliptrial plan question-hook", None)
    command("decide", "question-hook", "drop", "--why", "no", "--who", "Ana")
    assert command("status").err == "Nothing is open.\n"
    decided = command("status", "question-hook", "--json").json["experiments"][0]
    assert (decided["state"], decided["to_do"]) == ("decided", None)
    ready = command("status", "--workspace", example("worse"), "--json").json["experiments"][0]
    todo = f"cliptrial check {SLUG}, then report {SLUG}, then decide {SLUG}"
    assert (ready["state"], ready["to_do"]) == ("ready", todo)


PLAN = {
    "en": (
        ["No.", "Date", "Day", "Slot", "Account", "Arm", "Topic"],
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        "With 4 posts an arm you can detect a change of {} in average watch time (in 4 of 5 experiments).",
        "Next: write 8 topics, one a line, and hand them in with `cliptrial plan question-hook --topics FILE`, so that "
        "chance decides which idea gets which variant.",
        "Next: `cliptrial lock question-hook` before the first post on 5 March 2029. Numbers go into numbers.xlsx.",
    ),
    "de": (
        ["Nr.", "Datum", "Tag", "Uhrzeit", "Account", "Variante", "Thema"],
        ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
        "Mit 4 Posts je Variante lässt sich bei der durchschnittlichen Wiedergabezeit ein Unterschied ab {} nachweisen "
        "(in 4 von 5 Experimenten).",
        "Als Nächstes: 8 Themen aufschreiben, eines je Zeile, und mit `cliptrial plan question-hook --topics DATEI` "
        "übergeben. Dann entscheidet der Zufall, welche Idee welche Variante bekommt.",
        "Als Nächstes: `cliptrial lock question-hook`, und zwar vor dem ersten Post am 5. März 2029. Die Zahlen kommen "
        "in numbers.xlsx.",
    ),
}


@pytest.mark.parametrize("lang", BOTH)
def test_plan_prints_the_calendar_what_it_can_find_out_and_the_next_step(
    command: Command, workspace: Workspace, lang: str
) -> None:
    heads, days, promise, topics_next, lock_next = PLAN[lang]
    command(*NEW, "--posts-per-arm", "4", "--start", "2029-03-05")
    plain = command("plan", "question-hook", "--lang", lang)
    told = command("plan", "question-hook", "--lang", lang, "--json").json
    table, sentences = plain.out.rstrip("\n").split("\n\n")
    head, *rows = cells(table.splitlines())
    assert (plain.code, head) == (0, heads)
    for row, position in zip(rows, told["positions"], strict=True):
        day = date.fromisoformat(position["date"])
        assert row == [
            str(position["position"]),
            position["date"],
            days[day.weekday()],
            position["slot"],
            position["account"],
            position["arm"],
            "",
        ]
    assert [row[1] for row in rows] == [(date(2029, 3, 5) + timedelta(days=n)).isoformat() for n in range(8)]
    assert sentences.splitlines() == told["sentences"]
    smallest = f"+{100 * told['feasibility']['smallest']:.0f}\u00a0%"
    assert told["sentences"][0] == promise.format(smallest)
    (note,) = told["notes"]
    assert note["code"] == "too_few_posts"
    remark, last = plain.err.splitlines()
    assert note["what"] in remark
    assert last == topics_next
    assert (told["experiment"], told["unchanged"]) == ("question-hook", True)
    assert told["files"] == ["schedule.csv", "schedule.json", "numbers.xlsx"]
    topics = workspace.root / "topics.txt"
    topics.write_text("".join(f"  Dish {n}\n\n" for n in range(8)), encoding="utf-8")
    named = command("plan", "question-hook", "--lang", lang, "--topics", topics)
    assert [line for line in named.err.splitlines() if note["mend"] not in line] == [lock_next]
    assert sorted(row[6] for row in cells(named.out.split("\n\n")[0].splitlines())[1:]) == [
        f"Dish {n}" for n in range(8)
    ]


def test_calibrate_prints_the_shares_of_its_json(command: Command, tmp_path: Path) -> None:
    cell = CELLS[0].name
    asked = ("calibrate", "--runs", "1", "--cells", cell, "--processes", "1")
    plain, told = command(*asked, "--out", tmp_path), command(*asked, "--json")
    (row,) = told.json["cells"]
    shown = ("false_positives", "coverage", "power", "sums_as_trials_false_positives", "welch_logs_false_positives")
    table, end = plain.out.rstrip("\n").split("\n\n")
    counted = [row[key] / row["runs"] for key in ("withheld", "warned")]
    assert cells(table.splitlines()) == [
        ["Cell", "False positives", "Coverage", "Power", "Sums as trials", "Welch on logs", "Withheld", "Warned"],
        [cell, *(f"{row[key]:.1%}" for key in shown), *(f"{share:.1%}" for share in counted)],
    ]
    off = told.json["off"]
    assert end == (f"Off by more than luck: {cell}" if off else "No cell is off by more than luck.")
    assert plain.code == told.code == bool(off)
    line = f"{cell}: {row['false_positives']:.1%} false positives, {row['coverage']:.1%} coverage"
    line += f", {counted[0]:.1%} withheld, {counted[1]:.1%} warned\n"
    assert plain.err == told.err == line
    assert sorted(p.name for p in tmp_path.iterdir()) == ["calibration.csv", "calibration.svg"]
    assert (tmp_path / "calibration.csv").read_text(encoding="utf-8").splitlines()[1].startswith(f"{cell},")


def test_calibrate_counts_manipulated_seasons(command: Command, tmp_path: Path) -> None:
    asked = ("calibrate", "--manipulations", "--runs", "1", "--cells", "shared", "--processes", "1")
    found = json.loads(command(*asked, "--json", "--out", str(tmp_path)).out)
    assert found["off"] == []
    assert found["manipulations"][0] | {"better": 0, "findings": ""} == {
        "way": "shared",
        "posts_per_arm": 14,
        "seasons": 1,
        "better": 0,
        "better_in_silence": 0,
        "warned": 1,
        "withheld": 1,
        "findings": "",
    }
    assert [p.name for p in tmp_path.iterdir()] == ["manipulations.csv"]
    told = command(*asked).out
    assert "shared-14" in told
    assert "No manipulation wins in silence" in told


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Posts of a year; every twentieth view is a like, so that the rate hardly varies."""
    path = tmp_path_factory.mktemp("posts") / "posts.csv"
    frame = sounds(["Original", "Espresso"], [40, 40], 1)
    frame.assign(likes=(frame["views"] / 20).round()).to_csv(path, index=False)
    return path


@pytest.mark.parametrize("lang", BOTH)
def test_chance_prints_the_shares_of_its_json_and_the_headline_tells_the_worst(
    command: Command, table: Path, lang: str
) -> None:
    metrics = ("--metric", "views", "--metric", "likes/views")
    asked = ("chance", "--file", table, *metrics, "--posted-at", "posted_at", "--draws", "30", "--lang", lang)
    plain, told = command(*asked), command(*asked, "--json").json
    drawn = {"en": "30 made-up comparisons", "de": "30 erfundene Vergleiche"}[lang]
    assert plain.err == f"views: {drawn}\nlikes/views: {drawn}\n"
    sentence, shares, support = plain.out.rstrip("\n").split("\n\n")
    assert sentence == told["sentence"] == told["checks"][0]["sentence"]
    head, *rows = cells(shares.splitlines())
    labels = {"en": ("Views", "Like rate"), "de": ("Aufrufe", "Like-Rate")}[lang]
    assert [label in cell for label, cell in zip(labels, head[1:], strict=True)] == [True, True]
    by_method = [{m["method"]: m for m in check["methods"]} for check in told["checks"]]
    names = [m["method"] for m in told["checks"][0]["methods"]]
    assert len(rows) == len(names)
    for (_, *shown), method in zip(rows, names, strict=True):
        for cell, methods in zip(shown, by_method, strict=True):
            assert number(cell, lang) == pytest.approx(100 * methods[method]["share"], abs=0.051)
    worst = max(m["share"] for name, m in by_method[0].items() if name != "cliptrial")
    assert round(100 * worst) in [read_number(n, lang)[0] for n in re.findall(NUMBER, sentence)]
    margin = max(m["margin"] for m in told["checks"][0]["methods"])
    assert number(support.splitlines()[1].rsplit(" 30 ", 1)[-1], lang) == pytest.approx(100 * margin, abs=0.051)


LEARNED = {
    "en": (
        "Hook: one experiment so far, {} average watch time. Three are needed before anything can be said in general.",
        ["Experiment", "Variable", "Metric", "Change", "Answer", "Counts"],
        "yes",
        "No experiment counts yet: one does once its plan was locked and its posts reached the measuring age.",
    ),
    "de": (
        "Hook: bisher ein Experiment, {} bei der durchschnittlichen Wiedergabezeit. Erst ab drei lässt sich etwas "
        "Allgemeines sagen.",
        ["Experiment", "Merkmal", "Metrik", "Unterschied", "Ergebnis", "Zählt"],
        "ja",
        None,
    ),
}


@pytest.mark.parametrize("lang", BOTH)
def test_learn_prints_a_sentence_a_variable_and_a_row_an_experiment(command: Command, lang: str) -> None:
    sentence, heads, yes, nothing = LEARNED[lang]
    asked = ("learn", "--workspace", example("better"), "--lang", lang)
    plain, told = command(*asked), command(*asked, "--json").json
    first, shown, *_by_account = plain.out.rstrip("\n").split("\n\n")
    (one,) = told["experiments"]
    change = f"+{100 * one['relative']:.0f}\u00a0%"
    assert first == told["learned"][0]["sentence"] == sentence.format(change)
    head, row = cells(shown.splitlines())
    assert head == heads
    assert (row[0], row[3], row[5]) == (one["title"], change, yes)
    assert (one["counted"], one["reason"], one["verdict"], told["page"]) == (True, yes, "better", None)
    early = command("learn", "--workspace", example("planned"), "--lang", lang)
    assert nothing is None or early.out.splitlines()[0] == nothing
    assert early.code == 0


@pytest.mark.parametrize(
    ("lang", "remark"),
    [
        ("en", "One experiment could not be read; `cliptrial validate` says why."),
        ("de", "Nicht lesbar: 1 Experiment; `cliptrial validate` sagt, warum."),
    ],
)
def test_learn_says_how_many_experiments_cannot_be_read(
    command: Command, tmp_path: Path, lang: str, remark: str
) -> None:
    root = shutil.copytree(example("better"), tmp_path / "ws")
    (root / "experiments" / "broken").mkdir()
    (root / "experiments" / "broken" / "experiment.yaml").write_text("title: []\n", encoding="utf-8")
    lines = command("learn", "--workspace", root, "--lang", lang).out.splitlines()
    assert remark in lines


def test_decide_says_what_it_kept_and_what_the_analysis_says(command: Command, tmp_path: Path) -> None:
    home = example("equivalent")
    said = command("analyze", SLUG, "--workspace", home, "--json").json["verdict"]["sentence"]
    kept = home / "experiments" / SLUG / "decision.yaml"
    try:
        told = command(
            "decide", SLUG, "repeat", "--why", "too close", "--who", "Ana", "--when", "12.4.2026", "--workspace", home
        )
        assert (told.code, told.out) == (0, "")
        assert told.err.splitlines()[:2] == [f"Recorded for {SLUG}: repeat (Ana, 2026-04-12).", f"What we know: {said}"]
        assert told.err.splitlines()[-1] == "What it costs: 28 posts, no extra work."
        (record,) = read_decisions(kept.parent)
        assert (record.who, record.when, record.what.value, record.why) == (
            "Ana",
            date(2026, 4, 12),
            "repeat",
            "too close",
        )
    finally:
        kept.unlink()


def test_lock_says_since_when_with_which_code_and_what_readers_will_be_told(
    command: Command, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, "cli.weekly.lock", date(2026, 3, 4))
    command(*NEW)
    folder = workspace.experiments_dir / "question-hook"
    write_schedule(folder, small_schedule(topics=False))
    plain = command("lock", "question-hook", "--without-topics")
    told = command("lock", "question-hook", "--json").json
    assert plain.err.splitlines() == [
        f"question-hook is locked since 2026-03-04. Code of the plan: {told['plan_hash'][:12]}",
        *(f"note: {note}" for note in told["notes"]),
    ]
    assert told["notes"] == [
        "8 of 8 posts have no topic: whoever picks the idea after seeing the variant can decide the result without "
        "meaning to. The report will say so.",
        "The first post was planned for 2026-03-02, before this lock; the report will say so.",
    ]
    written = json.loads((folder / "lock.json").read_text(encoding="utf-8"))
    assert told["plan_hash"] in json.dumps(written)
    (folder / "schedule.csv").write_text("nonsense", encoding="utf-8")
    restored = command("lock", "question-hook", "--restore")
    assert restored.err.splitlines() == [
        "schedule.csv and schedule.json of question-hook are as they were locked on 2026-03-04.",
        "What stood in schedule.csv is kept in schedule-before-restore.csv.",
    ]
    assert command("lock", "question-hook", "--restore", "--json").json["set_aside"] is None
    assert command("lock", "question-hook", "--restore").err.splitlines() == restored.err.splitlines()[:1]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("list", "--workspace", "nowhere"), 1, "nowhere"),
        (("analyze", "qestion-hook"), 1, "Did you mean question-hook?"),
        (("check", "qestion-hook"), 1, "Did you mean question-hook?"),
        (("status", "qestion-hook"), 1, "Did you mean question-hook?"),
        (("plan", "question-hook", "--topics", "experiments/question-hook/experiment.yaml"), 1, "topics"),
        (("plan", "question-hook", "--topics", "none.txt"), 2, "there is no file none.txt"),
        (("plan", "question-hook", "--lang", "fr"), 2, '"fr" is not a language of the reports: en or de'),
        (("analyze", "question-hook", "--lang", "fr"), 2, '"fr" is not a language of the reports: en or de'),
        (("calibrate", "--cells", "nosuch"), 2, 'no cell is called "nosuch"; names start with '),
        (("status", "--on", "someday"), 2, "someday"),
        (("decide", "question-hook", "maybe"), 2, '"maybe" is not one of ship, drop, repeat, inconclusive'),
        (("chance", "--file", "none.csv", "--metric", "views"), 1, "none.csv"),
        (("lock", "question-hook"), 1, "cliptrial plan question-hook"),
        (("lock", "question-hook", "--restore"), 1, "lock.json"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_done_says_where_and_what_to_do(
    command: Command, workspace: Workspace, arguments: tuple[str, ...], code: int, told: str
) -> None:
    """One is bad input, two is wrong usage; with ``--json`` the same as an object on stdout."""
    command(*NEW)
    plain = command(*arguments)
    assert (plain.code, plain.out) == (code, "")
    assert told in plain.err
    as_json = command(*arguments, "--json")
    assert as_json.code == code
    (first, *_) = as_json.json["errors"]
    said = " ".join(str(first.get(key) or "") for key in ("where", "what", "expected", "mend"))
    assert told in said
    assert (first["code"] == "usage") == (code == 2)


def test_days_one_after_the_other_are_told_as_one_stretch() -> None:
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 6), date(2026, 3, 7)]
    told = ["2026-02-28 to 2026-03-02", "2026-03-04", "2026-03-06 to 2026-03-07"]
    assert [str(one) for one in _stretches(days)] == told
