"""``make soak``: changed files at every door, commands killed and at once, strangers' workspaces, all by a seed."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.places import ROOT
from tests.soak.inputs import SHARES, soaked
from tests.soak.page import Line, page


def main(arguments: list[str] | None = None) -> int:
    """Run what is asked for and print the page; 1 where anything was found."""
    asked = _asked(arguments)
    numbers = {door: round(asked.mutations * share) for door, share in SHARES.items()}
    with ThreadPoolExecutor(asked.jobs) as pool:
        running = {door: pool.submit(soaked, door, asked.seed, count) for door, count in numbers.items() if count}
        kills = pool.submit(_lines, "kills", asked.seed, 0, asked.kills)
        pairs = pool.submit(_lines, "pairs", asked.seed, asked.rounds)
        strangers = pool.submit(_lines, "strangers", asked.seed, 0, asked.workspaces)
        inputs = {door: one.result() for door, one in running.items()}
        others = [kills.result(), pairs.result(), strangers.result()]
    counts = ("seed", "mutations", "kills", "rounds", "workspaces")
    told = "python -m tests.soak " + " ".join(f"--{name} {getattr(asked, name)}" for name in counts)
    text = page(told, inputs, *others)
    print(text)
    for line in [line for one in inputs.values() for line in one.wrong] + [one for part in others for one in part]:
        if line.get("faults", True):
            print(json.dumps(line, ensure_ascii=False, default=str), file=sys.stderr)
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")
    return int(any(one.wrong for one in inputs.values()) or any(line["faults"] for part in others for line in part))


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutations", type=int, default=20_000, help="changed files, over all doors")
    parser.add_argument("--kills", type=int, default=300, help="commands that die")
    parser.add_argument("--rounds", type=int, default=30, help="rounds of each pair of commands")
    parser.add_argument("--workspaces", type=int, default=50, help="workspaces of strangers")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    parser.add_argument("--out", type=Path, help="write the page there")
    return parser.parse_args(arguments)


def _lines(part: str, *numbers: int) -> list[Line]:
    """What a part of the soak prints, in a process of its own; nothing where it is asked for none."""
    if not numbers[-1]:
        return []
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "toolkit"), str(ROOT)]), "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        env["XDG_DATA_HOME"] = str(Path(folder) / "data")
        command = [sys.executable, "-m", f"tests.soak.{part}", *map(str, numbers), folder]
        done = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


if __name__ == "__main__":
    sys.exit(main())
