"""German sentences of findings: whether one thing alone differed."""

from __future__ import annotations

from cliptrial.analysis.findings import one_variable
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _differs(f: one_variable.AttributeDiffers, s: Phrases) -> str:
    if f.control is None:
        return (
            f"{s.attribute(f.attribute)}: {s.n(f.posts)} von {s.n(f.of)} Posts "
            f"{'weicht' if f.posts == 1 else 'weichen'} von dem ab, was gleich bleiben sollte."
        )
    return f"Mit {s.arm(f.arm)} {_also(f, s)} ({s.n(f.posts)} von {s.count(f.of, 'Post', 'Posts')})."


def _also(f: one_variable.AttributeDiffers, s: Phrases) -> str:
    """What came together with the variant: ``gingen die Posts auch 2 Stunden später online als mit „Aussage“``."""
    one, other, control = f.arm_value, f.control_value, s.arm(f.control)
    if f.attribute == "sound":
        return f"lief auch ein anderer Sound: {s.names.quote(str(one))} statt {s.names.quote(str(other))}"
    if f.attribute == "hashtags":
        return f"stand auch #{one} dabei, mit {control} nicht" if one else f"fehlte auch #{other}, mit {control} nicht"
    if f.attribute == "day":
        if one:
            return f"gingen die Posts auch an anderen Tagen online als geplant, mit {control} nicht"
        return f"gingen die Posts an ihren Tagen online, mit {control} nicht"
    if not isinstance(one, float) or not isinstance(other, float):
        return f"war auch dies anders als mit {control}: {s.attributes([f.attribute])}"
    if f.attribute == "slot":
        gap = abs(one - other)
        hours = s.count(round(gap), "Stunde", "Stunden") if gap >= 1 else s.count(round(60 * gap), "Minute", "Minuten")
        return f"gingen die Posts auch {hours} {'später' if one > other else 'früher'} online als mit {control}"
    longer = "länger" if one > other else "kürzer"
    if f.attribute == "caption":
        return f"war auch die Caption {longer} als mit {control}: {s.n(one)} statt {s.n(other)} Zeichen"
    return f"waren die Videos auch {longer} als mit {control}: {s.n(one)} s statt {s.n(other)} s"


def _unbalanced(f: one_variable.AttributeUnbalanced, s: Phrases) -> str:
    apart = f"{s.n(f.difference, 2)} Standardabweichungen auseinander"
    if f.label:
        often = "häufiger" if f.difference > 0 else "seltener"
        apart = f"{s.names.quote(f.label)} kam {often} mit {s.arm(f.arm)}"
    text = f"{s.attribute(f.attribute)}: ungleich auf die Varianten verteilt ({apart}, {s.p(f.p_value)})."
    if f.adjusted is None:
        return text
    return text + (
        f" Rechnet man das heraus: {s.signed(f.adjusted)} ({s.signed(f.low)} bis {s.signed(f.high)}) statt "
        f"{s.signed(f.as_planned)}."
    )


FINDINGS = Sentences()
FINDINGS[one_variable.AttributesChecked] = lambda f, s: (
    f"An den Posts geprüft und bei allen Varianten gleich: {s.attributes(f.attributes)}."
)
FINDINGS[one_variable.AttributesAsPlanned] = lambda f, s: (
    f"Laut Plan gleich, aber nicht prüfbar, denn kein Export zeigt es: {s.attributes(f.attributes)}."
)
FINDINGS[one_variable.AttributeDiffers] = _differs
FINDINGS[one_variable.AttributeUnbalanced] = _unbalanced
FINDINGS[one_variable.VariableChecked] = lambda f, s: (
    f"{s.attribute(f.variable)}: an den Posts geprüft, jeder passt zu seiner Variante."
)
FINDINGS[one_variable.VariableAsPlanned] = lambda f, s: (
    f"{s.attribute(f.variable)}: laut Plan; an den Posts nicht prüfbar, denn kein Export zeigt es."
)
