"""A template runs in a kernel with just the parameters it declares, and fails in words."""

from __future__ import annotations

import base64
import json
import pickle
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from cliptrial.errors import MissingToolError, Problem, ReportError
from cliptrial.messages import Message, in_turn, nothing, says
from cliptrial.registry.model import Variable
from cliptrial.registry.safety.processes import is_alive
from cliptrial.report.export import export
from cliptrial.report.failures import packed, print_last, unpacked, why
from cliptrial.report.kernels import kernel, parameterised
from cliptrial.report.templates import find_template
from cliptrial.wording.messages import in_language


def notebook(path: Path, *sources: str, tags: dict[int, list[str]] | None = None, kinds: str = "") -> Path:
    cells = []
    for i, source in enumerate(sources):
        new = nbformat.v4.new_markdown_cell if kinds[i : i + 1] == "m" else nbformat.v4.new_code_cell
        cell = new(source, id=f"cell-{i}")
        cell.metadata["tags"] = (tags or {}).get(i, [])
        cells.append(cell)
    path.write_text(json.dumps(nbformat.v4.new_notebook(cells=cells)), encoding="utf-8")
    return path


def parameters_only(path: Path) -> Path:
    return notebook(path, 'slug = "a"\nlang = "en"', tags={0: ["parameters"]})


def test_a_parameter_the_template_does_not_declare_is_refused_and_never_run(tmp_path: Path) -> None:
    template = parameters_only(tmp_path / "t.ipynb")
    ran = tmp_path / "ran"
    with pytest.raises(ReportError, match="no parameter") as caught:
        parameterised(template, {f"open({str(ran)!r}, 'w') or slug": "x", "other": 1})
    assert len(caught.value.problems) == 2
    assert not ran.exists()


@pytest.mark.parametrize("value", [Path("x"), ("a",), {1}, float, {"a": Path("x")}])
def test_a_value_that_is_not_json_is_refused(tmp_path: Path, value: Any) -> None:
    with pytest.raises(ReportError, match="value of"):
        parameterised(parameters_only(tmp_path / "t.ipynb"), {"slug": value})


def test_text_stays_text_and_the_template_is_not_touched(tmp_path: Path) -> None:
    template = notebook(tmp_path / "t.ipynb", 'slug = "a"', "print(repr(slug))", tags={0: ["parameters"]})
    before = template.read_bytes()
    with kernel() as running:
        for text in ("007", "{braces} $HOME `x` \"' \\ \n", "1e3"):
            done = running.run(template, {"slug": text})
            assert done.cells[-1].outputs[0].text == f"{text!r}\n"
    assert template.read_bytes() == before


def test_a_failing_cell_is_told_in_words_and_the_kernel_goes_on(tmp_path: Path) -> None:
    bad = notebook(tmp_path / "bad.ipynb", 'slug = "a"', "1 / 0", tags={0: ["parameters"]})
    good = notebook(tmp_path / "good.ipynb", 'slug = "a"', "print(slug)", tags={0: ["parameters"]})
    with kernel() as running:
        with pytest.raises(ReportError) as caught:
            running.run(bad, {})
        assert running.usable
        assert running.run(good, {"slug": "b"}).cells[-1].outputs[0].text == "b\n"
    told = str(caught.value)
    assert "division by zero" in told
    assert "Traceback" not in told
    assert str(tmp_path) not in told


PARTS = says("{name} on {day} at {time:%H:%M}, {exported:%Y-%m-%d %H:%M}", name="a", day=date(2026, 3, 2),
             time=time(18, 5), exported=datetime(2026, 3, 2, 7, 30, tzinfo=UTC))  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        PARTS,
        says("{share:.1%}, {count:,}, {truth:+.0%}, {text!r}", share=0.125, count=12345, truth=1, text="x"),
        says("{names} or {last}.", names=["a", says("row {row}", row=3)], last=None),
        in_turn([PARTS, says("A mapping, e.g. {timezone: Europe/Berlin}")], "\n"),
    ],
)
def test_a_message_crosses_as_json_with_everything_it_is_made_of(told: Message) -> None:
    again = unpacked(json.loads(json.dumps(packed(told))))
    assert isinstance(again, Message)
    assert (again, again.template, again.values) == (told, told.template, told.values)
    assert in_language(again, "de") == in_language(told, "de")


def test_a_value_that_is_told_by_its_text_crosses_as_that_text() -> None:
    told = says("There is no {kind} in {folder}", kind=Variable.HOOK, folder=Path("/x"))
    again = unpacked(json.loads(json.dumps(packed(told))))
    assert again == told
    assert isinstance(again, Message)
    assert dict(again.values) == {"kind": "hook", "folder": "/x"}


def hostile(printed: str) -> str:
    """A cell that fails with an error of this package, and prints something else in the place of its message."""
    return (
        "import sys, cliptrial.report.failures as failures\n"
        "from cliptrial.errors import Problem, SourceError\n"
        f"failures.print_last = lambda: sys.stdout.write({printed})\n"
        "raise SourceError(Problem('x', 'its own words'))"
    )


class Opens:
    """What opens a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, tuple[str, str]]:
        return open, (str(self.path), "w")


def test_nothing_that_a_template_prints_is_run(tmp_path: Path) -> None:
    """A cell that pretends to be this package's failure fails as any other cell."""
    ran = tmp_path / "ran"
    packed_file = base64.b64encode(pickle.dumps(Opens(ran))).decode()
    inside = '{"template": "{x.__class__.__mro__}", "values": {"x": 1, "x.__class__.__mro__": 1}}'
    printed = [
        packed_file,
        f"open({str(ran)!r}, 'w')",
        '{"template": "{x}", "values": {}',
        '{"template": "{x}", "values": {"y": 1}}',
        '{"template": "{}", "values": {"y": 1}}',
        '{"template": "{x:d}", "values": {"x": ["a"]}}',
        '{"template": "{x:999999999}", "values": {"x": 1}}',
        '{"template": "{x:{y}}", "values": {"x": 1, "y": 9999999}}',
        '{"template": "{x:c}", "values": {"x": 1e999}}',
        '{"template": "{x}", "values": {"x": {"date": "2026-02-30"}}}',
        '{"template": "{x}", "values": {"x": {"date": 7}}}',
        '{"template": "{x}", "values": {"x": {"Path": "/"}}}',
        '{"template": "{x}", "values": {"x": {}}}',
        '{"template": ["x"], "values": {}}',
        '"only a text"',
        "null",
        inside,
    ]
    with kernel() as running:
        wrapped = [problem_of(text) for text in printed]
        for cell in [
            *map(repr, printed),
            *map(repr, wrapped),
            "'[' * 100_000",
            "sys.exit(1)",
            "__import__('os')._exit(1)",
        ]:
            template = notebook(tmp_path / "t.ipynb", "slug = 1", hostile(cell), tags={0: ["parameters"]})
            with pytest.raises(ReportError) as caught:
                running.run(template, {})
            assert str(caught.value) == "t.ipynb: Cell 3 of the template failed: its own words.", cell
    assert not ran.exists()


@pytest.mark.parametrize(("times", "too_much"), [(3, False), (6, True)])
def test_what_a_cell_shows_is_added_up_and_begins_anew_with_the_next_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, too_much: bool
) -> None:
    monkeypatch.setattr("cliptrial.report.running.client.MOST_SHOWN", 50_000)
    code = f"for n in range({times}): display('x' * 10_000)"
    template = notebook(tmp_path / "t.ipynb", "slug = 1", code, code, tags={0: ["parameters"]})
    with kernel() as running:
        if not too_much:
            assert len(running.run(template, {}).cells[-1].outputs) == times
            return
        with pytest.raises(ReportError, match="Cell 3 of the template shows more"):
            running.run(template, {})


def test_the_kernel_is_this_python_and_finds_this_package(tmp_path: Path) -> None:
    code = "import sys, cliptrial; print(sys.executable); print(cliptrial.__file__)"
    template = notebook(tmp_path / "t.ipynb", "slug = 1", code, tags={0: ["parameters"]})
    import cliptrial

    with kernel() as running:
        told = running.run(template, {}).cells[-1].outputs[0].text.split()
    assert told == [sys.executable, cliptrial.__file__]


def test_a_template_without_a_page_is_named(tmp_path: Path) -> None:
    done = nbformat.read(parameters_only(tmp_path / "t.ipynb"), as_version=4)
    with pytest.raises(ReportError, match="No cell of the template shows"):
        export(done)


@pytest.mark.parametrize("name", ["experiment.ipynb", "comparison.ipynb"])
def test_templates_have_short_cells_one_cell_of_parameters_and_no_logic(name: str) -> None:
    cells = json.loads(find_template(name).read_text(encoding="utf-8"))["cells"]
    tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", ())]
    assert len(tagged) == 1
    assert any("".join(cell["source"]).startswith("#") for cell in cells if cell["cell_type"] == "markdown")
    for cell in cells:
        source = "".join(cell["source"])
        assert not cell.get("outputs")
        if cell["cell_type"] == "code":
            assert not any(word in source for word in ("def ", "lambda", "for ", "if ", "+ ", "* "))


def test_guide_texts_stay_in_the_notebook_and_own_texts_reach_the_page(tmp_path: Path) -> None:
    first = "from cliptrial.report.section import META, RESULT, Section\n"
    carry = "Section('<p>kept</p>', data={RESULT: {}})"
    head = "Section('', data={META: {'lang': 'en', 'title': 'T', 'style': '', 'brand': ''}})"
    template = notebook(
        tmp_path / "t.ipynb",
        "slug = 1",
        first + head,
        "Only for us",
        "Own **text** <script>alert(1)</script>",
        carry,
        "import sys; print('shown & told'); print('/hidden/path', file=sys.stderr)",
        tags={0: ["parameters"], 2: ["guide"]},
        kinds="ccmmcc",
    )
    with kernel() as running:
        html = export(running.run(template, {})).html
    assert "Only for us" not in html
    assert "Own <strong>text</strong>" in html
    assert "<script" not in html
    assert "<p>kept</p>" in html
    assert "shown &amp; told" in html
    assert "/hidden/path" not in html


def test_a_kernel_draws_alike_and_imports_nothing_of_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder is empty, its hashes are the same every time, and figures need no screen; cells end in time."""
    monkeypatch.setenv("MPLBACKEND", "tkagg")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    started = tmp_path / "ipython/profile_default/startup/0.py"
    started.parent.mkdir(parents=True)
    started.write_text("import os; os.environ['MPLBACKEND'] = 'started'")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setattr("cliptrial.report.kernels.CELL_SECONDS", 2)
    code = (
        "import json, os, sys\n"
        "print(json.dumps([os.environ['MPLBACKEND'], os.environ['PYTHONHASHSEED'], os.listdir(), sys.flags.safe_path,"
        " os.getcwd(), os.getpid()]))"
    )
    asks = notebook(tmp_path / "asks.ipynb", "slug = 1", code, tags={0: ["parameters"]})
    stays = notebook(tmp_path / "stays.ipynb", "slug = 1", "import time; time.sleep(60)", tags={0: ["parameters"]})
    with kernel() as running:
        assert "curve_secretkey" in running._client.km.get_connection_info(), "what is said to it can be overheard"
        *told, folder, process = json.loads(running.run(asks, {}).cells[-1].outputs[0].text)
        assert told == ["agg", "0", [], True]
        assert (Path(folder).parent.name[:10], Path(folder).parent.stat().st_mode & 0o777) == ("cliptrial-", 0o700)
        with pytest.raises(ReportError, match="Cell 3 of the template took longer than 2 seconds"):
            running.run(stays, {})
    assert (is_alive(process), Path(folder).parent.exists()) == (False, False)


@pytest.mark.parametrize("text", ["{}", "no JSON", '{"cells": 1}'])
def test_what_is_no_notebook_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        parameterised(path, {})
    (problem,) = caught.value.problems
    assert (problem.code, problem.what, problem.expected, problem.path) == (
        *("not_a_notebook", "t.ipynb is not a Jupyter notebook", "A notebook of format 4", "t.ipynb"),
    )


def test_lists_go_as_deep_as_they_like_and_hold_only_what_json_holds(tmp_path: Path) -> None:
    template = parameters_only(tmp_path / "t.ipynb")
    filled = parameterised(template, {"slug": ["a", [1, 2.5, True, None]]})
    assert 'slug = ["a", [1, 2.5, True, None]]' in "".join(cell.source for cell in filled.cells)
    assert parameterised(template, {}).cells[0].source == 'slug = "a"\nlang = "en"'
    with pytest.raises(ReportError) as caught:
        parameterised(template, {"slug": ["a", [Path("x")]], "lang": b"x", "no": 1})
    assert [(one.code, one.what, one.field) for one in caught.value.problems] == [
        ("unknown_parameter", 'The template has no parameter "no"', None),
        ("parameter_value", 'The value of "slug" is a list', "slug"),
        ("parameter_value", 'The value of "lang" is a bytes', "lang"),
    ]
    unknown, value, _ = caught.value.problems
    assert (unknown.expected, unknown.path) == ("One of slug, lang", "t.ipynb")
    assert unknown.mend == "Check the name, or add it to the cell tagged `parameters`."
    assert value.expected == "A text, a number, true, false or a list of these"
    assert "slug = []" in "".join(cell.source for cell in parameterised(template, {"slug": []}).cells)
    bare = notebook(tmp_path / "bare.ipynb", "1")
    with pytest.raises(ReportError, match="A cell tagged `parameters`"):
        parameterised(bare, {"slug": "a"})


FAMILY = ("InputError", "RegistryError", "PlanError", "SourceError", "ReportError", "MissingToolError")
UNUSABLE = [
    "no JSON",
    '{"template": "{x}", "values": {"y": 1}}',
    '{"template": "{x:d}", "values": {"x": ["a"]}}',
    '{"template": "{x:c}", "values": {"x": 99999999999999999999}}',
    '{"template": "{x:999}", "values": {"x": 1}}',
    '{"template": "{x.real}", "values": {"x": 1, "x.real": 1}}',
    '{"template": "{x}", "values": {"x": {"date": 7}}}',
    "[" * 100_000,
]
"""What no message of this package is packed as: not JSON, not filled, of other kinds, too long, too deep."""


def problem_of(what: str, **more: object) -> str:
    """As the kernel prints a problem of which this is what is wrong."""
    plain = {"code": "x", "expected": packed(nothing), "mend": packed(nothing), "path": None, "line": None}
    rest = plain | {"column": None, "row": None, "field": None, "position": None} | more
    return f'[{{"what": {what}, {json.dumps(rest)[1:]}]'


class Client:
    """What :func:`why` asks a kernel with: here a cell's text is what it prints."""

    def __init__(self, printed: str) -> None:
        self.printed = printed

    def execute_cell(self, cell: nbformat.NotebookNode, index: int) -> None:
        """Note where the cell stands, and print."""
        self.index = index
        cell.outputs = [nbformat.v4.new_output("stream", text=self.printed)]


@pytest.mark.parametrize(
    ("name", "value", "printed", "told"),
    [
        ("ValueError", "no such row", "", "ValueError: no such row"),
        ("KeyError", "  ", "", "KeyError: KeyError"),
        ("OSError", "[Errno 28] No space left on device", "", "the disk is full"),
        ("OSError", "[Errno 122] Disk quota exceeded", "", "the disk is full"),
        ("OSError", "[Errno 2] No such file", "", "OSError: [Errno 2] No such file"),
        *((name, "as text", problem_of('{"template": "Row {n}", "values": {"n": 3}}'), "Row 3.") for name in FAMILY),
        ("SourceError", " as text ", problem_of('"only a text"'), "as text"),
        ("MissingToolError", "as text", "[]", "as text"),
        *(("SourceError", "as text", problem_of(printed), "as text") for printed in UNUSABLE),
        *(("SourceError", "as text", printed, "as text") for printed in (*UNUSABLE, "null", "[7]", "[{}]")),
    ],
)
def test_an_error_is_told_by_its_own_message(name: str, value: str, printed: str, told: str) -> None:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    client = Client(printed)
    assert why(client, made, CellExecutionError("trace", name, value)) == told  # type: ignore[arg-type]
    assert len(made.cells) == 1 + bool(printed)
    assert getattr(client, "index", 1) == 1


@pytest.mark.parametrize(
    "error", [CellExecutionError("t", "a", "b"), DeadKernelError("gone"), CellTimeoutError("late")], ids=repr
)
def test_an_error_that_nobody_can_ask_for_is_told_as_it_came(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise error

    client = Client("")
    monkeypatch.setattr(client, "execute_cell", fail)
    made = nbformat.v4.new_notebook()
    assert why(client, made, CellExecutionError("trace", "SourceError", "as text")) == "as text"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ReportError([Problem("a", says("One")), Problem("b", says("Two"))]), "One.\nTwo."),
        (MissingToolError(says("No {tool}", tool="browser")), "No browser."),
        (ValueError("x"), "as text"),
    ],
)
def test_the_kernel_hands_its_last_error_over(
    error: Exception, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "last_value", error, raising=False)
    print_last()
    client = Client(capsys.readouterr().out)
    asked = CellExecutionError("trace", "SourceError", "as text")
    assert why(client, nbformat.v4.new_notebook(), asked) == told  # type: ignore[arg-type]


def test_problems_of_files_are_told_as_they_are_and_not_as_a_cell_that_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    whole = Problem(
        "no_day", says("No day: {x}", x=3), says("A day"), says("Mend it"), "a/comment.md", 2, 1, 4, "day", 5
    )
    other = Problem("no_day", says("No day"), path="b/comment.md")
    told = {}
    for name, problems in {
        "files": [whole, other],
        "one": [other],
        "not all": [whole, Problem("x", says("No"))],
    }.items():
        monkeypatch.setattr(sys, "last_value", ReportError(problems), raising=False)
        print_last()
        client = Client(capsys.readouterr().out)
        asked = CellExecutionError("trace", "ReportError", "as text")
        told[name] = why(client, nbformat.v4.new_notebook(), asked)  # type: ignore[arg-type]
    assert told == {"files": (whole, other), "one": (other,), "not all": f"{whole.message}\nNo."}
    raising = "from cliptrial.errors import Problem, RegistryError\nfrom cliptrial.messages import says\n"
    raising += "raise RegistryError([Problem('no_day', says('No day: {x}', x=3), path='comment.md', line=2)])"
    template = notebook(tmp_path / "t.ipynb", "slug = 1", raising, tags={0: ["parameters"]})
    with kernel() as running, pytest.raises(ReportError) as caught:
        running.run(template, {})
    assert caught.value.problems == (Problem("no_day", "No day: 3", path="comment.md", line=2),)
