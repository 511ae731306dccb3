"""Running one command, and turning every failure into words."""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

import typer

from cliptrial.cli.language import language_of, speak
from cliptrial.errors import ClipTrialError, Problem, problems_of
from cliptrial.messages import Message, says
from cliptrial.registry.safety.turns import told_to


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 bad input or a blocker, 2 wrong usage, 130 stopped.

    Ended from outside (a closed terminal, ``kill``), it tidies up first and exits with 128 and the signal's number.
    """
    arguments = list(sys.argv[1:] if args is None else args)
    _use_utf8()
    _tidy_up_when_ended()
    try:
        code = run(arguments)
        sys.stdout.flush()
    except OSError as error:  # what was told could not be written
        code = _nobody_listens(error)
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; nothing but a real exit signal escapes."""
    from cliptrial.cli.app import app

    as_json = "--json" in arguments
    speak(language_of(arguments))
    told_to.set(_say)
    try:
        code = typer.main.get_command(app).main(
            list(arguments) or ["--help"], prog_name="cliptrial", standalone_mode=False
        )
    except ClipTrialError as error:
        return _fail(problems_of(error), as_json)
    except (typer.Abort, KeyboardInterrupt):
        return _stopped(as_json)
    except typer.TyperException as error:
        return _usage(error, as_json)
    except Exception as error:  # the last resort: no traceback reaches a user
        return _fail(problems_of(error), as_json, error)
    if code == 130:
        return _stopped(as_json)
    return code if isinstance(code, int) else 0


def _nobody_listens(error: OSError) -> int:
    """Results that reach nobody: said where it can still be said, once; a closed pipe (``| head``) means enough."""
    with suppress(OSError):
        if error.errno != errno.EPIPE:
            _fail(problems_of(error), as_json=False)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left there would fail again at exit
    return 1


def _tidy_up_when_ended() -> None:
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, frame: FrameType | None) -> None:
    """Leave every ``with`` on the way out: kernels stop, and what tells how to reach them goes."""
    del frame
    raise SystemExit(128 + number)


def _say(text: Message) -> None:
    from cliptrial.cli.output import say

    say(text)


def _use_utf8() -> None:
    """Consoles and pipes on Windows default to the system's code page, which cannot hold captions."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _fail(problems: Sequence[Problem], as_json: bool, error: Exception | None = None) -> int:
    from cliptrial.cli.output import print_json, problem_table

    if error is not None and os.environ.get("CLIPTRIAL_DEBUG") == "1":
        traceback.print_exception(error)
    if as_json:
        print_json({"errors": [problem.as_dict() for problem in problems]})
    else:
        problem_table(problems)
    return 1


def _usage(error: typer.TyperException, as_json: bool) -> int:
    from cliptrial.cli.output import print_json, say
    from cliptrial.cli.usage import usage_message

    code = error.exit_code
    text = usage_message(error)
    if as_json:
        print_json({"errors": [Problem(code="usage", what=text).as_dict()]})
        return code
    context = getattr(error, "ctx", None)
    if context is not None:
        usage = context.get_usage().removeprefix("Usage: ")
        say(says("Usage: {usage}", usage=usage))
        say(says("Try '{command} --help' for help.", command=context.command_path))
    say(says("Error: {text}", text=text))
    return code


def _stopped(as_json: bool) -> int:
    what = says("Stopped.")
    mend = says("Nothing is half-written: every file is complete, old or new. Run the same command again to go on.")
    _fail([Problem(code="stopped", what=what, mend=mend)], as_json)
    return 130
