"""Two commands at once that write a common file: both are there afterwards, whoever came first.

``python -m tests.soak.pairs SEED ROUNDS FOLDER`` prints a line of JSON for each pair.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.refusals.bases import FOLDER, Bases
from tests.soak.forked import asked, begun, command, ended, preload

from cliptrial.posts.lake.hand_ins import hand_ins
from cliptrial.posts.lake.lake import Lake
from cliptrial.registry.decisions import read_decisions
from cliptrial.registry.plan.links import add_link, read_links
from cliptrial.registry.plan.lock import read_lock
from cliptrial.registry.safety.trust import record_file, trust
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.report.inputs import STAMPS, stamp

SLUG = "question-hook"
Act = Callable[[], object]
LINK = "https://www.tiktok.com/@kitchen.demo/video/76125458157808059{:02}"
HANDED = ("--map", "post_id=video", "--map", "captured_at=read", "--map", "views=plays", "--account", "demo")


def _decides(root: Path, who: str) -> Act:
    return command(root, "decide", SLUG, "repeat", "--who", who, "--why", "Too few.")


def _ingests(root: Path, name: str) -> Act:
    return command(root, "ingest", name, *HANDED)


def _links(root: Path, number: int) -> Act:
    return lambda: add_link(root / FOLDER, number, LINK.format(number))


def _locks(root: Path, number: int) -> Act:
    def act() -> object:
        with one_at_a_time(root):
            path = root / FOLDER / "experiment.yaml"
            path.write_text(path.read_text().replace("title: ", f"title: {number} "))
            return command(root, "lock", SLUG, "--again", "--without-topics")()

    return act


def _news(root: Path, slug: str) -> Act:
    words = ("--title", "H", "--statement", "M.", "--variable", "cta", "--control", "A", "--variant", "B")
    return command(root, "new", slug, *words)


def _stamps(root: Path, page: str) -> Act:
    (root / "reports").mkdir(exist_ok=True)
    return lambda: stamp(root / "reports", page, "x")


def _trusts(root: Path, number: int) -> Act:
    other = root.parent / f"other{number}"

    def act() -> object:
        os.environ["XDG_DATA_HOME"] = str(root.parent / "data")
        (other / "templates").mkdir(parents=True)
        (other / "templates" / "own.html").touch()
        return trust(other) and None

    return act


def _compacts(root: Path) -> Act:
    return command(root, "compact")


def _undoes(root: Path) -> Act:
    return command(root, "ingest", "--undo")


def _whos(root: Path) -> list[str]:
    return sorted(one.who for one in read_decisions(root / FOLDER))


def _posts(root: Path) -> list[str]:
    return sorted(str(row["post_id"])[-2:] for row in Lake(root / "store").read("snapshots").to_pylist())


def _standing(root: Path) -> list[str]:
    return sorted(name for one in hand_ins(Lake(root / "store")) if one.stands for name in one.files)


PAIRS: dict[str, tuple[Callable[[Path], tuple[Act, Act]], Callable[[Path], object], object]] = {
    "decide, decide": (lambda r: (_decides(r, "Ada"), _decides(r, "Ben")), _whos, ["Ada", "Ben"]),
    "decide, link": (
        lambda r: (_decides(r, "Ada"), _links(r, 3)),
        lambda r: [_whos(r), [*read_links(r / FOLDER)]],
        [["Ada"], [3]],
    ),
    "link, link": (lambda r: (_links(r, 3), _links(r, 5)), lambda r: sorted(read_links(r / FOLDER)), [3, 5]),
    "lock --again, lock --again": (
        lambda r: (_locks(r, 1), _locks(r, 2)),
        lambda r: len((read_lock(r / FOLDER) or sys.exit("no lock")).earlier),
        2,
    ),
    "lock --again, decide": (
        lambda r: (_locks(r, 1), _decides(r, "Ada")),
        lambda r: [len((read_lock(r / FOLDER) or sys.exit("no lock")).earlier), _whos(r)],
        [1, ["Ada"]],
    ),
    "ingest, ingest": (
        lambda r: (_ingests(r, "a.csv"), _ingests(r, "b.csv")),
        lambda r: [_posts(r), _standing(r)],
        [["01", "02", "09"], ["a.csv", "b.csv", "z.csv"]],
    ),
    "ingest, the same ingest": (
        lambda r: (_ingests(r, "a.csv"), _ingests(r, "a.csv")),
        lambda r: [_posts(r), sorted({*_standing(r)})],
        [["01", "09"], ["a.csv", "z.csv"]],
    ),
    "ingest, compact": (
        lambda r: (_ingests(r, "a.csv"), _compacts(r)),
        lambda r: [_posts(r), _standing(r)],
        [["01", "09"], ["a.csv", "z.csv"]],
    ),
    "compact, compact": (lambda r: (_compacts(r), _compacts(r)), _posts, ["09"]),
    "compact, ingest --undo": (lambda r: (_compacts(r), _undoes(r)), _posts, []),
    "ingest, decide": (
        lambda r: (_ingests(r, "a.csv"), _decides(r, "Ada")),
        lambda r: [_posts(r), _whos(r)],
        [["01", "09"], ["Ada"]],
    ),
    "new, new": (
        lambda r: (_news(r, "one"), _news(r, "two")),
        lambda r: sorted(path.parent.name for path in (r / "experiments").glob("*/experiment.yaml")),
        ["one", SLUG, "two"],
    ),
    "page, page": (
        lambda r: (_stamps(r, "one"), _stamps(r, "two")),
        lambda r: sorted(json.loads((r / "reports" / STAMPS).read_text())),
        ["one", "two"],
    ),
    "trust, trust": (lambda r: (_trusts(r, 1), _trusts(r, 2)), lambda r: _trusted(r), 2),
}
"""By pair: what the two do, what is looked at afterwards, and what must stand there."""


def _trusted(root: Path) -> int:
    os.environ["XDG_DATA_HOME"] = str(root.parent / "data")
    return len(json.loads(record_file().read_text()))


def base(folder: Path) -> Path:
    """A locked experiment and a store with one hand-in."""
    (folder / "bases").mkdir()
    root = Bases(folder / "bases").copy("locked", folder / "base")
    for name, number in (("a", 1), ("b", 2), ("z", 9)):
        row = f"76000000000000000{number:02},2026-03-09 18:00,{number}"
        (root / f"{name}.csv").write_text(f"video,read,plays\n{row}\n", encoding="utf-8")
    assert _ingests(root, "z.csv")() == 0
    return root


def met(folder: Path, pair: str, rng: Random) -> list[str]:
    """One round of a pair: what was lost."""
    acts, look, wanted = PAIRS[pair]
    root = Path(shutil.copytree(folder / "base", folder / "round" / "ws"))
    begin = time.monotonic() + 0.02
    ahead = [0.0, rng.uniform(0, 0.02)]
    rng.shuffle(ahead)
    said = [folder / "one.txt", folder / "two.txt"]
    children = []
    for act, late, stream in zip(acts(root), ahead, said, strict=True):
        children.append(begun(lambda act=act, late=late: _at(begin + late, act), stream))
    codes = [ended(child) for child in children]
    faults = [stream.read_text()[-500:] for code, stream in zip(codes, said, strict=True) if code != 0]
    there = asked(lambda: look(root), folder / "look.txt")
    if there != wanted:
        faults.append(f"there is {there} and not {wanted}")
    shutil.rmtree(root.parent)
    return faults


def _at(moment: float, act: Act) -> object:
    with suppress(ValueError):
        time.sleep(moment - time.monotonic())
    return act()


def main(seed: int, rounds: int, folder: Path) -> None:
    preload()
    asked(lambda: str(base(folder)), folder / "base.txt")
    for pair in PAIRS:
        faults = [fault for number in range(rounds) for fault in met(folder, pair, Random(f"{seed}:{pair}:{number}"))]
        print(json.dumps({"pair": pair, "rounds": rounds, "faults": faults}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
