"""A strategist's way through start_here in a real JupyterLab: what is clicked, typed and seen."""

from __future__ import annotations

import json
import re
import shutil
import stat
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from tests.notebooks.conftest import HANGS, Lab

from cliptrial.registry.plan.lock import read_lock
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import load_workspace

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
TOPICS = [f"Dish number {number}" for number in range(1, 17)]


@pytest.fixture
def page(browser: Any, lab: Any) -> Iterator[Any]:
    """A page 1000 px wide that remembers what it complained about and whom it asked."""
    opened = browser.new_page(viewport={"width": 1000, "height": 1400})
    opened.set_default_timeout(1000 * HANGS)
    opened.asked = []
    opened.on("request", lambda request: opened.asked.append(request.url))
    yield opened
    strangers = [
        url
        for url in opened.asked
        if not url.startswith((lab.url, lab.url.replace("http", "ws"), "data:", "blob:", "about:"))
    ]
    opened.close()
    assert strangers == []


def run_all(page: Any, address: str, steps: int) -> None:
    """Open a notebook and choose Run, Run All Cells."""
    page.goto(address)
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for(state="attached")
    press_run_all(page)
    page.locator(".ct-step:visible").nth(steps - 1).wait_for()


def press_run_all(page: Any) -> None:
    """Choose Run, Run All Cells."""
    for _ in range(100):  # the menu does nothing until the notebook has its kernel
        page.wait_for_timeout(2000)
        if page.locator(".ct-step").count():
            return
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).first.click()
        page.wait_for_timeout(500)
        if page.get_by_text("[*]:").count() or page.locator(".ct-step").count():
            return


TABS = {
    "setup": "Set up|Einrichten",
    "idea": "Idea|Idee",
    "plan": "Plan",
    "post": "^(Post|Posten)$",
    "numbers": "Numbers|Zahlen",
    "check": "Decide|Entscheiden",
    "decide": "Decide|Entscheiden",
    "report": "client|Kunden",
}
"""By step: what stands on its tab."""


def step(page: Any, name: str) -> Any:
    """The frame of one step, with its tab in front; ``opening`` is the top."""
    if name in TABS:
        page.locator(".ct-tabs .lm-TabBar-tab", has_text=re.compile(TABS[name])).click()
    return page.locator(f".ct-step-{name}")


def shoot(page: Any, shots: Path | None, name: str) -> None:
    """Keep a picture of every step, where someone wants to look at them."""
    if shots is None:
        return
    shots.mkdir(parents=True, exist_ok=True)
    for number in range(page.locator(".ct-step:visible").count()):
        page.locator(".ct-step:visible").nth(number).screenshot(path=shots / f"{name}_{number}.png")


def test_an_idea_becomes_a_schedule_and_a_locked_plan_without_help(
    page: Any, lab: Any, demo: Path, shots: Path
) -> None:
    run_all(page, lab.notebook("start_here"), 2)
    step(page, "opening").get_by_label("Experiment").select_option(label="＋ New experiment")
    step(page, "plan").get_by_text("Save the idea under “Idea” first").wait_for()
    idea = step(page, "idea")

    idea.get_by_label("What do you expect?").fill("Saying the price first brings more views.")
    idea.get_by_role("button", name="Save the idea").click()
    idea.get_by_text("look at the 3 marked fields").wait_for()
    assert idea.locator(".ct-wrong").count() == 3
    assert idea.get_by_label("What do you expect?").input_value() == "Saying the price first brings more views."
    shoot(page, shots, "mistakes")

    idea.get_by_label("Title").fill("Does the price at the start help?")
    idea.get_by_label("What you do today").fill("The dish comes first")
    idea.get_by_label("What you want to try instead").fill("The price comes first")
    idea.get_by_role("button", name="Save the idea").click()
    idea.get_by_text("Saved: Does the price at the start help?").wait_for()
    assert idea.locator(".ct-wrong").count() == 0

    plan = step(page, "plan")
    plan.get_by_label("Posts for each way").fill("8")
    plan.get_by_label("First day").fill("2031-03-03")
    plan.get_by_label("Topics, one per line").fill("\n".join(TOPICS[:-1]))
    plan.get_by_role("button", name="Draw the plan").click()
    plan.get_by_text("15 topics were given. Add 1, or keep 3 for later").wait_for()
    for day in ("Sat", "Sun"):
        plan.get_by_role("button", name=day, exact=True).click()
    plan.get_by_label("Pauses").fill("10.3.2031 bis 11.3.2031")
    plan.get_by_text("16 posts from 3 March 2031 to 26 March 2031").wait_for()
    assert plan.get_by_label("Posts a week").input_value() == "5"
    shoot(page, shots, "working_days")
    plan.get_by_label("Posts a week").fill("7")
    plan.get_by_label("Pauses").fill("")
    plan.get_by_label("Topics, one per line").fill("\n".join(TOPICS))
    plan.get_by_text("16 posts from 3 March 2031 to 18 March 2031").wait_for()
    plan.get_by_text("With 8 posts an arm").wait_for()
    plan.get_by_role("button", name="Draw the plan").click()
    plan.locator(".ct-cal").wait_for()
    assert plan.locator(".ct-cal .ct-post").count() == 16
    shoot(page, shots, "drawn")

    plan.get_by_role("button", name="Lock the plan").click()
    plan.get_by_text("Code of the plan").wait_for()
    folder = load_workspace(demo).experiments_dir / "does-the-price-at-the-start-help"
    schedule = read_schedule(folder)
    assert schedule is not None
    assert sorted(p.topic or "" for p in schedule.positions) == sorted(TOPICS)
    assert read_lock(folder) is not None

    run_all(page, lab.notebook("start_here"), 2)
    assert step(page, "opening").get_by_label("Experiment").input_value().startswith("Does the price"), (
        "what was worked on last is chosen again"
    )
    assert (
        page.locator(
            "[data-mime-type='application/vnd.jupyter.stderr'], .jp-RenderedText[data-mime-type*=error]"
        ).count()
        == 0
    )


def test_the_demo_files_become_a_report_without_help(page: Any, lab: Any, demo: Path, shots: Path) -> None:
    run_all(page, lab.notebook("start_here"), 2)
    step(page, "opening").get_by_label("Experiment").select_option(label="Does opening with a question keep people watching?")
    numbers = step(page, "numbers")
    numbers.get_by_text("56 of 56 planned posts are found.").wait_for()
    exports = sorted((demo / "exports" / "kitchen_demo").iterdir())[-1]
    with page.expect_file_chooser() as chooser:
        numbers.get_by_role("button", name="Choose files").click()
    chooser.value.set_files([str(path) for path in sorted(exports.glob("*.csv"))[:2]])
    numbers.get_by_label("Account").select_option(label="kitchen_demo")
    numbers.get_by_role("button", name="Read the files").click()
    numbers.get_by_text("known already").first.wait_for()

    step(page, "check").get_by_text("Nothing stands in the way of an answer.").wait_for()
    report = step(page, "report")
    report.get_by_role("button", name="Write the report").click()
    report.get_by_text("The report is written").wait_for()
    frame = report.frame_locator("iframe.ct-page")
    assert "17" in frame.locator(".sentence").first.inner_text()
    shoot(page, shots, "report")
    report.get_by_text("Open the page (Deutsch)").click()
    page.wait_for_url("**/question-hook_de.html*")
    page.frame_locator(".jp-HTMLViewer iframe, .jp-IFrame iframe, iframe.jp-IFrame").first.get_by_text(
        "länger angesehen"
    ).first.wait_for()


TOLD_IN_GERMAN = {
    "plan": "Kalender",
    "post": "Nicht wie geplant?",
    "numbers": "Der Stand",
    "decide": "Nächstes Experiment",
    "idea": "Das Eine, das sich ändert",
}


def test_every_form_speaks_german_and_lives_in_the_dark(page: Any, lab: Any, shots: Path) -> None:
    run_all(page, lab.notebook("start_here"), 2)
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.get_by_text("Theme", exact=True).hover()
    page.get_by_text("JupyterLab Dark", exact=True).click()
    page.locator("body[data-jp-theme-light=false]").wait_for(state="attached")
    step(page, "opening").get_by_role("button", name="Deutsch").click()
    for name, told in TOLD_IN_GERMAN.items():
        step(page, name).get_by_text(told).first.wait_for()
    page.wait_for_timeout(1500)
    shoot(page, shots, "dark_german")
    light = step(page, "idea").evaluate("e => getComputedStyle(e).backgroundColor")
    assert max(map(int, light.split("(")[1].split(")")[0].split(",")[:3])) < 80


def test_the_page_runs_when_it_is_opened_and_is_there_without_code_at_its_top(page: Any, lab: Any, demo: Path) -> None:
    """Only the notebooks that are named run by themselves; what is typed stays while another tab is in front."""
    page.goto(f"{lab.url}/doc/tree/notebooks/start_here.ipynb?token={lab.token}&reset")
    page.locator(".ct-page-of-tabs").wait_for()
    assert page.locator(".jp-Cell-inputWrapper:visible").count() == 0
    assert page.locator(".ct-step-opening").bounding_box()["y"] < 200
    numbers = step(page, "numbers")
    numbers.get_by_label("Or paste numbers from a chat").fill("1: 12,3k")
    step(page, "post").get_by_text("Not as planned?").wait_for()
    assert step(page, "numbers").get_by_label("Or paste numbers from a chat").input_value() == "1: 12,3k"
    page.locator(".ct-tabs .lm-TabBar-tab.lm-mod-current").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    step(page, "decide").get_by_label("Why?").wait_for()


def test_compare_shows_an_answer_that_claims_no_cause(page: Any, lab: Any, shots: Path) -> None:
    run_all(page, lab.notebook("compare"), 1)
    form = page.locator(".ct-step").first
    form.get_by_text("Nobody left these posts to chance").wait_for()
    form.get_by_role("button", name="Posting time").click()
    form.get_by_role("button", name="Compare").click()
    form.locator("td", has_text="12:00-15:00").first.wait_for()
    form.get_by_role("button", name="Sound").click()
    form.get_by_role("button", name="Compare").click()
    form.get_by_text("No post in the store has a sound").wait_for()
    shoot(page, shots, "compare")


def asked(lab: Lab, path: str, body: object = None) -> Any:
    """What the server answers; with a body, to a POST."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{lab.url}/api/{path}?token={lab.token}", data)) as answer:
        return json.load(answer)


def test_a_kernel_of_a_notebook_imports_nothing_from_its_folder_and_is_reached_by_this_user_only(lab: Lab) -> None:
    assert list(asked(lab, "kernelspecs")["kernelspecs"]) == ["python3"]
    started = asked(lab, "kernels", {"name": "python3", "path": "notebooks/start_here.ipynb"})
    connection = lab.runtime / f"kernel-{started['id']}.json"
    assert stat.S_IMODE(connection.stat().st_mode) == 0o600
    assert stat.S_IMODE(lab.runtime.stat().st_mode) & 0o77 == 0
    client = BlockingKernelClient(connection_file=str(connection))
    client.load_connection_file()
    client.start_channels()
    client.wait_for_ready(HANGS)
    wanted = {"path": "__import__('sys').path", "here": "__import__('os').getcwd()"}
    answers = client.execute("", user_expressions=wanted, reply=True, timeout=HANGS)["content"]["user_expressions"]
    client.stop_channels()
    path, here = (answers[name]["data"]["text/plain"] for name in ("path", "here"))
    assert here == repr(str(lab.notebooks))
    assert not {"", ".", str(lab.notebooks), str(lab.notebooks.parent)} & set(json.loads(path.replace("'", '"')))
