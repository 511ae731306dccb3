"""What a filled workbook says on promotion with money, beside what was handed in before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from cliptrial.messages import Message, says
from cliptrial.posts.lake.promotion import NEVER, Word, starts_at
from cliptrial.posts.text.ids import posted_second
from cliptrial.posts.workbook.layout import NAME, Filled
from cliptrial.registry.plan.schedule import Position


@dataclass(frozen=True, slots=True)
class PositionPromotion:
    """What is known of one position's promotion.

    Attributes:
        number: The position.
        post_id: Its post.
        account: The planned account.
        zone: The account's time zone.
        earlier: The word that counted before this workbook.
        word: What this workbook says; None where it says nothing that is not known.
    """

    number: int
    post_id: str
    account: str
    zone: ZoneInfo
    earlier: Word | None
    word: Word | None

    @property
    def since(self) -> date | None:
        """The day from which the post counts as promoted; None if never."""
        return self.day(self.word or self.earlier)

    def day(self, word: Word | None) -> date | None:
        """The day that a word says."""
        return datetime.fromtimestamp(word.since, self.zone).date() if word and word.since else None


def promotions_in(
    filled: Mapping[int, Filled],
    positions: Mapping[int, Position],
    ids: Mapping[int, str],
    zones: Mapping[str, str],
    words: Mapping[str, Word],
) -> list[PositionPromotion]:
    """What the workbook says on every filled position whose post is known, in order of positions.

    Args:
        filled: What people wrote, by position.
        positions: The schedule, by position.
        ids: By position: its post's id.
        zones: By account: its time zone.
        words: By post id: the word that counts so far.
    """
    said = []
    for number, row in sorted(filled.items()):
        post_id, account = ids.get(number), positions[number].account
        if post_id is not None:
            zone, earlier = ZoneInfo(zones.get(account, "UTC")), words.get(post_id)
            word = _word(row.promoted_on, zone, made_or_planned(post_id, positions[number], zone), earlier)
            said.append(PositionPromotion(number, post_id, account, zone, earlier, word))
    return said


def made_or_planned(post_id: str, position: Position, zone: ZoneInfo) -> int:
    """The UTC epoch second in which a post was made, as its id tells; YouTube's tell none: the plan's counts."""
    made = posted_second(post_id)
    if made is not None:
        return made
    return int(datetime.combine(position.date, time.fromisoformat(position.slot), zone).timestamp())


def _word(promoted_on: date | datetime | bool | None, zone: ZoneInfo, made: int, earlier: Word | None) -> Word | None:
    """A new word comes right after the one it replaces; the same again stays the same, so that nothing is added."""
    if promoted_on is None:
        return None
    at = (made if promoted_on else NEVER) if isinstance(promoted_on, bool) else starts_at(promoted_on, zone)
    if promoted_on is True and earlier is not None and earlier.since is not None:
        return earlier  # the day that is known says more
    if earlier is None:
        return None if at == NEVER else Word(made, at)
    return earlier if earlier.promoted_at == at else Word(earlier.told_at + 1, at)


def promotion_rows(said: Iterable[PositionPromotion]) -> list[dict[str, object]]:
    """Rows of the store's posts, one for every word of this workbook."""
    return [
        {
            "post_id": one.post_id,
            "account": one.account,
            "promoted_at": one.word.promoted_at,
            "described_at": one.word.told_at,
            "source": NAME,
        }
        for one in said
        if one.word is not None
    ]


def promotion_notes(said: Iterable[PositionPromotion], header: str | Message) -> Iterator[Message]:
    """Which posts count as promoted, and where this workbook and what was handed in before differ.

    Args:
        said: What is known.
        header: The column as the sheet calls it.
    """
    said = list(said)
    promoted = [str(one.number) for one in said if one.since]
    if promoted:
        yield says(
            "Promoted with money: position {promoted}. Only the numbers from before count.", promoted=list(promoted)
        )
    for one in said:
        before = one.day(one.earlier)
        if before is not None and one.word is None:
            yield says(
                'Position {number} is empty under "{header}", but {before} was handed in before and '
                'still counts. If the post was never promoted, write "no" there.',
                number=one.number,
                header=header,
                before=before,
            )
        elif before is not None and one.word != one.earlier:
            now = says("promoted from {day} on", day=one.since) if one.since else says("never promoted")
            yield says(
                "Position {number} now counts as {now}; {before}, handed in before, does no longer.",
                number=one.number,
                now=now,
                before=before,
            )
