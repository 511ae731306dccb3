"""What may be concluded and what to do next, in German."""

from __future__ import annotations

from collections.abc import Mapping

from cliptrial.wording.declared import result
from cliptrial.wording.declared.words import say
from cliptrial.wording.experiment.answer import Answer
from cliptrial.wording.german.verdicts import spanne


class Conclusions(result.Conclusions):
    def can_caused(self, a: Answer) -> str:
        bekam = f"{'Welche Woche' if a.periods else 'Welcher Post'} welche Variante bekam"
        chance = "Wer welche Variante sah" if a.viewers else bekam
        where = "auf diesen Accounts und in diesen Wochen"
        return f"Dass der Unterschied von {a.arm_short} kommt, {where}: {chance}, hat der Zufall entschieden."

    def can_equivalent(self, a: Answer) -> str:
        return (
            f"Falls {a.arm_short} bei {a.metric_at} überhaupt etwas ändert, dann um weniger als die {a.at_least}, ab "
            "denen es "
            "sich lohnt, nach oben wie nach unten."
            if not a.large
            else f"Auf diesen Accounts und in diesen Wochen hat {a.arm_short} {a.metric_the} weder verdoppelt noch "
            "halbiert."
            if a.doubling
            else f"Der Unterschied bei {a.metric_at} liegt auf diesen Accounts und in diesen Wochen im Bereich von "
            f"{a.margin}."
        )

    def can_open(self, a: Answer) -> str:
        return (
            f"Ein größerer Unterschied, nach oben oder unten, passt nicht zu den {'Wochen' if a.periods else 'Posts'} "
            f"({spanne(a.confidence)})."
            if a.has_interval
            else f"Zu {a.metric_at} noch nichts."
        )

    def can_observed(self, a: Answer) -> str:
        return (
            f"Was bei diesen Posts zusammen auftrat; allein der Zufall lässt alles von {a.span} offen."
            if a.has_interval
            else "Nur, wie die Posts einzeln aussehen."
        )

    can_nothing = (
        "Nur, wie die einzelnen Posts liefen; die Zahlen unter Einzelheiten sind reine Rechnung, keine Antwort."
    )
    can_not_ready = "Ob das Experiment bisher fair läuft. Mehr sollte sich jetzt noch niemand ansehen."
    cannot_size = "Wie groß der Unterschied genau ist."
    cannot_better = say("Ob {a.arm_short} oder {a.control} bei {a.metric_at} die bessere Wahl ist.")
    cannot_smaller = say("Ob es einen kleineren Effekt gibt: Alles von {a.span} passt.")
    cannot_elsewhere = "Ob es auch auf anderen Accounts, bei anderen Themen oder im nächsten Jahr gilt."
    cannot_other_metrics = say("Ob sich bei {metrics} etwas geändert hat: noch offen.")
    cannot_cause = (
        "Was den Unterschied macht. Posts, die eines gemeinsam haben, haben oft mehr gemeinsam: Idee, Tag, Aufwand."
    )
    cannot_topics = "Ob die Ideen gleich gut waren: Vor dem Auslosen standen keine Themen fest."
    cannot_direction = "Ob eine Variante vorn liegt, und welche."


class Proposals(result.Proposals):
    know = "Was wir wissen"
    do = "Was wir tun"
    cost = "Was es kostet"
    work: Mapping[str, str] = {"none": "kein Mehraufwand", "some": "etwas Mehraufwand", "much": "viel Mehraufwand"}
    reasons: Mapping[str, str] = {
        "guardrail": "Sie liegt vorn, aber etwas, das nicht leiden durfte, hat gelitten.",
        "underway": "Noch sind nicht alle Posts draußen und alt genug; wer jetzt entscheidet, entscheidet nach Zufall.",
        "unanswerable": "Diese Posts können es nicht zeigen; gelernt ist erst etwas, wenn es noch einmal läuft.",
        "observed": "Diese Posts hat niemand ausgelost: erst testen, dann entscheiden.",
    }
    proposed = say("Vorschlag: {what}.")
    decided = say("Entschieden: {what}.")
    ahead = say("{arm} liegt vorn, {work}.")
    too_much_work = say(
        "{arm} liegt vorn, aber realistisch sind etwa {expected}, und das ist weniger, als {work} bei jedem Post wert "
        "ist."
    )
    not_ahead = say("{arm} liegt nicht vorn. Dass die Änderung schadet, ist damit nicht gesagt.")
    realistic = say("Geschätzt, nicht gemessen: Realistisch sind etwa {expected}.")
    may_be_wrong = say(
        "Das kann falsch sein: In etwa {cases} von 10 solchen Fällen ist die andere Art in Wahrheit besser. Darum "
        "steht hier „vorläufig“."
    )
    costs = say("{posts}, {work}.")
    share = say("Mehraufwand im Wert von {share} eines Posts")


class OldNewWording(result.OldNewWording):
    chips: Mapping[str, str] = {
        "confirmed": "Bestätigt",
        "kept": "Behalten, nicht bestätigt",
        "rolled_back": "Zurückgenommen",
    }
    stays = "Wir bleiben dabei."
    goes = "Wir gehen zur alten Art zurück und probieren andere Ideen."
    too_little = "Das ist weniger, als ihr Mehraufwand wert ist."
    harmed = "Aber etwas, das nicht leiden durfte, hat gelitten."
    behind = "Dass sie zurückliegt, ist bestätigt."
    no_harm = "Dass die Änderungen geschadet haben, ist damit nicht gesagt."
    confirmed = "Das ist bestätigt."
    not_confirmed = "Bestätigt ist der Zuwachs noch nicht."
    never_confirmed = "Bestätigt ist der Zuwachs nicht: Eine verlängerte Gegenprobe bestätigt nichts."
    check = say("Gegenprobe, {posts} Posts alt, {posts} Posts neu:")
    longer_check = say("Gegenprobe, verlängert auf {posts} Posts alt, {posts} Posts neu:")
    more = say("Die neue Art brachte mehr {metric}.")
    less = say("Die neue Art brachte weniger {metric}.")
    ahead = say("Die neue Art lag vorn ({measured}; möglich {span}).")
    not_ahead = say("Die neue Art lag nicht vorn ({measured}; möglich {span}).")
    ahead_bare = say("Die neue Art lag vorn ({measured}).")
    not_ahead_bare = say("Die neue Art lag nicht vorn ({measured}).")
    measured = say("Gemessen {measured} (möglich {span}).")
    measured_realistic = say("Gemessen {measured} (möglich {span}), realistisch etwa {realistic}.")
    realistic = say("Realistisch etwa {realistic} (in 8 von 10 Fällen {span}).")
    different = say("Neu: {new}. Vorher: {old}.")
    months = say("Tatsächliche Aufrufe der Posts jedes Monats: {months}.")
    longer = say(
        "Oder vor dem Zurückgehen noch je {posts} Posts mehr: Von 10 neuen Arten, die zurückgenommen werden, sind etwa "
        "4 in Wahrheit die besseren; mit diesen Posts etwa 3."
    )


class IdeaList(result.IdeaList):
    columns = ("Idee", "Ändert", "Entscheidet", "Mehraufwand", "Stand", "Warum hier")
    states: Mapping[str, str] = {"open": "offen", "tested": "im Test", "decided": "entschieden", "past": "zu spät"}
    work: Mapping[str, str] = {"none": "keiner", "some": "etwas", "much": "viel"}
    reasons: Mapping[str, str] = {
        "free": "sie macht keinen Mehraufwand",
        "work": "ihre Arbeit muss sich erst lohnen",
        "order": "sie macht etwas Mehraufwand",
    }
    quiet = say("{metric} verrät schon nach wenigen Posts etwas")
    elsewhere = say("auf anderen Accounts getestet, hier sind etwa {change} realistisch")
    soon = say("sie lohnt nur bis {day}")
    first = say(
        "Als Nächstes: {idea}. Von allen Ideen bringt sie für {posts} Posts voraussichtlich am meisten: {reason}."
    )
    first_with_work = say(
        "Als Nächstes: {idea}. Von allen Ideen bringt sie für {posts} Posts voraussichtlich am meisten: {reason}, "
        "Mehraufwand: {work}."
    )
    why = {
        "best": "Keine zwei anderen bringen voraussichtlich so viel",
        "fit": "Von denen, die auf denselben Posts zusammenpassen, bringen sie voraussichtlich am meisten",
    }
    together = say(
        "Zwei auf einmal, als Kombi-Test: {ideas}, auf {posts} Posts von {account} ab {day}. {why}, und die "
        "zweite Idee braucht keinen Post mehr."
    )


class Advice(result.Advice):
    better = say("Ab jetzt mit {a.arm} arbeiten.")
    below = say(
        "{a.arm} einsetzen, wo es nichts extra kostet: Es hilft, aber weniger als die gewünschten {a.at_least}."
    )
    broken = say(
        "{a.arm} noch nicht überall einsetzen. Erst klären, was bei {metrics} geschadet hat, und eine Fassung "
        "testen, bei der das nicht passiert."
    )
    worse = say("Bei {a.control} bleiben.")

    def equivalent(self, a: Answer) -> str:
        return (
            f"Zwischen {a.arm_short} und {a.control} nach Aufwand und Geschmack wählen; bei {a.metric_at} macht es "
            f"keinen "
            "nennenswerten Unterschied."
            if not a.large
            else f"Bei {a.metric_at} nicht mit einem großen Effekt rechnen. Ob {a.arm_short} oder {a.control} etwas "
            "besser ist, "
            "bleibt offen; also nach Aufwand und Geschmack wählen."
        )

    not_reached = say(
        "Für mehr Erfolg bei {a.metric_at} keinen Aufwand mehr in {a.arm_short} stecken: Die erhofften {a.at_least} "
        "kommen nicht."
    )

    def open(self, a: Answer) -> str:
        return (
            f"Weder {a.arm_short} noch {a.control} hat sich als besser erwiesen: das nehmen, was weniger Aufwand "
            f"macht, und das Experiment nur wiederholen, wenn die Antwort die {'Wochen' if a.periods else 'Posts'} "
            "wert ist."
        )

    observed = say(
        "Testen: {a.arm_short} und {a.control} per Zufall auf Posts verteilen. Erst dann zeigt sich, was beide "
        "bewirken."
    )
    more_weeks = say(
        "Um {size} in vier von fünf Experimenten zu erkennen, braucht es etwa {posts} solche Wochen je Variante."
    )
    more_posts = say(
        "Um {size} in vier von fünf Experimenten zu erkennen, braucht es bei dieser Streuung etwa {posts} Posts je "
        "Variante."
    )
    refine = {
        "hook": "Als Nächstes testen, wovon der Hook handeln soll: gleicher Einstieg, zwei Inhalte.",
        "sound": "Als Nächstes testen, wann der Sound einsetzt, oder einen zweiten Sound derselben Art.",
        "hashtags": "Als Nächstes ein kürzeres Set testen, nur mit den zwei spezifischsten Hashtags.",
        "slot": "Als Nächstes zwei Stunden früher oder später testen, mit mindestens 48 Stunden zwischen den Posts.",
        "duration": "Danach einen weiteren Schritt in dieselbe Richtung testen, wieder eine Länge gegen eine andere.",
        "cta": "Als Nächstes testen, wo der Call-to-Action steht: am Anfang oder am Ende.",
        "cover": "Als Nächstes ein einzelnes Element des Covers testen: Gesicht, Text oder Produkt.",
    }
    elsewhere = {
        "hook": "Als Nächstes einen anderen Hebel für die Watchtime testen: die Länge.",
        "sound": "Als Nächstes testen, was meist mehr bewegt als Sounds: den Hook.",
        "hashtags": "Als Nächstes testen, was meist mehr bewegt als Hashtags: den Hook.",
        "slot": "Als Nächstes testen, was gepostet wird statt wann: den Hook.",
        "duration": "Als Nächstes einen anderen Hebel für die Watchtime testen: den Hook.",
        "cta": "Als Nächstes testen, was vor dem Call-to-Action kommt: den Hook.",
        "cover": "Als Nächstes testen, was nach dem Cover kommt: den Hook.",
    }

    draft = say("Dieser Befehl entwirft das Experiment: {command}")
    because = say("Warum so entschieden wurde: {why}")

    def decided(self, what: str, who: str, when: str) -> str:
        by, on = f" von {who}" if who else "", f" am {when}" if when else ""
        return f"{what[:1].upper()}{what[1:]}; entschieden{by}{on}."

    not_decided = "Noch nicht entschieden."
