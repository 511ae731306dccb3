"""What is wrong with a command line, in the words of the product rather than of the library that read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import typer

from cliptrial.messages import Message, full_sentence, in_turn, nothing, says

_KINDS = {"argument": says("argument"), "option": says("option"), "parameter": says("parameter")}
_NO_VALUE = re.compile(r"Option (.+) requires an argument\.")
_NO_FLAG = re.compile(r"Option (.+) does not take a value\.")
_UNEXPECTED = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)")
_NO_COMMAND = re.compile(r"No such command (\S+?)\.(?: Did you mean (.+)\?)?")


def usage_message(error: typer.TyperException) -> Message:
    """A wrong command line in words; what the library says in a way that is not known here stays as it is."""
    name = type(error).__name__
    if name == "MissingParameter":
        kind = _KINDS[getattr(error.param, "param_type_name", None) or "parameter"]  # type: ignore[attr-defined]
        return says("Missing {kind} {names}.", kind=kind, names=_hint(error) or nothing)
    if name == "NoSuchOption":
        return _no_option(error)
    text = getattr(error, "message", str(error))
    if not isinstance(text, Message):
        text = _of_value(error.__cause__) or _of_library(str(text))
    if name == "BadParameter":
        hint = _hint(error)
        return (
            says("Invalid value for {names}: {told}", names=hint, told=text)
            if hint
            else says("Invalid value: {told}", told=text)
        )
    return text


def _of_value(cause: BaseException | None) -> Message | None:
    """What is wrong with a value that pydantic refused; None where it is something else."""
    from pydantic import ValidationError

    if not isinstance(cause, ValidationError):
        return None
    (first, *_) = cause.errors(include_url=False)
    kind, value, limits = str(first["type"]), first["input"], first.get("ctx", {})
    if kind.startswith("int_"):
        return says('"{value}" is not a whole number', value=value)
    if kind.startswith("float_"):
        return says('"{value}" is not a number', value=value)
    for name, wanted in _LIMITS.items():
        if name in limits:
            return says("{value} is not {wanted}", value=value, wanted=wanted(limits[name]))
    return says('"{value}" cannot be used here', value=value)


_LIMITS: Mapping[str, Callable[[object], Message]] = {
    "ge": lambda limit: says("{limit} or more", limit=limit),
    "gt": lambda limit: says("more than {limit}", limit=limit),
    "le": lambda limit: says("{limit} or less", limit=limit),
    "lt": lambda limit: says("less than {limit}", limit=limit),
}


def _hint(error: typer.TyperException) -> str | None:
    hint = getattr(error, "param_hint", None)
    if hint is None and getattr(error, "param", None) is not None:
        hint = error.param.get_error_hint()  # type: ignore[attr-defined]
    return " / ".join(map(repr, hint)) if hint is not None and not isinstance(hint, str) else hint


def _no_option(error: typer.TyperException) -> Message:
    what = says("No such option: {name}", name=getattr(error, "option_name", ""))
    near = sorted(getattr(error, "possibilities", None) or ())
    return in_turn([what, says("(Possible options: {near})", near=near)]) if near else what


def _of_library(text: str) -> Message:
    for pattern, template in _SENTENCES:
        match = pattern.fullmatch(text)
        if match:
            return template(*match.groups())
    return says("{text}", text=text)


def _no_command(name: str, near: str | None) -> Message:
    what = full_sentence(says("No such command {name}", name=name))
    return in_turn([what, says("Did you mean {near}?", near=near)]) if near else what


_SENTENCES = (
    (_NO_VALUE, lambda name: says("Option {name} requires an argument.", name=name)),
    (_NO_FLAG, lambda name: says("Option {name} does not take a value.", name=name)),
    (_UNEXPECTED, lambda given: says("Got unexpected extra arguments ({given})", given=given)),
    (_NO_COMMAND, _no_command),
)
