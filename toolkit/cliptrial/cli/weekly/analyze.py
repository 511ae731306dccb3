"""``cliptrial analyze``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cliptrial.cli.answer_shown import show_answer, show_findings
from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import JsonOption, SlugArgument, WorkspaceOption, open_workspace, print_json

if TYPE_CHECKING:
    from cliptrial.analysis import Analysis


def run(
    slug: SlugArgument, lang: LangOption = None, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Did it work, by how much, and how sure can we be?

    A question that cannot be answered is an answer, too: the command says why and ends well.
    """
    from cliptrial.analysis import analyze
    from cliptrial.wording.describe import describe

    opened = open_workspace(workspace)
    analysis: Analysis = analyze(slug, opened)
    language = chosen_language(lang, opened.language)
    if as_json:
        print_json(describe(analysis, language))
        return
    show_answer(analysis, language)
    show_findings(analysis, language)
