"""The pages of a team in German."""

from cliptrial.wording.declared import team
from cliptrial.wording.declared.words import say


class MondayWords(team.MondayWords):
    title = "Diese Woche"
    lead = say("{week}, alle Kunden.")
    lists = {
        "film": "Drehen",
        "post": "Posten",
        "read": "Ablesen",
        "decide": "Entscheiden",
        "send": "An den Kunden schicken",
        "review": "Mit dem Kunden besprechen",
    }
    nothing = {
        "film": "Diese Woche ist nichts zu drehen.",
        "post": "Diese Woche ist nichts zu posten.",
        "read": "Diese Woche sind keine Zahlen abzulesen.",
        "decide": "Diese Woche ist nichts zu entscheiden.",
        "send": "Diese Woche ist nichts zu schicken.",
        "review": "Diese Woche ist nichts zu besprechen.",
    }
    late = "überfällig"
    today = "heute"
    in_forms = say("oder start_here, Schritt {step}: {name}")


class HandedWords(team.HandedWords):
    filming = "Drehliste"
    lead = say("{title}: {posts}.")
    filming_day = "Gedreht bis"
    filmed = "gedreht"
    cut = "geschnitten"
    posting = "Posting-Kalender"
    posts = say("{n} Posts", one="1 Post")
    posted = "gepostet"
    keep = say("Bitte nicht ändern: {held}.")
    goes_out = say("geht online am {day}, {slot}, {account}")
    by = say("von {person}")
    week = say("{period}")
    link = "Link"
    code = "Code"
    topic_missing = "Noch kein Thema"
    done = "Link ist eingetragen"


class ApprovalWords(team.ApprovalWords):
    title = "Plan zur Freigabe"
    stamp = say("Plan · {day}")
    states = {"waiting": "Wartet auf Freigabe", "changed": "Auf Wunsch geändert", "approved": "Freigegeben"}
    next = {
        "waiting": "Bitte ansehen und uns sagen: so lassen, oder was anders sein soll.",
        "changed": "Wir arbeiten den Wunsch ein und zeigen den Plan noch einmal.",
        "approved": "Danke. Wir drehen und posten wie geplant.",
    }
    reworked = "Der Plan ist auf Wunsch geändert. Bitte noch einmal ansehen."
    question = "Was wir wissen wollen"
    why = "Warum"
    compared = "Was verglichen wird"
    today = "wie heute"
    new = "neu"
    same = "Was gleich bleibt"
    when = "Wann"
    posts = say("{n} Posts, {period}.")
    answer = say("Es zählt: {metric}, {days} nach dem Posten. Die Antwort haben wir am {day}.")
    chance = say("Welcher der {n} Posts welche Variante bekommt, hat das Los entschieden; so ist der Vergleich fair.")
    weeks = say("{periods}, {period}.")
    answer_of_weeks = say("Es zählt: {metric} ganzer Wochen. Die Antwort haben wir am {day}.")
    chance_of_weeks = (
        "Welche von zwei benachbarten Wochen was bekommt, hat das Los entschieden; so ist der Vergleich fair."
    )
    all_posts = "Alle Posts"
    all_weeks = "Woche für Woche"
    early_end = "Sobald eine klare Antwort unwahrscheinlich geworden ist, darf der Test ab der Hälfte der Posts enden."
    history = "Was gesagt wurde"
    said = {"approved": "freigegeben", "changed": "Änderung gewünscht"}
    approved_by = say("{who}, {day}")
    changed_by = say("{who}, {day}: {text}")
    told = say("{day}, {who}: {what}")
    code = say("Code dieses Plans: {code}. Er ändert sich mit Varianten, Tagen und Zeiten.")


class TeamWording(team.TeamWording):
    monday = MondayWords()
    handed = HandedWords()
    approval = ApprovalWords()
