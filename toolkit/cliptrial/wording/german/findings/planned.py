"""German sentences of findings: the plan: its lock, its draw, its looks and its end."""

from __future__ import annotations

from cliptrial.analysis.findings import planned
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences


def _repeated(f: planned.RepeatedTest, s: Phrases) -> str:
    text = (
        f"Das ist Test Nr.\u00a0{s.n(f.tests)} desselben Vergleichs ({s.attribute(f.variable)}; davor: "
        f"{s.listing(f.experiments)}). Aus reinem Glück ist in {s.percent(f.chance)} solcher Reihen mindestens einer "
        f"von {s.n(f.tests)} besser."
    )
    if f.pooled is None or f.low is None or f.high is None:
        return text
    return f"{text} Alle zusammen sagen {s.signed(f.pooled)} ({s.signed(f.low)} bis {s.signed(f.high)})."


FINDINGS = Sentences()

FINDINGS[planned.Locked] = lambda f, s: (
    f"Der Plan wurde am {s.date(f.locked_on)} festgeschrieben, vor dem ersten {s.units('Post', 'Tag')}."
)
FINDINGS[planned.NotLocked] = lambda _, s: (
    f"Der Plan wurde vor dem ersten {s.units('Post', 'Tag')} nicht festgeschrieben; er könnte sich "
    "unterwegs geändert haben."
)
FINDINGS[planned.LockedLate] = lambda f, s: (
    f"Der Plan wurde am {s.date(f.locked_on)} festgeschrieben, also nach dem ersten {s.units('Post', 'Tag')} vom "
    f"{s.date(f.first_post)}."
)
FINDINGS[planned.WayChanged] = lambda f, s: (
    "Entscheidungen haben die neue Art geändert, während sie gegen die alte lief: "
    + s.listing([*(f"{one} zurückgenommen" for one in f.gone), *(f"{one} übernommen" for one in f.added)])
    + ". Erst nach der Gegenprobe entscheiden."
)
FINDINGS[planned.PlanChanged] = lambda f, s: f"Der Plan wurde nach dem Festschreiben geändert: {s.listing(f.fields)}."
FINDINGS[planned.NoSchedule] = "Es gibt keinen ausgelosten Kalender; nicht der Zufall hat die Varianten verteilt."
FINDINGS[planned.ScheduleNotByRule] = lambda f, _: (
    "Der Kalender wurde von Hand geändert: Seine Varianten gehen mit denen einer anderen Idee auf denselben Posts "
    "stärker einher, als eine Auslosung es zulässt. Beide lassen sich schlecht auseinanderhalten."
    if f.rule == "limit"
    else "Dieser Kalender ist nicht ausgelost: Er wurde von Hand geändert, oder die Varianten wechseln sich stur ab. "
    "Ohne Auslosung gibt es nichts, woran sich das Ergebnis messen ließe."
)
FINDINGS[planned.NoTopics] = (
    "Vor dem Auslosen standen keine Themen fest. Wer die Idee für einen Tag aussuchte, kannte die Variante schon."
)
FINDINGS[planned.TopicsLate] = lambda f, s: (
    (
        f"{s.count(f.posts, 'Post bekam sein', 'Posts bekamen ihr')} Thema erst, als er schon online war "
        if f.posts == 1
        else f"{s.n(f.posts)} Posts bekamen ihr Thema erst, als sie schon online waren "
    )
    + f"(abgegeben am {s.date(f.given_on)})."
)
FINDINGS[planned.NotRandomised] = (
    "Diese Posts hat nicht der Zufall verteilt. Worin sie sich sonst noch unterscheiden, ist nicht bekannt."
)
FINDINGS[planned.NotReady] = lambda f, s: (
    f"Bisher {'ist' if f.measured == 1 else 'sind'} {s.n(f.measured)} von {s.n(f.posts)} Posts gemessen; nötig "
    f"sind {s.n(f.needed)}."
)
FINDINGS[planned.PlannedLook] = lambda f, s: (
    f"Das ist der geplante Zwischenstand {s.n(f.look)} von {s.n(f.looks)}, nach {s.n(f.posts)} von {s.n(f.of)} "
    f"Posts. Vor dem Ende zählt nur ein p bis {s.f.p_value(f.limit)}, damit frühes Nachsehen keinen Vorteil "
    "bringt."
)
FINDINGS[planned.EarlyEndPlanned] = lambda f, s: (
    f"Wie geplant darf dieser Test ab {s.n(f.posts)} von {s.n(f.of)} Posts vorzeitig enden, falls eine klare Antwort "
    "unwahrscheinlich wird. Ob es so weit ist, steht dann hier, nie aber, in welche Richtung die Zahlen zeigen."
)
FINDINGS[planned.MayEndEarly] = lambda f, s: (
    f"Nach {s.n(f.posts)} von {s.n(f.of)} Posts ist eine klare Antwort am Ende unwahrscheinlich geworden: In weniger "
    "als 1 von 10 solchen Fällen kommt sie noch. Wie geplant darf dieser Test jetzt enden; weitermachen ist genauso "
    "richtig. In welche Richtung die Zahlen zeigen, ist damit nicht gesagt. Wer ihn beendet, entscheidet: beim Alten "
    "bleiben oder offen lassen."
)
FINDINGS[planned.EndedEarly] = lambda f, s: (
    f"Am {s.date(f.ended_on)} wie geplant vorzeitig beendet, nach {s.n(f.posts)} von {s.n(f.of)} Posts: Eine klare "
    "Antwort war unwahrscheinlich geworden. Nur vollständige Blöcke zählen, die übrigen Posts fehlen nicht. Dass die "
    "Änderung nichts bewirkt, ist damit nicht gesagt."
)
FINDINGS[planned.RepeatedTest] = _repeated
