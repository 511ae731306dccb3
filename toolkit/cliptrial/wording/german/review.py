"""Eine Woche, ein Monat, ein Quartal, auf Deutsch."""

from cliptrial.wording.declared import review
from cliptrial.wording.declared.words import say


class ReviewWording(review.ReviewWording):
    title = "Wie es lief"
    on_index = "Die Woche, der Monat, das Quartal: Zahlen, und was üblich ist."
    week = say("Woche {number}, {period}")
    quarter = say("{number}. Quartal {year}")
    stamp = say("Stand {day}")
    ordinary = {
        "week": "Eine gewöhnliche Woche.",
        "month": "Ein gewöhnlicher Monat.",
        "quarter": "Ein gewöhnliches Quartal.",
    }
    nothing = {
        "week": "Von dieser Woche sind keine Zahlen bekannt.",
        "month": "Von diesem Monat sind keine Zahlen bekannt.",
        "quarter": "Von diesem Quartal sind keine Zahlen bekannt.",
    }
    this = {"week": "Diese Woche", "month": "Dieser Monat", "quarter": "Dieses Quartal"}
    before = {"week": "Woche davor", "month": "Monat davor", "quarter": "Quartal davor"}
    ago = "Vor einem Jahr"
    outside = say("Auffällig: {numbers}.")
    more_than_usual = say("{number} weit über dem Üblichen")
    less_than_usual = say("{number} weit unter dem Üblichen")
    quiet = {"month": "Ein Monat aus gewöhnlichen Wochen.", "quarter": "Ein Quartal aus gewöhnlichen Wochen."}
    stood_out = say(
        "{n} von {weeks} Wochen fielen auf: die vom {days}.", one="1 von {weeks} Wochen fiel auf: die vom {days}."
    )
    by_weeks = say(
        "Beurteilt nach {n} ganzen Wochen, da die Vergangenheit kurz ist.",
        one="Beurteilt nach 1 ganzen Woche, da die Vergangenheit kurz ist.",
    )
    usual_unknown = "Was üblich ist, zeigt sich erst noch."
    ordinary_but = say(
        "{n} Zahlen liegen etwas außerhalb, wie jede fünfte.",
        one="Eine Zahl liegt etwas außerhalb, wie jede fünfte.",
    )
    so_far = say("Bis {day}, verglichen mit denselben Tagen davor.")
    gaps = say("{known} von {days} Tagen sind bekannt; verglichen wird mit denselben Tagen.")
    of_some = say("{numbers}: {note}")
    counted_since = say("Seit dem {day} anders gezählt, also mit keiner Zeit davor verglichen.")
    usual = say("üblich: {low} bis {high}")
    sides = ("unter dem Üblichen", "wie üblich", "über dem Üblichen")
    rank_above = say("über {n} von {periods}")
    rank_below = say("unter {n} von {periods}")
    weeks = say("{n} Wochen davor", one="1 Woche davor")
    months = say("{n} Monaten davor", one="1 Monat davor")
    quarters = say("{n} Quartalen davor", one="1 Quartal davor")
    too_short = say("Noch keine übliche Spanne: Bekannt sind {known} von {needed}.")
    missing = {
        "no_source": "Kein Export hat diese Zahl.",
        "no_days": "Von diesen Tagen wurden keine Zahlen eingereicht.",
        "of_nothing": "Da war nichts, wovon sich ein Anteil bilden ließe.",
        "no_posts": "Kein Post wurde sieben Tage alt.",
        "changed": "In dieser Zeit begann die Plattform, etwas anderes zu zählen.",
        "not_read": "Kein Export zeigt die Posts mit sieben Tagen.",
    }
    needs = say("{formula}: Davon ist etwas nicht bekannt.")
    to_type = say(
        "Nicht bekannt: {names}. Eingereichte Bestellungen und Zahlen, die wöchentlich getippt werden (cliptrial "
        "numbers add: spend, new_customers, lifetime_value), sagen es."
    )
    not_known = say("Nicht bekannt: {names}.")
    net = say("{metric}, netto")
    renamed = say(
        "Von {account} ist nichts bekannt, aber die Ablage hat Zahlen von {names}: Wurde der Account umbenannt, gib "
        "ihm in workspace.yaml seinen alten Namen."
    )
    labels = ("Gepostet", "Bester Post", "Schwächster Post", "Läuft", "Zu entscheiden", "Entschieden", "Als Nächstes")
    planned = say("{posted} von {planned} wie geplant")
    unplanned = say("{posts} Posts, keiner geplant", one="1 Post, nicht geplant")
    no_posts = "nichts war geplant, und kein Post ist bekannt"
    post = say("„{name}“ ({day}): {views} Aufrufe")
    post_of_day = say("{day}: {views} Aufrufe")
    runs = say("{title} (Antwort ab {day})")
    none_runs = "kein Experiment"
    none_decided = "nichts"
    more = say("{n} weitere")
    decided = say("{title}: {what}")
    why = say("{title}: {what}. {why}")
    read = say("Posts vom {period}, mit sieben Tagen.")
    all_numbers = "Alle Zahlen"
    columns = ("Zahl", "Üblich")
    absent = say("Kein Export des Accounts hat: {metrics}.")
    goals = "Ziele"
    money = "Geld"
    money_columns = ("Experiment", "Ausgaben", "Bestellungen", "Kosten je Bestellung", "Umsatz", "Umsatz je Kosten")
    no_money = "Es sind keine Kosten und keine Bestellungen bekannt."
    to_decide = say("Entscheiden: {title}")
    to_try = say("Als Nächstes probieren: {label}")
    steps = "Was wir als Nächstes vorschlagen"
    learned = "Was entschieden wurde, und warum"
    watched = "Woher die Aufrufe kommen, wie lange zugesehen wird und von wem"
    places = {
        "from_for_you": "Für dich",
        "from_search": "Suche",
        "from_sound": "Sounds",
        "from_hashtag": "Hashtags und andere Orte",
        "from_following": "Folge ich",
        "from_profile": "das Profil",
        "from_messages": "Nachrichten",
    }
    came_from = say("Die Aufrufe kamen über: {places}.")
    still = say("Noch dabei: {points}.")
    second = say("{share} nach {second} s")
    curve = say("Linie: {now}. Gestrichelt: {before}.")
    of_followers = say("{kind} der Follower: {shares}")
    of_views = say("{kind} der Aufrufe: {shares}")
    exported = say("{line} (Export vom {day})")
    not_handed_in = say("Kein eingereichter Export nennt: {kinds}.")
    kinds = {"traffic": "Quellen", "territory": "Länder", "age": "Alter", "gender": "Geschlecht"}
    genders = {"female": "weiblich", "male": "männlich", "other": "andere"}
    unknown = {
        "traffic": "Woher die Aufrufe kommen, ist nicht bekannt: Von dem, was sich einreichen lässt, sagen es TikToks "
        "Business-Schnittstelle und die Tabelle nach Zugriffsquelle aus YouTube Studio.",
        "curve": "Wie viele nach jeder Sekunde noch dabei sind, ist nicht bekannt: TikToks Business-Schnittstelle sagt "
        "es.",
    }
    method = "Wie übliche Spannen entstehen"
    method_lines = (
        "In der üblichen Spanne liegen etwa 8 von 10 gewöhnlichen Wochen dieses Accounts, nach seiner eigenen "
        "Vergangenheit: Neuere Wochen zählen mehr, und wo wenige bekannt sind, richten sich die Enden auch danach, wie "
        "die Zahlen der meisten Accounts streuen. Bei 58 echten Accounts lagen 78 bis 79 % der nächsten Wochen in "
        "solchen Spannen. Jede fünfte Zahl liegt ohne Grund außerhalb.",
        "Der erste Satz meldet sich nur, wenn eine Zahl weit außerhalb liegt: Das kommt in etwa einer von zehn "
        "gewöhnlichen Wochen vor, wie viele Accounts und Zahlen auch hier stehen. Pfeile gibt es nicht, denn die "
        "meisten Unterschiede zweier Wochen sind Zufall.",
        "Wo der Export der App die Tage des Accounts hat, gelten diese Zahlen; alle anderen werden an Posts abgelesen, "
        "wenn sie sieben Tage alt sind, damit jeder Post gleich viel Zeit hatte. So auch die Aufrufe des besten und "
        "des schwächsten Posts.",
    )
