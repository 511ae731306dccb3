"""English sentences of findings: whether one thing alone differed."""

from __future__ import annotations

from cliptrial.analysis.findings import one_variable
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _differs(f: one_variable.AttributeDiffers, s: Phrases) -> str:
    if f.control is None:
        differ = "differs" if f.posts == 1 else "differ"
        return (
            f"{s.attribute(f.attribute)}: {s.n(f.posts)} of {s.count(f.of, 'post', 'posts')} {differ} from what "
            "was to "
            "stay the same."
        )
    return f"{s.arm(f.arm)} {_also(f, s)} ({s.n(f.posts)} of {s.count(f.of, 'post', 'posts')})."


def _also(f: one_variable.AttributeDiffers, s: Phrases) -> str:
    """What came together with the variant: ``also went out 2 hours later than “Statement”``."""
    one, other, control = f.arm_value, f.control_value, s.arm(f.control)
    if f.attribute == "sound":
        return f"also used another sound: {s.names.quote(str(one))} instead of {s.names.quote(str(other))}"
    if f.attribute == "hashtags":
        return f"also carried #{one}, {control} did not" if one else f"also did not carry #{other}, {control} did"
    if f.attribute == "day":
        return (
            f"also went out on other days than planned, {control} did not"
            if one
            else f"kept its days, {control} did not"
        )
    if not isinstance(one, float) or not isinstance(other, float):
        return f"also differed from {control} in this: {s.attributes([f.attribute])}"
    if f.attribute == "slot":
        gap = abs(one - other)
        hours = s.count(round(gap), "hour", "hours") if gap >= 1 else s.count(round(60 * gap), "minute", "minutes")
        return f"also went out {hours} {'later' if one > other else 'earlier'} than {control}"
    longer = "longer" if one > other else "shorter"
    if f.attribute == "caption":
        return f"also had a {longer} caption than {control}: {s.n(one)} characters instead of {s.n(other)}"
    return f"was also {longer} than {control}: {s.n(one)} s instead of {s.n(other)} s"


def _unbalanced(f: one_variable.AttributeUnbalanced, s: Phrases) -> str:
    apart = f"they are {s.n(f.difference, 2)} standard deviations apart"
    if f.label:
        often = "more often" if f.difference > 0 else "less often"
        apart = f"{s.names.quote(f.label)} came {often} with {s.arm(f.arm)}"
    text = f"{s.attribute(f.attribute)} is not spread evenly over the arms ({apart}, {s.p(f.p_value)})."
    if f.adjusted is None:
        return text
    return text + (
        f" With that held equal: {s.signed(f.adjusted)} ({s.signed(f.low)} to {s.signed(f.high)}) instead of "
        f"{s.signed(f.as_planned)}."
    )


FINDINGS = Sentences()
FINDINGS[one_variable.AttributesChecked] = lambda f, s: (
    f"Checked on the posts and alike in all arms: {s.attributes(f.attributes)}."
)
FINDINGS[one_variable.AttributesAsPlanned] = lambda f, s: (
    f"As planned, but not checked, as no export shows it: {s.attributes(f.attributes)}."
)
FINDINGS[one_variable.AttributeDiffers] = _differs
FINDINGS[one_variable.AttributeUnbalanced] = _unbalanced
FINDINGS[one_variable.VariableChecked] = lambda f, s: (
    f"{s.attribute(f.variable)}: checked on the posts, every one carries the value of its arm."
)
FINDINGS[one_variable.VariableAsPlanned] = lambda f, s: f"{s.attribute(f.variable)}: as planned; no export shows it."
