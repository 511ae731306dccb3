"""Workspaces from somebody else, full of canaries: whatever is asked, nothing of them runs, nothing outside changes.

``python -m tests.soak.strangers SEED FIRST COUNT FOLDER`` prints a line of JSON for each.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from random import Random

import nbformat
from tests.places import ROOT
from tests.refusals.bases import FOLDER, Bases
from tests.safety import canaries

COMMANDS = (["list"], ["validate"], ["check", "question-hook"], ["analyze", "question-hook"], ["status"])
A_REPORT_IN = 10
"""One workspace in so many is rendered too, which takes longest."""
Trap = Callable[[Path, Path, Random], None]


def _modules(root: Path, outside: Path, rng: Random) -> None:
    folders = [root, root / "notebooks", root / FOLDER, root / "templates"]
    canaries.set_out(outside.parent / "ran", *rng.sample(folders, rng.randint(1, 4)))


def _templates(root: Path, outside: Path, rng: Random) -> None:
    html = root / "templates" / "html"
    html.mkdir(parents=True, exist_ok=True)
    code = f"open({str(outside.parent / 'ran')!r}, 'a').write('template')"
    inner = (
        f"{{{{ ''.__class__.__mro__[1].__subclasses__() }}}}{{{{ cycler.__init__.__globals__.os.system({code!r}) }}}}"
    )
    for name in ("page.html.j2", "page.html", "index.html", "page.css", "own.html"):
        (html / name).write_text(inner)
    for name in ("experiment.ipynb", "comparison.ipynb", "plan.ipynb"):
        _notebook(root / "templates" / name, code)


def _notebooks(root: Path, outside: Path, rng: Random) -> None:
    (root / "notebooks").mkdir(exist_ok=True)
    for name in ("start_here.ipynb", "compare.ipynb", "own.ipynb"):
        _notebook(root / "notebooks" / name, f"open({str(outside.parent / 'ran')!r}, 'a').write('notebook')")


def _notebook(path: Path, code: str) -> None:
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), path)


def _link_out(root: Path, outside: Path, rng: Random) -> None:
    names = ["store", "reports", "store/posts", "experiments/theirs", f"{FOLDER}/posts.csv", f"{FOLDER}/numbers.xlsx"]
    link = root / rng.choice([*names, "reports/question-hook", f"{FOLDER}/decision.yaml", f"{FOLDER}/looks.json"])
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(outside / "kept.txt" if link.suffix else outside)


def _store(root: Path, outside: Path, rng: Random) -> None:
    value = rng.choice(
        [".", "experiments", "..", "../outside", str(outside), "reports", "templates", "store/../..", "~"]
    )
    with (root / "workspace.yaml").open("a") as file:
        file.write(f"store: {value}\n")


def _slug(root: Path, outside: Path, rng: Random) -> None:
    text = (root / FOLDER / "experiment.yaml").read_text()
    value = rng.choice([str(outside), "../../outside", "..", ".", "/etc/passwd", "a/b"])
    (root / FOLDER / "experiment.yaml").write_text(f"{text}follow_up_of: {value}\n")


def _yaml(root: Path, outside: Path, rng: Random) -> None:
    code = f"!!python/object/apply:os.system ['touch {outside.parent / 'ran'}']"
    path = root / rng.choice(["workspace.yaml", f"{FOLDER}/experiment.yaml", f"{FOLDER}/decision.yaml"])
    with path.open("a") as file:
        file.write(f"{rng.choice(['brand', 'title', 'note'])}: {code}\n")


def _settings(root: Path, outside: Path, rng: Random) -> None:
    code = f"open({str(outside.parent / 'ran')!r}, 'a').write('settings')\n"
    for name in ("matplotlibrc.py", "conftest.py", ".pythonrc.py", "ipython_config.py", "jupyter_config.py"):
        (root / name).write_text(code)
    (root / "pyvenv.cfg").write_text("home = .\n")
    (root / "matplotlibrc").write_text("backend: module://pandas\n")


def _trusted(root: Path, outside: Path, rng: Random) -> None:
    for name in ("trust.json", ".cliptrial/trust.json", "cliptrial/trust.json", ".local/share/cliptrial/trust.json"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(json.dumps({str(root): {"templates/html/page.css": "0" * 64}}))


TRAPS: tuple[Trap, ...] = (
    _modules,
    _templates,
    _notebooks,
    _link_out,
    _store,
    _slug,
    _yaml,
    _settings,
    _trusted,
)


def visit(bases: Bases, folder: Path, seed: int, number: int) -> dict[str, object]:
    """One workspace and the commands asked of it: what ran and what changed."""
    rng = Random(f"{seed}:stranger:{number}")
    here = folder / f"stranger{number}"
    outside, home = here / "outside", here / "home"
    for path in (outside, home):
        path.mkdir(parents=True)
        (path / "kept.txt").write_text("Nobody changes this.\n")
    root = bases.copy("locked", here / "ws")
    traps = rng.sample(TRAPS, rng.randint(1, 3))
    for trap in traps:
        trap(root, outside, rng)
    commands = [*COMMANDS, *([["report", "question-hook"]] if number % A_REPORT_IN == 0 else [])]
    before, faults = (_contents(outside), _contents(home)), []
    own = _contents(root)
    for words in commands:
        code, said = _ran(root, home, words)
        if code not in (0, 1, 2) or "Traceback" in said or "should not have happened" in said:
            faults.append(f"{words[0]} ({code}): {said[-400:]}")
        if words[0] != "report" and _contents(root) != own:
            faults.append(f"{words[0]} changed the workspace")
    if (here / "ran").exists():
        faults.append(f"ran: {(here / 'ran').read_text()[:200]}")
    if (_contents(outside), _contents(home)) != before:
        faults.append("something outside was touched")
    shutil.rmtree(here)
    return {"number": number, "traps": [trap.__name__ for trap in traps], "faults": faults}


def _ran(root: Path, home: Path, words: list[str]) -> tuple[int, str]:
    own = {"HOME": str(home), "PYTHONPATH": str(ROOT / "toolkit"), "OMP_NUM_THREADS": "1"}
    env = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "PYTHON"))} | own
    env |= {"PYTHONDONTWRITEBYTECODE": "1", "MPLCONFIGDIR": str(root.parent / "mpl")}
    env |= {"XDG_CACHE_HOME": str(root.parent / "cache")}  # where the index is, which every command may write
    command = [sys.executable, "-m", "cliptrial", *words]
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout[-1000:] + done.stderr[-2000:]


def _contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in folder.rglob("*")
        if not path.is_symlink()
    }


def stages(folder: Path) -> Bases:
    """Where workspaces are copied from."""
    (folder / "bases").mkdir()
    return Bases(folder / "bases")


def main(seed: int, first: int, count: int, folder: Path) -> None:
    bases = stages(folder)
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        bases.copy("locked", folder / "first")
    for number in range(first, first + count):
        print(json.dumps(visit(bases, folder, seed, number)), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]), Path(sys.argv[4]))
