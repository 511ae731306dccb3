"""Column mappings as people declare them: ``views=plays``, or a YAML or JSON file of such pairs.

Once declared, a mapping is remembered in ``workspace.yaml`` under ``tables``, so that the file alone is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import Message, says
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources import SOURCES, spreadsheet
from cliptrial.posts.sources.cells import header_key, headers_of
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.naming import slugify
from cliptrial.registry.workspace import FILE, Workspace
from cliptrial.registry.yaml.settings import put_settings

MEND = says("Write --map views=plays, or a file with one `views: plays` a line.")


def read_mapping(declared: Iterable[str]) -> dict[str, str]:
    """By field or number of the store: the file's column.

    Args:
        declared: ``field=column`` texts, and paths of mapping files.

    Raises:
        SourceError: A text is neither, or a file is no mapping of names to names.
    """
    mapping: dict[str, str] = {}
    problems: list[Problem] = []
    for text in declared:
        key, equals, column = text.partition("=")
        if equals and key.strip() and column.strip():
            mapping[key.strip()] = column.strip()
        elif Path(text).is_file():
            mapping |= _from_file(Path(text), problems)
        else:
            problems.append(
                Problem(
                    "bad_mapping", says("{text!r} is neither a pair nor a file", text=text), says("views=plays"), MEND
                )
            )
    if problems:
        raise SourceError(problems)
    return mapping


def _from_file(path: Path, problems: list[Problem]) -> dict[str, str]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    from cliptrial.registry.yaml.mistakes import explain

    try:
        # JSON is YAML, so one reader serves both.
        text = path.read_text(encoding="utf-8-sig")
        content = YAML(typ="safe", pure=True).load(text)
    except UnicodeDecodeError:
        problems.append(Problem("bad_mapping", says("The mapping is not UTF-8"), mend=MEND, path=path.name))
        return {}
    except YAMLError as error:
        (why, *_) = explain(error, text) if isinstance(error, MarkedYAMLError) else (None,)
        what = says("The mapping cannot be read: {why}", why=why.what) if why else says("The mapping cannot be read")
        line, column = (why.line, why.column) if why else (None, None)
        problems.append(Problem("bad_mapping", what, mend=MEND, path=path.name, line=line, column=column))
        return {}
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        what = says("The mapping is not a list of pairs of names")
        problems.append(Problem("bad_mapping", what, says("views: plays"), MEND, path=path.name))
        return {}
    return {str(key): value for key, value in content.items()}


def remembered(workspace: Workspace, account: str | None, sheets: Sequence[Sheet]) -> Mapping[str, str]:
    """What was declared of such a table before; empty where nothing was, or a source knows the table itself.

    Args:
        workspace: Which remembers.
        account: Whose table it is; None where only a column tells.
        sheets: What the file holds.

    Raises:
        SourceError: What ``workspace.yaml`` remembers cannot be a mapping.
    """
    unknown = [sheet for sheet in sheets if not any(source.recognises(sheet) for source in SOURCES)]
    owners = list(workspace.tables) if account is None else [workspace.owner_of(account)]
    for owner in owners:
        for name, mapping in workspace.tables.get(owner, {}).items():
            names_account = account is not None or "account" in mapping
            if names_account and any(spreadsheet.fits(sheet, mapping) for sheet in unknown):
                _refuse_unusable(workspace, f"tables.{owner}.{name}", mapping)
                return mapping
    changed = [
        _changed(name, one, sheet)
        for o in owners
        for name, one in workspace.tables.get(o, {}).items()
        for sheet in unknown
    ]
    problem = next((one for one in changed if one is not None), None)
    if problem is not None:
        raise SourceError(problem)
    return {}


def _changed(name: str, mapping: Mapping[str, str], sheet: Sheet) -> Problem | None:
    """A table most of whose columns are known, so that the others were given another name."""
    there = headers_of(sheet)
    gone = [column for column in mapping.values() if header_key(column) not in there]
    if 2 * len(gone) > len(mapping):
        return None
    what = says('The table "{name}" had other columns so far: {gone}', name=name, gone=gone)
    mend = says("Say once more which column is what, for example --map views=plays.")
    return Problem("table_changed", what, says("{header}", header=list(sheet.header)), mend, path=sheet.name)


def _refuse_unusable(workspace: Workspace, where: str, mapping: Mapping[str, str]) -> None:
    own = {name for metric in workspace.metrics.values() for name in (*metric.numerator, metric.denominator) if name}
    problems = [
        workspace.problem(f"{where}.{one.field}" if one.field else where, one.code, one.what, one.expected, one.mend)
        for one in spreadsheet.check_mapping(mapping, sorted(own))
    ]
    if problems:
        raise SourceError(problems)


def remember(
    workspace: Workspace, owner: str, mapping: Mapping[str, str], sheets: Sequence[Sheet], file: str
) -> Message | None:
    """Keep a declared mapping for a client or account; what is said of the same kind of table is replaced.

    Returns:
        What to tell, or None where it is known already, or the file is known without a mapping.
    """
    read = [sheet for sheet in sheets if spreadsheet.fits(sheet, mapping)]
    if not read or any(source.recognises(sheet) for sheet in read for source in SOURCES):
        return None
    there = load_workspace(workspace.root).tables.get(owner, {})
    if mapping in there.values():
        return None
    same = [name for name, one in there.items() if any(spreadsheet.fits(sheet, one) for sheet in read)]
    name = next(iter(same), None) or next(_names(file, there))
    put_settings(workspace.root, {"tables": {owner: {**dict.fromkeys(same), name: dict(mapping)}}}, None)
    return says("Remembered in {file} for {owner}: next time the file alone is enough.", file=FILE, owner=owner)


def _names(file: str, taken: Iterable[str]) -> Iterator[str]:
    """What a kind of table may be called: after the first file, without its days and numbers."""
    plain = slugify(re.sub(r"\d+", " ", PurePath(file).stem), "_") or "table"
    numbered = (plain, *(f"{plain}_{number}" for number in range(2, 1000)))
    return (name for name in numbered if name not in taken)


def guessed(header: Iterable[str]) -> dict[str, str]:
    """By field or number: the column that its name is most likely for; for people to look over."""
    columns = list(dict.fromkeys(header))
    likely = {
        key: next((one for one in columns if re.search(words, one, re.IGNORECASE)), None) for key, words in _USUAL
    }
    return {key: column for key, column in likely.items() if column is not None}


_USUAL = (
    ("link", r"url|link\b|permalink|enlace"),
    ("post_id", r"(video|post|media).?id|^id$"),
    ("posted_at", r"publi|posted|post.?time|veröffentlicht|created|^date$|^datum$|^fecha$"),
    ("captured_at", r"export|captured|as of|stand"),
    ("views", r"views?\b|plays?\b|aufrufe|wiedergaben|visualizaciones|reproducciones|vues|impress"),
    ("likes", r"likes?\b|gefällt|me gusta|j.aime"),
    ("comments", r"comm?ent|komment"),
    ("shares", r"shares?\b|teil|compart|partag"),
    ("saves", r"saves?\b|saved|speicher|guardado|enregistr|favou?rit|bookmark"),
    ("reach", r"reach|reichweite|alcance|portée"),
    ("new_followers", r"new followers|neue follower|follows\b|nuevos seguidores"),
    ("average_watch_time", r"(average|avg|mean|durchschnitt|ø).*(watch|view|wiedergabe)"),
)
"""By field: how tools call its column."""
