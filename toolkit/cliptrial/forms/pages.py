"""Pages in a notebook: written without disturbing its kernel, shown inline, and linked."""

from __future__ import annotations

import base64
import mimetypes
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import ipywidgets as w
from IPython.display import HTML

from cliptrial.forms.pieces import Widget, with_classes

T = TypeVar("T")


def beside_the_kernel(do: Callable[[], T]) -> T:
    """Run something that starts a kernel of its own in another thread: this one's loop is in use."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(do).result()


def saved(file: Path, label: str) -> Widget:
    """A link that saves a copy of a file."""
    data = base64.b64encode(file.read_bytes()).decode("ascii")
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return w.HTML(
        f'<a class="ct-link" download="{escape(file.name)}" href="data:{kind};base64,{data}">{escape(label)}</a>'
    )


def links(page: Path, label: str, copy: str) -> Widget:
    """Links that open a page in a new tab, and save a copy of it.

    The first one is shown as an output, because only there JupyterLab knows where its server keeps files.
    """
    target = quote(os.path.relpath(page, Path.cwd()).replace(os.sep, "/"))
    opened = w.Output()
    opened.append_display_data(
        HTML(f'<a class="ct-link" target="_blank" rel="noopener" href="{target}">{escape(label)}</a>')
    )
    return with_classes(w.HBox([opened, saved(page, copy)]), "ct-links")


def inline(page: Path, title: str) -> Widget:
    """A page within the notebook, in a frame of its own that may run nothing."""
    text = page.read_text(encoding="utf-8")
    return w.HTML(f'<iframe class="ct-page" sandbox title="{escape(title)}" srcdoc="{escape(text)}"></iframe>')
