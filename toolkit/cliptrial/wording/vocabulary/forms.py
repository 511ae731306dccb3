"""What every language must have for the forms: labels, hints, buttons, and what to do about a mistake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Text1 = Callable[[str], str]
Text2 = Callable[[str, str], str]
Text3 = Callable[[str, str, str], str]


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One field: its label, one line of help, an example, and what it needs when it does not fit."""

    label: str
    hint: str = ""
    example: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True)
class CommonWords:
    """What every step may have to say."""

    language: str
    experiment: str
    new_experiment: str
    steps: tuple[str, str, str, str, str, str]
    save_idea_first: str
    plan_first: str
    locked: Text1
    saved: str
    working: str
    mend_fields: Text1
    unexpected: str
    yes: str
    no: str
    none: str
    other_problem: Text1


@dataclass(frozen=True, slots=True)
class IdeaWords:
    """Step 1."""

    fields: Mapping[str, FieldWords]
    variables: Mapping[str, str]
    arm_values: Mapping[str, FieldWords]
    expect: Mapping[str, str]
    groups: tuple[str, str, str]
    save: str
    saved: Text1
    demo: str


@dataclass(frozen=True, slots=True)
class PlanWords:
    """Step 2."""

    fields: Mapping[str, FieldWords]
    slot_is_variable: str
    topics_count: Text2
    no_topics: str
    past: str
    runs: Text3
    draw: str
    drawn: Text1
    unchanged: str
    calendar: str
    lock: str
    lock_means: str
    lock_first_draw: str
    lock_now: Text2
    locked_late: str
    control: str
    variant: str
    each_topic: str


@dataclass(frozen=True, slots=True)
class NumbersWords:
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
    exports_of: Text1
    file_new: str
    file_known: str
    file_empty: str
    file_refused: str
    top_list: str
    more_files: Text2
    posts: Text1
    where: str
    found: Text2
    how: Text2
    columns: tuple[str, str, str, str]
    missing: str
    nothing_missing: str
    nothing_due: Text1
    link_rows: Text1
    link: str
    fits: Text1
    save_links: str
    links_saved: Text1
    kept_yours: str


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """Steps 4 to 6."""

    evidence: str
    weekday_table: str
    findings: str
    blocked: str
    fair: str
    refresh: str
    write: str
    written: str
    written_at: Text1
    open_page: Text1
    download_page: str
    page_title: str
    no_report_yet: str
    decision: Mapping[str, FieldWords]
    record: str
    recorded: str
    so_far: str
    no_decision_yet: str
    next_round: str
    next_round_text: str
    next_title: FieldWords
    begin: str
    begun: Text1
    too_early: str


@dataclass(frozen=True, slots=True)
class CompareWords:
    """The notebook that compares posts nobody randomised."""

    fields: Mapping[str, FieldWords]
    dimensions: Mapping[str, str]
    any_account: str
    observed: str
    compare: str
    columns: tuple[str, str, str, str]
    write: str
    most_used: str


@dataclass(frozen=True, slots=True)
class FormsWording:
    """All forms in one language; ``problems`` is by the code of a problem."""

    lang: str
    common: CommonWords
    idea: IdeaWords
    plan: PlanWords
    numbers: NumbersWords
    answer: AnswerWords
    compare: CompareWords
    problems: Mapping[str, str]
