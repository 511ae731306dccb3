"""What of an executed notebook reaches the page, and what of a section reaches JupyterLab."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import nbformat
import pytest
from tests.report.in_process import shown

from cliptrial.errors import Problem, ReportError
from cliptrial.report.export import export
from cliptrial.report.look import Brand
from cliptrial.report.page import Frame, ReportPage, Titles
from cliptrial.report.section import META, RESULT, SECTION, Section
from cliptrial.wording.languages import LANGUAGES

HEAD = Section(
    '<div class="brand">B</div>', ".ct{}", {META: {"lang": "de", "title": "<T>", "style": ".x{}", "brand": "<b>B</b>"}}
)
END = Section("", data={RESULT: {"lang": "de"}})


def notebook(*outputs: Mapping[str, object]) -> nbformat.NotebookNode:
    """A template that showed its head, these outputs, and its result."""
    own = [nbformat.v4.new_output("display_data", data=data) for data in outputs]
    cells = [[shown(HEAD)], own, [shown(END)]]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("code()", outputs=one) for one in cells])


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ({"text/plain": "'a text'"}, "<pre>'a text'</pre>"),
        ({"text/plain": "1 < 2"}, "<pre>1 &lt; 2</pre>"),
        ({"text/plain": "''"}, ""),
        ({"text/plain": ' "\n'}, ""),
        ({}, ""),
        ({"text/html": "<b>own</b>", "text/plain": ""}, "<b>own</b>"),
        ({"text/html": "<script>x()</script><i>own</i>"}, "&lt;script&gt;x()&lt;/script&gt;<i>own</i>"),
        (
            {"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"},
            '<img alt="" src="data:image/png;base64,iVBORw0KGgo="/>',
        ),
        ({SECTION: "<p>a</p>   \n\n   \n<p>b</p>", "text/html": "<style>lab</style>"}, "<p>a</p>\n<p>b</p>"),
        ({SECTION: "<p>a\u202eb</p>"}, "<p>a⟨U+202E⟩b</p>"),
    ],
)
def test_a_cell_reaches_the_page_as_what_it_shows(data: Mapping[str, object], seen: str) -> None:
    html = export(notebook(data)).html
    body = html.partition("<main>\n")[2].partition("</main>")[0].strip()
    assert body == seen
    assert html.endswith("</html>\n")
    assert "\n\n" not in html
    assert "code()" not in html


def test_the_head_gives_the_page_its_language_title_style_and_brand() -> None:
    made = export(notebook({"text/plain": "1"}))
    assert '<html lang="de">' in made.html
    named = '<meta content="article" property="og:type"/>\n<meta content="&lt;T&gt;" property="og:title"/>'
    assert f"<title>&lt;T&gt;</title>\n{named}\n" in made.html
    assert "<style>.x{}</style>" in made.html
    assert '<body class="ct">\n<b>B</b>\n' in made.html
    assert made.result == {"lang": "de"}


@pytest.mark.parametrize(("kept", "call"), [(END, "page"), (HEAD, "page.result()")])
def test_a_template_without_a_head_or_a_result_says_which_call_is_missing(kept: Section, call: str) -> None:
    """Cells with text, cells that were never run and outputs of other kinds are passed over."""
    others = [nbformat.v4.new_markdown_cell("x"), nbformat.v4.new_code_cell("1")]
    printed = nbformat.v4.new_code_cell("2", outputs=[nbformat.v4.new_output("stream", text="x")])
    cells = [*others, printed, nbformat.v4.new_code_cell("3", outputs=[shown(kept)])]
    with pytest.raises(ReportError) as caught:
        export(nbformat.v4.new_notebook(cells=cells))
    assert caught.value.problems == (
        Problem(
            "template_incomplete",
            f"No cell of the template shows `{call}`",
            "A cell that ends with it",
            "Compare your template with the one that comes with ClipTrial.",
        ),
    )


def test_a_section_shows_itself_in_jupyterlab_with_its_style() -> None:
    section = Section("<p>a\u202eb</p>", ".ct{}", {META: {"lang": "en"}})
    bundle = section._repr_mimebundle_()
    assert (
        bundle["text/html"] == f'<style>.ct{{}}</style><div class="ct" style="padding:4px 16px">{bundle[SECTION]}</div>'
    )
    assert "\u202e" not in str(bundle)
    assert (bundle["text/plain"], bundle[META]) == ("", {"lang": "en"})
    assert Section("", ".ct{}")._repr_mimebundle_() == {"text/plain": "", "text/html": "", SECTION: ""}
    assert Section("<p>")._repr_mimebundle_()["text/html"] == '<div class="ct" style="padding:4px 16px"><p></div>'


class Page(ReportPage):
    """A page with one section and no numbers."""

    def note(self) -> Section:
        """The provenance line."""
        return self._section("provenance", line="<made & said>")


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(Frame("en", LANGUAGES["en"].page, Titles("Title", "Stamp"), Brand("Kitchen & Co"), tmp_path))


def test_a_page_shows_its_head_and_escapes_what_it_is_told(page: Page) -> None:
    head = page.head()
    assert page._repr_mimebundle_() == head._repr_mimebundle_()
    assert (
        head.html
        == '<header class="brand"><div><span><bdi>Kitchen &amp; Co</bdi></span><span>Stamp</span></div></header>'
    )
    assert head.data[META] == {"lang": "en", "title": "Title", "style": head.style, "brand": head.html}
    assert page.note().html == "<footer>&lt;made &amp; said&gt;</footer>"
    with pytest.raises(NotImplementedError):
        page.result()


def test_a_workspaces_own_section_wins_and_is_told_only_what_there_is(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A misspelt name is a mistake, not an empty text; nothing leads out of a template."""
    monkeypatch.setattr("cliptrial.report.templates.refuse_untrusted", lambda *_: None)
    own = tmp_path / "templates/html/sections/provenance.html"
    own.parent.mkdir(parents=True)
    own.write_text("a\n  {% if observed %}\nseen\n  {% else %}\nb {{ line }}\n  {% endif %}\nc\n", encoding="utf-8")
    assert page.note().html == "a\nb &lt;made &amp; said&gt;\nc"
    for text, seen in (
        ("{{ lines }}", "'lines' is undefined"),
        ("{{ line.__class__.__mro__ }}", "access to attribute '__class__'"),
        ("{{ w.site.__dict__.clear() }}", "access to attribute '__dict__'"),
    ):
        own.write_text(text, encoding="utf-8")
        try:
            told = page.note().html
        except Exception as error:
            told = str(error)
        assert seen in told
