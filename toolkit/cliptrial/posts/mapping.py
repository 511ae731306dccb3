"""Column mappings as people declare them: ``views=plays``, or a YAML or JSON file of such pairs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import says

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
