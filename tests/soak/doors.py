"""The doors that files come in by: which files are tried, and what each door makes of them."""

from __future__ import annotations

import io
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook
from tests.places import SHARED
from tests.refusals.bases import FOLDER, Bases, inside, table
from tests.soak import mutations
from tests.soak.saved import Cells, Saved, cells_of, workbook

from cliptrial.analysis import compare
from cliptrial.cli.entry import run
from cliptrial.errors import InputError, SourceError
from cliptrial.planning.chance_check import chance_check, posts_for
from cliptrial.planning.chance_history import file_histories
from cliptrial.posts.any_table import read_any_table
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import TABLES
from cliptrial.posts.text.privacy import SALT_FILE
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.decisions import read_decisions
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.plan.lock import plan_changes, read_lock
from cliptrial.registry.plan.looks import read_looks
from cliptrial.registry.plan.schedule_files import read_schedule

DATA = SHARED / "data"
SLUG = "question-hook"
ASIDE = ("file", "top_list")
"""What a row says of its file: the name, and whether its order is that of a list of the best."""
READ_ON = "Read on (needed with numbers)"
SALT = bytes(range(32)).hex()
UNKNOWN = "unexpected"


class UnexpectedError(Exception):
    """A command ended in an error that nobody foresaw."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a door made of a file: the values in no order, and what it told beside them."""

    values: object
    said: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Source:
    """A table that is tried.

    Attributes:
        cells: Its cells.
        options: What the door is told about it.
        one_a_post: A row that stands twice is known by its id, link or day.
    """

    name: str
    cells: Cells
    options: Mapping[str, object]
    one_a_post: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """One changed file: what was done to it, its bytes, and whether it still means the same."""

    name: str
    changes: tuple[str, ...]
    data: bytes
    keeps: bool


def changed(source: Source, rng: Random, left_out: frozenset[Callable[..., object]] = frozenset()) -> Case:
    """A source after one to three changes."""
    cells, saved, changes = source.cells, Saved(), []
    keeps = rng.random() < 0.5
    own = [one for one in mutations.KEEPING if one not in left_out]
    if not source.one_a_post:
        own.remove(mutations.a_row_twice)
    for keep in rng.sample(own, rng.choice([1, 1, 2, 3]) if keeps else rng.choice([0, 0, 1])):
        cells, saved = keep(cells, saved, rng)
        changes.append(keep.__name__)
    by_bytes = not keeps and rng.random() < 0.4
    for change in [] if keeps or by_bytes else rng.choices(mutations.BREAKING, k=rng.choice([1, 1, 2, 3])):
        cells = change(cells, rng)
        changes.append(change.__name__)
    data = saved.dump(cells)
    if by_bytes:
        data, accident = mutations.bytes_broken(data, rng)
        changes.append(accident)
    return Case(source.name + saved.suffix, tuple(changes), data, keeps)


class Tables:
    """A door for tables: each case is one of its sources after some changes.

    Args:
        sources: The tables.
        read: What a file of that source is for the door, in the folder where it lies.
    """

    def __init__(self, sources: list[Source], read: Callable[[Path, Source], Answer]) -> None:
        self._sources, self._read = {source.name: source for source in sources}, read
        self._truths: dict[str, Answer] = {}

    def case(self, rng: Random) -> Case:
        return changed(self._sources[rng.choice([*self._sources])], rng)

    def read(self, case: Case, folder: Path) -> Answer:
        path = folder / case.name
        path.write_bytes(case.data)
        return self._read(path, self._sources[case.name.partition(".")[0]])

    def truth(self, case: Case, folder: Path) -> Answer:
        """What the unchanged file is."""
        name = case.name.partition(".")[0]
        if name not in self._truths:
            plain = Case(f"{name}.csv", (), Saved().dump(self._sources[name].cells), keeps=True)
            self._truths[name] = self.read(plain, folder)
        return self._truths[name]


def _ingest_sources() -> list[Source]:
    made = cells_of_text(table())
    mapped = {
        "captured_at": date(2026, 7, 1),
        "mapping": {"post_id": "post_id", "views": "views", "likes": "likes", "posted_at": "posted_at"},
    }
    files = {
        "studio_en": "studio-sobatti-2026/Content.csv",
        "studio_el": "studio-okn-greek-2026/Content.csv",
        "studio_pl": "studio-miskibin-pl-2024/Video Posts.csv",
        "studio_2021": "studio-weatherchannel-2021/Video Posts.csv",
        "overview_el": "studio-okn-greek-2026/Overview.csv",
        "viewers_el": "studio-okn-greek-2026/Viewers.csv",
        "followers_en": "studio-sobatti-2026/FollowerHistory.csv",
        "days_pl": "studio-miskibin-pl-2024/Ostatnich 27 dn..csv",
        "activity_2021": "studio-weatherchannel-2021/Follower activity.csv",
        "business_bg": "studio-vintage-business-suite-bg-2025/TIKTOK_VIDEO_RAW.csv",
    }
    options = {name: {} if name.startswith("studio") else {"captured_at": date(2026, 7, 1)} for name in files}
    real = [
        Source(name, cells_of(DATA / path), options[name]) for name, path in files.items() if (DATA / path).exists()
    ]
    return [*real, Source("made", made, mapped)]


def cells_of_text(text: str) -> Cells:
    """The cells of a plain table."""
    return tuple(tuple(line.split(",")) for line in text.splitlines())


def _ingested(path: Path, source: Source) -> Answer:
    root = path.parent
    (root / "workspace.yaml").write_text("accounts: {demo: {timezone: Europe/Berlin}}\n")
    (root / "experiments").mkdir(exist_ok=True)
    shutil.rmtree(root / "store", ignore_errors=True)
    (root / "store").mkdir()
    (root / "store" / SALT_FILE).write_text(SALT)
    report = ingest(load_workspace(root), [path], account="demo", locale="en", **source.options)
    if report.problems:
        raise SourceError(report.problems)
    return Answer(facts(root / "store"), Counter(str(note) for file in report.files for note in file.notes))


def facts(store: Path) -> Counter[str]:
    """Every fact of a store, without the name of the file that it came from."""
    rows: Counter[str] = Counter()
    for name in TABLES:
        for path in sorted((store / name).glob("*.parquet")):
            for row in pq.read_table(path).to_pylist():
                rows[name + repr({key: cell for key, cell in sorted(row.items()) if key not in ASIDE})] += 1
    return rows


def facts_standing(store: Path) -> Counter[str]:
    """Every fact that was handed in and not taken back."""
    lake = Lake(store)
    return Counter(
        name + repr({key: cell for key, cell in sorted(row.items()) if key not in ASIDE})
        for name in TABLES
        if name not in ("links",)
        for row in lake.read(name).to_pylist()
    )


def _compare_sources() -> list[Source]:
    usual = {"arm": "arm", "control": "s", "metrics": ["views", "likes"], "posted_at": "date"}
    german = {"arm": "Einstieg", "control": "Ohne Frage", "metrics": ["Aufrufe"], "posted_at": "Datum"}
    named = {
        "en_thousands_comma": usual,
        "k_suffix": usual,
        "dates_dmy_provable": usual,
        "dates_epoch_ms": usual,
        "dates_us_ampm": usual,
        "missing_dashes": usual,
        "percent_strings": usual | {"metrics": ["rate", "views"]},
        "arm_nfc_nfd": usual | {"control": "Frage？"},
        "de_dates_dotted": german,
    }
    folder = DATA / "failing-tables"
    real = [Source(name, cells_of(folder / f"{name}.csv"), options, False) for name, options in named.items()]
    own = {"arm": "arm", "control": "a", "metrics": ["views", "likes/views"], "posted_at": "posted_at"}
    return [*(one for one in real if one.cells), Source("made", cells_of_text(table()), own)]


def _compared(path: Path, source: Source) -> Answer:
    arm, control, metrics, posted_at = (source.options[key] for key in ("arm", "control", "metrics", "posted_at"))
    numbers = [part for name in metrics for part in name.split("/")]
    frame = read_any_table(path, names=[arm], numbers=numbers, times=[posted_at])
    analysis = compare(frame, arm=arm, control=control, metrics=metrics, posted_at=posted_at)
    plain = [
        (one.metric, one.arm, one.posts, _rounded(one.control_value), _rounded(one.arm_value), _rounded(one.relative))
        for one in analysis.uplifts
    ]
    return Answer(plain, Counter(type(finding).__name__ + repr(finding) for finding in analysis.findings))


def _rounded(number: float | None) -> str | None:
    return None if number is None else f"{number:.9g}"


def _chance(path: Path, source: Source) -> Answer:
    metrics = [name for name in source.options["metrics"] if "/" not in name]
    histories = file_histories(path, metrics, posted_at=source.options["posted_at"])
    per_arm = posts_for(histories, 0)
    for history in histories:
        chance_check(history, posts_per_arm=per_arm, draws=2, seed=0)
    plain = [
        (one.metric.name, posts.account, sorted(zip(posts.weekday, posts.numerator, posts.denominator, strict=True)))
        for one in histories
        for posts in one.accounts
    ]
    return Answer(repr(plain), Counter(str(note) for one in histories for note in one.notes))


class Numbers:
    """The workbook of a planned experiment, filled in and then changed."""

    def __init__(self) -> None:
        self._bases: Bases | None = None
        self._truth: Answer | None = None

    def case(self, rng: Random) -> Case:
        keeps, changes = rng.random() < 0.4, []
        rows = [list(row) for row in self._filled()]
        if keeps:
            for change in rng.sample([*_ROWS_KEPT], rng.choice([1, 1, 2])):
                rows = change(rows, rng)
                changes.append(change.__name__)
            return Case("numbers.xlsx", tuple(changes), workbook(rows), keeps)
        if rng.random() < 0.4:
            data, accident = mutations.bytes_broken(workbook(rows), rng)
            return Case("numbers.xlsx", (accident,), data, keeps)
        for _ in range(rng.choice([1, 1, 2, 3])):
            row = rows[rng.randrange(len(rows))]
            row[rng.randrange(len(row))] = rng.choice([*mutations.HOSTILE, -1, 1e300, 10**15, 0.5, True, date.max])
        return Case("numbers.xlsx", ("hostile cells",), workbook(rows), keeps)

    def read(self, case: Case, folder: Path) -> Answer:
        root = folder / "ws"
        shutil.rmtree(root, ignore_errors=True)
        _bases().copy("planned", root)
        (root / "store").mkdir()
        (root / "store" / SALT_FILE).write_text(SALT)
        path = root / FOLDER / case.name
        path.write_bytes(case.data)
        report = ingest(load_workspace(root), [path])
        if report.problems:
            raise SourceError(report.problems)
        links = read_links(root / FOLDER)
        said = Counter(str(note) for file in report.files for note in file.notes)
        return Answer((facts(root / "store"), sorted(links.items())), said)

    def truth(self, case: Case, folder: Path) -> Answer:
        self._truth = self._truth or self.read(Case("numbers.xlsx", (), workbook(self._filled()), True), folder)
        return self._truth

    @cache  # noqa: B019 - one door a process
    def _filled(self) -> list[list[object]]:
        path = _bases().copy("planned", Path(_bases().folder) / "filled") / FOLDER / "numbers.xlsx"
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
        rows = [list(row) for row in sheet]
        top = next(n for n, row in enumerate(rows) if "Views" in row)
        column = {str(name): place for place, name in enumerate(rows[top])}
        for number, row in enumerate(rows[top + 1 :]):
            if isinstance(row[0], int | float):
                day = 1772000000 + 86_400 * 60 + number
                row[column["Video link"]] = f"https://www.tiktok.com/@kitchen.demo/video/{(day << 32) + number}"
                row[column["Views"]] = 1000 + 137 * number
                row[column[READ_ON]] = date(2026, 7, 1)
        return rows


def _rows_shuffled(rows: list[list[object]], rng: Random) -> list[list[object]]:
    top = next(n for n, row in enumerate(rows) if "Views" in row) + 1
    return [*rows[:top], *rng.sample(rows[top:], len(rows) - top)]


def _columns_shuffled(rows: list[list[object]], rng: Random) -> list[list[object]]:
    order = rng.sample(range(len(rows[0])), len(rows[0]))
    return [[row[place] for place in order] for row in rows]


def _numbers_as_text(rows: list[list[object]], rng: Random) -> list[list[object]]:
    return [[str(int(cell)) if isinstance(cell, int | float) else cell for cell in row] for row in rows]


def _days_as_text(rows: list[list[object]], rng: Random) -> list[list[object]]:
    return [[cell.isoformat() if hasattr(cell, "year") else cell for cell in row] for row in rows]


def _lines_above(rows: list[list[object]], rng: Random) -> list[list[object]]:
    return [*[[""] * len(rows[0]) for _ in range(rng.randint(1, 3))], *rows]


def _lines_below(rows: list[list[object]], rng: Random) -> list[list[object]]:
    return [*rows, *[[""] * len(rows[0]) for _ in range(rng.randint(1, 3))]]


def _more_columns(rows: list[list[object]], rng: Random) -> list[list[object]]:
    return [[*row, "note" if number == 0 else "x"] for number, row in enumerate(rows)]


_ROWS_KEPT = (
    _rows_shuffled,
    _columns_shuffled,
    _numbers_as_text,
    _days_as_text,
    _lines_above,
    _lines_below,
    _more_columns,
)


class Registry:
    """The files of a locked experiment and of its workspace."""

    def case(self, rng: Random) -> Case:
        texts = _registry_files()
        name = rng.choice([*texts])
        keeps = rng.random() < 0.3
        if not keeps and rng.random() < 0.2:
            data, accident = mutations.bytes_broken(texts[name].encode(), rng)
            return Case(name, (accident,), data, keeps)
        kind = Path(name).suffix
        if kind == ".csv":
            return self._table(name, texts[name], rng, keeps)
        ways = {
            (".json", True): mutations.json_kept,
            (".json", False): mutations.json_broken,
            (".yaml", True): mutations.yaml_kept,
            (".yaml", False): mutations.yaml_broken,
        }
        way = ways[kind, keeps]
        return Case(name, (way.__name__,), way(texts[name], rng).encode("utf-8", "surrogatepass"), keeps)

    def _table(self, name: str, text: str, rng: Random, keeps: bool) -> Case:
        cells, saved = cells_of_text(text), Saved(quoted=False)
        if keeps:
            own = (mutations.other_line_ends, mutations.columns_in_another_order, mutations.other_quotes)
            keep = rng.choice([*own, mutations.rows_in_another_order])
            cells, saved = keep(cells, saved, rng)
            return Case(name, (keep.__name__,), saved.dump(cells), keeps)
        change = rng.choice(mutations.BREAKING)
        return Case(name, (change.__name__,), saved.dump(change(cells, rng)), keeps)

    def read(self, case: Case, folder: Path) -> Answer:
        root = folder / "ws"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(_decided(), root)
        (root / case.name).write_bytes(case.data)
        return self._answer(root)

    def _answer(self, root: Path) -> Answer:
        for command in (["validate", "--json"], ["list", "--json"], ["status", "--json"]):
            said = io.StringIO()
            with inside(root), redirect_stdout(said), redirect_stderr(said):
                run(command)
            if f'"code": "{UNKNOWN}"' in said.getvalue():
                raise UnexpectedError(f"{command[0]}: {said.getvalue()[-600:]}")
        workspace = load_workspace(root)
        loaded = load_experiment(SLUG, workspace)
        folder = root / FOLDER
        parts = (read_schedule, read_lock, read_links, read_decisions, read_looks)
        settings = repr(workspace).replace(str(root), "")
        values = [settings, repr(loaded.experiment), *(repr(read(folder)) for read in parts)]
        return Answer(values, Counter(map(str, plan_changes(loaded))))

    @cache  # noqa: B019 - one door a process
    def _plain(self, folder: Path) -> Answer:
        root = folder / "ws"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(_decided(), root)
        return self._answer(root)

    def truth(self, case: Case, folder: Path) -> Answer:
        return self._plain(folder)


@cache
def _decided() -> Path:
    root = Path(_bases().folder) / "decided"
    _bases().copy("locked", root)
    link = "https://www.tiktok.com/@kitchen.demo/video/76125458157808059{:02}"
    rows = [f"{number},{link.format(number)}" for number in range(1, 5)]
    (root / FOLDER / "posts.csv").write_text("\n".join(["position,link", *rows]) + "\n")
    with inside(root), redirect_stderr(io.StringIO()), redirect_stdout(io.StringIO()):
        assert run(["decide", SLUG, "repeat", "--who", "Ada", "--why", "Too few."]) == 0
    return root


@cache
def _registry_files() -> dict[str, str]:
    names = ("schedule.json", "lock.json", "schedule.csv", "posts.csv", "decision.yaml", "experiment.yaml")
    files = {f"{FOLDER}/{name}": (_decided() / FOLDER / name).read_text(encoding="utf-8") for name in names}
    return files | {"workspace.yaml": (_decided() / "workspace.yaml").read_text(encoding="utf-8")}


@dataclass(slots=True)
class _Stages:
    folder: Path
    bases: Bases

    def copy(self, stage: str, to: Path) -> Path:
        with redirect_stderr(io.StringIO()), redirect_stdout(io.StringIO()):
            return self.bases.copy(stage, to)


_made: dict[str, _Stages] = {}


def use(folder: Path) -> None:
    """Where stages of workspaces are made, once a process."""
    (folder / "stages").mkdir()
    _made["here"] = _Stages(folder, Bases(folder / "stages"))


def _bases() -> _Stages:
    return _made["here"]


DOORS: dict[str, Callable[[], Tables | Numbers | Registry]] = {
    "ingest": lambda: Tables(_ingest_sources(), _ingested),
    "compare": lambda: Tables(_compare_sources(), _compared),
    "chance": lambda: Tables(_compare_sources(), _chance),
    "numbers": Numbers,
    "registry": Registry,
}
__all__ = ["DOORS", "Answer", "Case", "InputError", "UnexpectedError", "use"]
