"""Which mutants are tried: drawn by a seed, so that the same seed and text give the same ones."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from random import Random

from tests.mutation.operators import Mutant, mutants
from tests.mutation.project import SHARES, Project
from tests.mutation.source import Source


def chosen(
    project: Project,
    sources: Mapping[str, Source],
    *,
    seed: int,
    number: int,
    folders: Collection[str] = (),
    files: Collection[str] = (),
) -> list[Mutant]:
    """The mutants of a seed, by folder.

    Args:
        project: What is mutated.
        sources: Its modules.
        seed: The first mutants of a seed are the same however many are asked for.
        number: How many at most.
        folders: Rows of the table, all where none is named; a folder stands for those within it.
        files: Only these modules.
    """
    by_folder: dict[str, list[Source]] = defaultdict(list)
    for path, source in sources.items():
        folder = project.folder(path)
        wanted = not folders or any(folder == one or folder.startswith(f"{one}/") for one in folders)
        if wanted and (not files or path in files):
            by_folder[folder].append(source)
    several = not folders and not files
    known = {name: by_folder[name] for name in (*SHARES, *by_folder) if by_folder.get(name)}
    if several and set(known) & set(SHARES):
        known.pop(".", None)
    found: list[Mutant] = []
    for folder, count in _counts(list(known), number).items():
        found += itertools.islice(_drawn(known[folder], Random(f"{seed} {folder}")), count)
    return found


def _counts(folders: list[str], number: int) -> dict[str, int]:
    weights = [SHARES.get(folder, 10) for folder in folders]
    ends = [round(number * sum(weights[: i + 1]) / sum(weights)) for i in range(len(weights))]
    return {folder: end - start for folder, start, end in zip(folders, [0, *ends], ends, strict=False)}


def _drawn(sources: Iterable[Source], random: Random) -> Iterator[Mutant]:
    """Viable mutants, one a statement before any statement gets a second."""
    statements: dict[tuple[str, tuple[int, int]], list[Mutant]] = defaultdict(list)
    for source in sources:
        for mutant in mutants(source):
            statements[source.path, mutant.lines].append(mutant)
    groups = list(statements.values())
    random.shuffle(groups)
    for group in groups:
        random.shuffle(group)
    for round_ in itertools.zip_longest(*groups):
        yield from (mutant for mutant in round_ if mutant is not None and mutant.viable)
