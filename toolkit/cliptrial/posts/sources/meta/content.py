"""Meta Business Suite, content of Instagram: one row a post in the language of whoever exported it.

What holds in every language: a link with the short code that tells when the post was made, the month before the day,
Pacific times, and rows of single days beside that of a post's whole life.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from cliptrial.messages import Message, says
from cliptrial.posts.columns.arrow import Mask
from cliptrial.posts.columns.column import Cell, Column
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import Rows, as_text, header_key, headers_of
from cliptrial.posts.sources.post_table import Columns, Counted, read_posts
from cliptrial.posts.sources.request import Findings, Request, SheetContents

ORIGIN = Origin(
    "instagram_business_suite",
    says("{tool}: posts", tool="Instagram, Meta Business Suite"),
    frozenset({"views", "reach", "likes", "comments", "shares", "saves"}),
    platform="instagram",
)
"""Neither watch time nor skip rate in any language; new followers are often left empty: no plan may wait for them."""

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "link": ("Permalink", "Enlace permanente", "Link permanente", "Permalänk", "Permalien", "Lien permanent"),
    "posted_at": (
        "Publish time", "Hora de publicación", "Horário de publicação", "Publiceringstid", "Veröffentlichungszeitpunkt",
        "Heure de publication", "Orario di pubblicazione",
    ),
    "kind": (
        "Post type", "Tipo de publicación", "Tipo de post", "Tipo de publicação", "Inläggstyp", "Beitragstyp",
        "Type de publication",
    ),
    "caption": ("Description", "Descripción", "Descrição", "Beskrivning", "Beschreibung", "Descrizione"),
    "date": ("Date", "Fecha", "Data", "Datum"),
    "username": (
        "Account username", "Nombre de usuario de la cuenta", "Nome de usuário da conta", "Konto-Benutzername",
        "Kontots användarnamn", "Nom d’utilisateur du compte", "Nome utente dell’account",
    ),
    "duration": (
        "Duration (sec)", "Duración (segundos)", "Duração (segundos)", "Duração (s)", "Längd (sek)", "Dauer (Sek.)",
        "Durée (s)", "Durata (sec)",
    ),
    "views": ("Visualizaciones", "Visualizações", "Visningar", "Aufrufe", "Vues", "Visualizzazioni", "Views"),
    "impressions": ("Impresiones", "Impressões", "Exponeringar", "Impressionen", "Impressions"),
    "reach": ("Alcance", "Räckvidd", "Reichweite", "Couverture", "Copertura", "Reach"),
    "likes": (
        "Me gusta", "Curtidas", "Gilla-markeringar", "„Gefällt mir“-Angaben", "Gefällt mir-Angaben", "Gefällt mir",
        "J’aime", "Mi piace", "Likes",
    ),
    "shares": (
        "Veces que se compartió", "Compartilhamentos", "Delningar", "Geteilte Inhalte", "Partages", "Condivisioni",
        "Shares",
    ),
    "new_followers": ("Seguimientos", "Seguimentos", "Följer", "Abonnements", "Follows"),
    "comments": ("Comentarios", "Comentários", "Kommentarer", "Kommentare", "Commentaires", "Commenti", "Comments"),
    "saves": (
        "Veces que se guardó", "Salvamentos", "Sparade", "Gespeicherte Beiträge", "Enregistrements", "Salvataggi",
        "Saves",
    ),
    "profile_views": (
        "Visitas al perfil", "Visitas ao perfil", "Profilbesök", "Profilbesuche", "Visites du profil",
        "Visite al profilo", "Profile visits",
    ),
}  # fmt: skip
"""By field: its headers, English last where a file may hold both: then the other one is that of its language."""
_COUNTERS = (
    "views", "impressions", "reach", "likes", "comments", "shares", "saves",
    "new_followers", "profile_views", "duration",
)  # fmt: skip
_ENGLISH = {"views", "publish time"}
_TOLD = {"views", "impressions", "reach"}
_UNREAD = ("Post ID", "Account ID", "Account name", "Data comment")
_FACEBOOK = {header_key(text) for text in ("Page ID", "Page name", "Sid-id", "Sidnamn", "Reactions", "Reaktioner")}
_STORY = frozenset({"story", "stories", "historia", "storia", "händelse"})
"""How a story is called; it is gone after a day and has no link to a post."""


def _found(sheet: Sheet, field: str) -> str | None:
    """The header of a field as the sheet writes it."""
    written = {_plain(text): text for text in reversed(sheet.header)}
    return next((written[key] for one in _HEADERS[field] if (key := _plain(one)) in written), None)


def _is_english(known: Mapping[str, str], field: str) -> bool:
    return field in known and header_key(known[field]) in _ENGLISH


def _plain(header: str) -> str:
    """A header without the quotation marks and apostrophes that differ from file to file."""
    return header_key("".join(sign for sign in header if sign not in "„“”\"'’‘«»"))


def recognises(sheet: Sheet) -> bool:
    """By link, time and kind of post, in one of the known languages; TikTok's suite has none of these headers."""
    return all(_found(sheet, field) for field in ("link", "posted_at", "kind"))


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Posts and snapshots of the posts' whole lives; when it was exported must be declared."""
    known = {field: header for field in _HEADERS if (header := _found(sheet, field)) is not None}
    if _is_english(known, "views") and "impressions" in known and not _is_english(known, "posted_at"):
        del known["views"]  # of a newer kind of export that got into an older one; no one knows what it counts there
    findings = Findings(sheet)
    _check_kind(sheet, known, request, findings)
    findings.raise_any()
    lives, notes = _whole_lives(sheet, known, findings)
    findings.raise_any()
    counters = {field: known[field] for field in _COUNTERS if field in known}
    columns = Columns(
        known["link"], counters, known["link"], known["posted_at"], texts=_texts(known), derived=_derived,
        written_in="America/Los_Angeles", locale="en_US",
    )  # fmt: skip
    marks = {sign for name in counters.values() for cell in _column(lives, name).distinct for sign in as_text(cell)}
    # Whatever is counted here is whole, so a mark inside a number can only be one for thousands.
    written = replace(
        request, locale=request.locale or ("en_US" if "," in marks else "de_DE" if "." in marks else None)
    )
    contents = read_posts(lives, written, columns, ORIGIN.name)
    asked = {header_key(text) for text in (*known.values(), *_UNREAD)}
    unknown = tuple(text for text in contents.unknown_columns if header_key(text) not in asked)
    return replace(contents, notes=(*notes, *contents.notes), unknown_columns=unknown)


def _texts(known: Mapping[str, str]) -> Mapping[str, str]:
    return {"caption": known["caption"]} if "caption" in known else {}


def _derived(_rows: Rows, values: Counted, _findings: Findings) -> Counted:
    """Images have a length of 0, which is none."""
    if "duration" not in values:
        return values
    return {**values, "duration": np.where(values["duration"] > 0, values["duration"], np.nan)}


def _check_kind(sheet: Sheet, known: Mapping[str, str], request: Request, findings: Findings) -> None:
    """A page of Facebook, a file without numbers that anybody knows, and posts of somebody else are refused."""
    if headers_of(sheet) & _FACEBOOK:
        mend = says("In Meta Business Suite choose the Instagram account, then export its content.")
        findings.add("facebook_page", says("This is the export of a Facebook page"), says("one of Instagram"), mend)
    elif not _TOLD & known.keys():
        what = says("None of its columns is known to hold views or reach: {seen}", seen=list(sheet.header))
        mend = says("Export it in English, or hand it in with --map.")
        findings.add("no_views", what, says("columns of views and reach"), mend)
    names = _column(sheet, known["username"]).distinct if "username" in known else ()
    others = sorted({as_text(name).casefold() for name in names} - {"", (request.handle or "").lstrip("@").casefold()})
    if others and (request.handle or len(others) > 1):
        what = says("It holds posts of {named}", named=[f"@{name}" for name in others])
        expected = says("posts of {account} only", account=request.account)
        mend = says("Export each account by itself, and choose it with --account.")
        findings.add("other_account", what, expected, mend, field=known["username"])


def _whole_lives(sheet: Sheet, known: Mapping[str, str], findings: Findings) -> tuple[Sheet, list[Message]]:
    """The rows of posts' whole lives: those of single days would count twice, and stories have no link to a post."""
    days, stories = (
        _asked(sheet, known.get(field), holds) for field, holds in (("date", _is_day), ("kind", _is_story))
    )
    if len(days) and days.all():
        what, expected = says("It holds single days only"), says("rows of the whole life of a post")
        findings.add("days_only", what, expected, says("Export it again with “Lifetime”."), field=known["date"])
    notes = []
    if days.any():
        note = says("{count} rows of single days are left out; those of a whole life count.", count=int(days.sum()))
        notes.append(note)
    if stories.any():
        notes.append(says("{count} stories are left out: they are no posts.", count=int(stories.sum())))
    return replace(sheet, grid=sheet.grid.without(days | stories)), notes


def _asked(sheet: Sheet, header: str | None, holds: Callable[[Cell], bool]) -> Mask:
    return np.zeros(len(sheet.grid), np.bool_) if header is None else _column(sheet, header).asked(holds)


def _column(sheet: Sheet, header: str) -> Column:
    place = sheet.header.index(header)
    return sheet.grid.columns[place] if place < len(sheet.grid.columns) else Column([""] * len(sheet.grid))


def _is_day(cell: Cell) -> bool:
    """A word such as Lifetime or Total stands for the whole life, in whatever language; a day has digits."""
    return any(sign.isdigit() for sign in as_text(cell))


def _is_story(cell: Cell) -> bool:
    return any(word in _STORY for word in as_text(cell).casefold().split())
