"""An empty folder in a real JupyterLab: clients and accounts are typed, and the folder is a workspace."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.notebooks.conftest import HANGS
from tests.notebooks.test_in_jupyterlab import run_all, shoot, step

from cliptrial.posts.workspaces import load_workspace

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
TABLE = "URL,Publicado,Visualizaciones,Me gusta\nhttps://www.tiktok.com/@a/video/7632728053185436481,x,9,1\n"


def test_an_empty_folder_is_set_up_in_german_and_takes_a_table(
    browser: Any, empty_lab: Any, shots: Path, tmp_path: Path
) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 1400})
    page.set_default_timeout(1000 * HANGS)
    run_all(page, empty_lab.notebook("start_here"), 2)
    shoot(page, shots, "setup_en")
    step(page, "opening").get_by_role("button", name="Deutsch").click()
    form = step(page, "setup")
    form.get_by_text("Diesen Ordner einrichten").wait_for()
    form.get_by_label("Name").fill("Hotel Adler")
    form.get_by_label("Farbe").fill("rot")
    form.get_by_role("button", name="Di", exact=True).click()
    form.get_by_label("Handle").fill("@hotel.adler")
    form.get_by_label("Zeitzone").fill("Berlin")
    form.get_by_role("button", name="nur aus der App").click()
    form.get_by_role("button", name="Diesen Ordner einrichten").click()
    form.get_by_text("2 markierten Felder").wait_for()
    shoot(page, shots, "setup_de_mistakes")
    form.get_by_label("Farbe").fill("#0b6e6e")
    form.get_by_label("Zeitzone").fill("Europe/Berlin")
    form.get_by_role("button", name="Diesen Ordner einrichten").click()
    form.get_by_text("Gespeichert: Hotel Adler").wait_for()
    (tmp_path / "metricool.csv").write_text(TABLE, encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        form.get_by_role("button", name="Datei wählen").nth(1).click()
    chooser.value.set_files([str(tmp_path / "metricool.csv")])
    form.get_by_role("button", name="Spalten merken").click()
    form.get_by_text("Gemerkt für Hotel Adler").wait_for()
    shoot(page, shots, "setup_de")
    page.set_viewport_size({"width": 480, "height": 1400})
    shoot(page, shots, "setup_narrow")
    page.close()
    workspace = load_workspace(empty_lab.notebooks.parent)
    assert workspace.clients["hotel_adler"].calls == ("tue",)
    assert workspace.accounts["hotel_adler"].sources == ("numbers",)
    assert workspace.tables["hotel_adler"]["metricool"]["views"] == "Visualizaciones"
