"""What every language must have for the forms: labels, hints, buttons, and what to do about a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from cliptrial.wording.declared.words import Words


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One field: its label, one line of help, an example, and what it needs when it does not fit."""

    label: str
    hint: str = ""
    example: str = ""
    needs: str = ""


class CommonWords(Words, Protocol):
    """What every step may have to say."""

    language: str
    experiment: str
    new_experiment: str
    steps: tuple[str, str, str, str, str, str]
    tabs: Mapping[str, str]
    save_idea_first: str
    plan_first: str
    saved: str
    working: str
    unexpected: str
    yes: str
    no: str
    none: str
    impossible: FieldWords
    keep_all: str
    leave_out: str

    def locked(self, day: str) -> str: ...
    def kept_typed(self, titles: str) -> str: ...
    def time_left(self, done: str, of: str, seconds: str) -> str: ...
    def mend_fields(self, n: str) -> str: ...


class SetupWords(Words, Protocol):
    """Before everything: whose accounts, and what their tables look like."""

    fields: Mapping[str, FieldWords]
    first: str
    clients: str
    accounts: str
    tables: str
    tables_text: str
    new_client: str
    new_account: str
    no_client: str
    own_language: str
    presets: Mapping[str, str]
    rhythms: Mapping[str, str]
    day_of_calls: str
    sources: Mapping[str, str]
    set_up: str
    save_client: str
    save_account: str
    choose_file: str
    not_there: str
    remember: str
    look: str
    columns: tuple[str, str, str]
    archived: str

    def where(self, folder: str) -> str: ...
    def saved(self, name: str) -> str: ...
    def as_in_file(self, sources: str) -> str: ...
    def remembered(self, owner: str) -> str: ...


class IdeaWords(Words, Protocol):
    """Step 1."""

    fields: Mapping[str, FieldWords]
    variables: Mapping[str, str]
    arm_values: Mapping[str, FieldWords]
    expect: Mapping[str, str]
    groups: tuple[str, str, str]
    own_idea: str
    save: str
    for_later: str
    work: Mapping[str, str]
    demo: str

    def saved(self, title: str) -> str: ...
    def on_the_list(self, idea: str) -> str: ...


class PlanWords(Words, Protocol):
    """Step 2."""

    fields: Mapping[str, FieldWords]
    slot_is_variable: str
    alone: str
    no_topics: str
    holidays: Mapping[str, str]
    draw: str
    add_topics: str
    unchanged: str
    calendar: str
    lock: str
    lock_means: str
    lock_first_draw: str
    locked_late: str
    control: str
    variant: str
    weeks_columns: tuple[str, str, str, str]

    def weeks_drawn(self, weeks: str) -> str: ...
    def weeks_over(self, over: str, of: str) -> str: ...
    def topics_count(self, n: str, of: str) -> str: ...
    def topics_added(self, day: str) -> str: ...
    def runs(self, posts: str, first: str, last: str) -> str: ...
    def drawn(self, posts: str) -> str: ...
    def lock_now(self, day: str, code: str) -> str: ...


class PostWords(Words, Protocol):
    """What goes out next, and what became of each post."""

    fields: Mapping[str, FieldWords]
    coming: str
    columns: tuple[str, str, str, str]
    nothing_coming: str
    became: str
    became_text: str
    save: str

    def saved(self, number: str) -> str: ...


class NumbersWords(Words, Protocol):
    """Step 3."""

    fields: Mapping[str, FieldWords]
    by_hand: str
    by_hand_text: str
    download: str
    exports: str
    upload: str
    read: str
    nothing_chosen: str
    the_file_tells: str
    more: str
    workbook: str
    file_new: str
    file_known: str
    file_empty: str
    file_refused: str
    rows_left_out: str
    top_list: str
    where: str
    columns: tuple[str, str, str, str]
    missing: str
    nothing_missing: str
    link: str
    save_links: str
    kept_yours: str
    boosts: str
    boosts_text: str
    show_understood: str
    save_numbers: str
    last_read: str
    undo: str
    undo_sure: str
    was_boosted: str
    not_boosted: str

    def exports_of(self, name: str) -> str: ...
    def more_files(self, n: str, told: str) -> str: ...
    def posts(self, n: str) -> str: ...
    def posts_found(self, n: str, of: str) -> str: ...
    def how(self, links: str, fits: str) -> str: ...
    def nothing_due(self, day: str) -> str: ...
    def link_rows(self, n: str) -> str: ...
    def fits(self, told: str) -> str: ...
    def links_saved(self, n: str) -> str: ...
    def handed_in(self, files: str, when: str) -> str: ...
    def undone(self, files: str, links: str) -> str: ...
    def left_out(self, told: str) -> str: ...
    def boosted_since(self, day: str) -> str: ...
    def unread_lines(self, lines: str) -> str: ...


class AnswerWords(Words, Protocol):
    """Steps 4 to 6."""

    evidence: str
    weekday_table: str
    findings: str
    blocked: str
    fair: str
    refresh: str
    write: str
    written: str
    download_page: str
    page_title: str
    no_report_yet: str
    for_team: str
    for_team_written: str
    write_client: str
    draw: str
    comment: str
    comment_fields: Mapping[str, FieldWords]
    save_comment: str
    comment_saved: str
    decision: Mapping[str, FieldWords]
    record: str
    recorded: str
    so_far: str
    no_decision_yet: str
    next_experiment: str
    next_experiment_text: str
    next_title: FieldWords
    begin: str
    too_early: str

    def written_at(self, when: str) -> str: ...
    def client_written(self, name: str) -> str: ...
    def drawn(self, names: str) -> str: ...
    def open_page(self, lang: str) -> str: ...
    def begun(self, title: str) -> str: ...


class CompareWords(Words, Protocol):
    """The notebook that compares posts nobody randomised."""

    fields: Mapping[str, FieldWords]
    dimensions: Mapping[str, str]
    any_account: str
    observed: str
    compare: str
    columns: tuple[str, str, str, str]
    write: str


class FormsWording(Words, Protocol):
    """All forms in one language; ``problems`` is by the code of a problem."""

    common: CommonWords
    setup: SetupWords
    idea: IdeaWords
    plan: PlanWords
    post: PostWords
    numbers: NumbersWords
    answer: AnswerWords
    compare: CompareWords
    problems: Mapping[str, str]
