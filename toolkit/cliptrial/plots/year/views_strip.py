"""A grey strip of the actual views a month: what happened, whatever it was that did it."""

from __future__ import annotations

from matplotlib.patches import Rectangle

from cliptrial.plots.canvas import NARROW, WIDE, Canvas, Picture, colour, drawing
from cliptrial.wording.our_year import YearSpeaker

HEIGHT, TOP, BOTTOM = 118, 24, 28
THOUSANDS, MILLIONS = 10_000, 10_000_000


def views_strip(s: YearSpeaker, name: str = "views") -> Picture | None:
    """One bar a month; None where no views are known."""
    known = [one for one in s.year.views if one.views is not None]
    if not known:
        return None
    figures = s.w.figures
    most = max(one.views or 0 for one in known)
    unit, by = ("", 1) if most < THOUSANDS else (figures.thousands, 1e3) if most < MILLIONS else (figures.millions, 1e6)
    months = [f"{s.month(one.first, year=True)}: {s.n(one.views or 0)}." for one in known]
    alt = figures.views_alt(" ".join(months))
    with drawing():
        wide, narrow = (_draw(s, f"{name}-{n}", alt, width, by) for n, width in (("w", WIDE), ("n", NARROW)))
    caption = [figures.by_posts if any(one.of_posts for one in known) else figures.by_days]
    caption += [] if all(one.whole for one in known) else [figures.unfinished]
    return Picture(wide, narrow, alt, " ".join(caption), figures.views(unit))


def _draw(s: YearSpeaker, name: str, alt: str, width: int, by: float) -> str:
    canvas, months = Canvas(width, HEIGHT, left=0, right=0, top=TOP, bottom=BOTTOM), s.months()
    axes, views = canvas.axes, {one.first: one for one in s.year.views if one.views is not None}
    most = max(one.views or 0 for one in views.values())
    axes.set_xlim(-0.6, len(months) - 0.4)
    axes.set_ylim(0, most or 1)
    axes.set_yticks([])
    step = 1 if width / len(months) >= 38 else 2
    axes.set_xticks(range(0, len(months), step), [s.month(month) for month in months[::step]])
    axes.tick_params(labelsize=12)
    for place, month in enumerate(months):
        one = views.get(month)
        if one is None:
            continue
        value = one.views or 0
        axes.add_patch(
            Rectangle((place - 0.38, 0), 0.76, value, facecolor=colour("soft"), alpha=0.55 if one.whole else 0.22, lw=0)
        )
        amount = value / by
        text = s.f.number(amount, 1 if amount < 10 else 0)
        label = axes.annotate(text, (place, value), xytext=(0, 4), textcoords="offset points", annotation_clip=False)
        label.set(ha="center", va="bottom", color=colour("soft"), fontsize=12)
    return canvas.svg(name, alt)
