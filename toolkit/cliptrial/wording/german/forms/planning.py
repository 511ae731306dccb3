"""The forms for ideas, plans and posts, in German."""

from cliptrial.wording.declared import forms
from cliptrial.wording.declared.forms import FieldWords
from cliptrial.wording.declared.words import say


class IdeaWords(forms.IdeaWords):
    own_idea = "eigene Idee"
    fields = {
        "play": FieldWords(
            "Ausgehen von", "Ein fertiges Experiment aus der Sammlung füllt die Felder aus; alles lässt sich ändern."
        ),
        "account": FieldWords(
            "Account",
            "Wer postet? Mehrere Accounts eines Kunden können sich ein Experiment teilen.",
            needs="Bitte mindestens einen wählen.",
        ),
        "title": FieldWords(
            "Titel",
            "Die Frage in wenigen Worten; sie wird die Überschrift des Berichts.",
            "Hält eine Frage als erster Satz die Leute länger?",
            "Bitte ein paar Worte schreiben.",
        ),
        "statement": FieldWords(
            "Was wird erwartet?",
            "Ein Satz, der sich als falsch herausstellen kann.",
            "Mit einer Frage am Anfang wird länger zugesehen.",
            "Bitte einen Satz schreiben.",
        ),
        "because": FieldWords(
            "Warum?", "Kann leer bleiben, hilft aber, aus der Antwort zu lernen.", "Wer eine Antwort erwartet, bleibt."
        ),
        "variable": FieldWords("Das Eine, das sich ändert", "Alles andere bleibt, wie es ist."),
        "metric": FieldWords(
            "Die Zahl, die entscheidet",
            "Zur Wahl stehen nur Zahlen, die dieser Account liefern kann.",
            needs="Bitte eine wählen.",
        ),
        "good_until": FieldWords("Der Trend hält bis", "Der letzte Tag, an dem sich der neue Sound noch lohnt."),
        "expect": FieldWords("Sie soll"),
        "at_least": FieldWords(
            "Kleinster Unterschied, der zählt, in %",
            "Darunter würde sich nichts ändern.",
            needs="Bitte eine Zahl über 0, z. B. 10.",
        ),
        "guardrail": FieldWords("Was darf nicht leiden?", "Kann leer bleiben: eine Zahl, die dabei nicht fallen darf."),
        "worst_acceptable": FieldWords(
            "… um mehr als, in %",
            "Der größte Verlust, der noch hinnehmbar wäre.",
            needs="Bitte eine Zahl von 1 bis 99.",
        ),
        "extra_work": FieldWords(
            "Mehraufwand je Post", "Für die Ideenliste: Mit viel Mehraufwand lohnen sich nur wenige Ideen."
        ),
    }
    variables = {
        "hook": "Hook",
        "sound": "Sound",
        "hashtags": "Hashtags",
        "slot": "Uhrzeit",
        "duration": "Länge",
        "cta": "Call-to-Action",
        "cover": "Cover",
        "bundle": "Alt gegen neu",
        "cadence": "Wie oft wir posten",
        "with_without": "Was nur in manchen Wochen läuft",
    }
    arm_values = {
        "control": FieldWords(
            "So wie bisher", "", "Eine Aussage in den ersten 3 Sekunden", "Bitte schreiben, wie es bisher gemacht wird."
        ),
        "variants": FieldWords(
            "Das soll ausprobiert werden",
            "Am besten nur eines. Mehrere: je eine Zeile.",
            "Eine Frage in den ersten 3 Sekunden",
            "Bitte schreiben, was ausprobiert wird; es muss sich von bisher unterscheiden.",
        ),
        "control.hashtags": FieldWords(
            "Die bisherigen Hashtags", "Durch Leerzeichen getrennt.", "#essen #rezept #fyp", "Bitte mindestens einen."
        ),
        "variants.hashtags": FieldWords(
            "Die neuen Hashtags",
            "Durch Leerzeichen getrennt; jede weitere Gruppe in einer eigenen Zeile.",
            "#onepotrezepte #feierabendküche",
            "Bitte mindestens einen; die Gruppen müssen sich unterscheiden.",
        ),
        "control.slot": FieldWords(
            "Bisherige Uhrzeit", "In der Zeitzone des Accounts.", "18:00", "Bitte eine Uhrzeit wie 18:00."
        ),
        "variants.slot": FieldWords(
            "Neue Uhrzeit", "Eine Uhrzeit je Zeile.", "12:00", "Bitte eine Uhrzeit wie 12:00, nicht die bisherige."
        ),
    }
    expect = {"increase": "steigen", "decrease": "fallen", "any": "egal wohin"}
    groups = ("Was soll beantwortet werden?", "Nur eines ändert sich", "Woran ist es zu erkennen?")
    save = "Idee speichern"
    for_later = "Nur auf die Ideenliste"
    on_the_list = say("Auf der Ideenliste: {idea}. `cliptrial idea` sagt, welche Idee als Nächstes dran ist.")
    work = {"none": "keiner", "some": "etwas", "much": "viel"}
    saved = say("Gespeichert: {title} Weiter unter „Test/Plan“.")
    demo = "Oben lässt sich auch ein fertiges Experiment wählen, um sich umzusehen."


class PlanWords(forms.PlanWords):
    fields = {
        "start": FieldWords(
            "Erster Tag", "Ein Montag ist am einfachsten.", needs="Bitte den Tag des ersten Posts wählen."
        ),
        "slots": FieldWords(
            "Uhrzeit",
            "Ein Post am Tag zu dieser Zeit; für zwei Posts am Tag zwei Zeiten.",
            "18:00",
            "Bitte eine Uhrzeit wie 18:00; zwei Zeiten mit Komma dazwischen.",
        ),
        "weekdays": FieldWords("Wochentage", needs="Bitte mindestens einen Tag wählen."),
        "posts_a_week": FieldWords("Posts je Woche", "Eine andere Zahl wählt die Tage; die Tage ergeben die Zahl."),
        "pauses": FieldWords(
            "Pausen", "Tage ohne Posts, je Zeile ein Tag oder ein Zeitraum.", "24.12.2026 bis 6.1.2027"
        ),
        "holidays": FieldWords("Feiertage"),
        "together": FieldWords(
            "Kombi-Test",
            "Ein weiteres Experiment auf denselben Posts, eingeteilt wie dieses: Jeder Post beantwortet beide Fragen.",
        ),
        "posts_per_arm": FieldWords(
            "Posts je Variante",
            "Gleich viele wie bisher und von jedem, was ausprobiert wird.",
            needs="Eine ganze Zahl von 2 bis 500; gerade Zahlen verteilen die Tage am besten.",
        ),
        "topics": FieldWords(
            "Themen, eines je Zeile",
            "Worum es in den Videos geht. Das Los entscheidet, welches Thema welche Variante bekommt; so kann "
            "niemand eine bevorzugen. Die Themen der ersten Wochen genügen; die übrigen können nach dem Festschreiben "
            "folgen.",
            "Lauchsuppe in zehn Minuten\nFrühstück aus einer Pfanne\n…",
        ),
    }
    fields |= {
        "periods_per_arm": FieldWords(
            "Wochen von beidem", "Gleich viele wie bisher und mit dem Neuen.", needs="Eine ganze Zahl von 2 bis 104."
        ),
        "period_weeks": FieldWords("Wechsel nach so vielen Wochen", "1 oder 2.", needs="1 oder 2."),
        "washout_days": FieldWords(
            "Erste Tage, die nicht zählen", "Sie hängen noch an der Woche davor.", needs="Eine ganze Zahl von 0 bis 6."
        ),
        "regions": FieldWords(
            "Regionen",
            "Jede hat eigene Wochen; leer: der ganze Account.",
            "DE, AT",
            "Länder oder Bundesländer als Kürzel.",
        ),
    }
    weeks_columns = ("Nr.", "Wann", "Account", "Was sie hat")
    weeks_drawn = say(
        "Der Plan ist ausgelost: {weeks} Wochen oder Doppelwochen. Das Los hat entschieden, was jede hat."
    )
    weeks_over = say("{over} von {of} Wochen oder Doppelwochen sind vorbei und eingelesen.")
    alone = "nur dieses Experiment"
    slot_is_variable = "Die Uhrzeit ist das, was dieses Experiment ändert; ein Post am Tag."
    topics_count = say("{n} von {of} Themen")
    no_topics = (
        "Auch ohne Themen lässt sich der Plan auslosen, aber nicht alle werden dem Ergebnis trauen: Wer für jeden "
        "Post die Idee aussucht, kann unabsichtlich eine Seite bevorzugen."
    )
    holidays = {"skip": "keine Posts", "post": "Posts wie sonst"}
    runs = say("{posts} Posts vom {first} bis {last}.")
    draw = "Plan auslosen"
    add_topics = "Themen ergänzen"
    topics_added = say("Mit dem heutigen Datum festgehalten: Alle Posts bis {day} haben jetzt ihr Thema.")
    drawn = say(
        "Der Plan ist ausgelost: {posts} Posts. Das Los hat die Reihenfolge bestimmt; alle Wochentage sind fair "
        "verteilt."
    )
    unchanged = "Der Plan ist derselbe wie vorher."
    calendar = "Kalender"
    lock = "Plan festschreiben"
    lock_means = (
        "Festschreiben hält den Plan mit dem heutigen Datum fest, vor dem ersten Post. Danach kann niemand mehr die "
        "Frage ändern, wenn die Antwort schon zu sehen ist, und der Bericht kann das belegen. Ein Post darf trotzdem "
        "später kommen oder ausfallen; der Bericht sagt es dann."
    )
    lock_first_draw = "Hier hat sich seit dem Auslosen etwas geändert. Erst noch einmal auslosen, dann festschreiben."
    lock_now = say("Festgeschrieben am {day}. Code des Plans: {code}. Weiter: posten wie geplant, dann „Zahlen“.")
    locked_late = "Der erste Post war vor heute geplant; der Bericht wird sagen, dass zu spät festgeschrieben wurde."
    control = "wie bisher"
    variant = "neu"


class PostWords(forms.PostWords):
    fields = {
        "post": FieldWords("Post", "Seine Nummer im Plan."),
        "state": FieldWords("Was wurde daraus?"),
        "link": FieldWords(
            "Link des Posts",
            "Nicht nötig, wenn Account und Uhrzeit sagen, welcher Post es ist.",
            "https://www.tiktok.com/@name/video/…",
            "Den Link des Posts noch einmal kopieren; nur einen.",
        ),
        "boosted": FieldWords("Beworben ab", "Leer, wenn es niemand weiß: dann seit er online ist."),
    }
    coming = "Was als Nächstes online geht"
    columns = ("Nr.", "Wann", "Variante", "Thema")
    nothing_coming = "Ab heute ist nichts mehr geplant."
    became = "Nicht wie geplant?"
    became_text = (
        "Nur angeben, wenn ein Post später kam, ausfiel, gelöscht wurde oder ein anderer war als geplant. Der Plan "
        "bleibt; der Bericht sagt es."
    )
    save = "Post speichern"
    saved = say("Nr. {number} ist gespeichert.")
