"""German."""

from cliptrial.wording import language
from cliptrial.wording.formats import Formats
from cliptrial.wording.german.advice import Advice, Conclusions, IdeaList, OldNewWording, Proposals
from cliptrial.wording.german.ahead import Ahead
from cliptrial.wording.german.calibration import CalibrationWording
from cliptrial.wording.german.chance import ChanceWording
from cliptrial.wording.german.findings import FINDINGS
from cliptrial.wording.german.forms import FormsWording
from cliptrial.wording.german.learned import LearnedWording
from cliptrial.wording.german.noticed import NoticedWording
from cliptrial.wording.german.our_year import OurYearWording
from cliptrial.wording.german.page import Page
from cliptrial.wording.german.posting.windows import WindowsWording
from cliptrial.wording.german.refusals import REFUSALS, Remedies
from cliptrial.wording.german.review import ReviewWording
from cliptrial.wording.german.team import TeamWording
from cliptrial.wording.german.terminal import Terminal
from cliptrial.wording.german.terms import Terms
from cliptrial.wording.german.verdicts import Trust, Verdicts


class German(language.Language):
    """German, all of it."""

    lang = "de"
    name = "Deutsch"
    formats = Formats(
        lang="de",
        locale="de_DE",
        day_month_pattern="d. MMMM",
        leading_zero=True,
        unknown="unbekannt",
        range_word="bis",
        and_word="und",
        odds_word="zu",
        upwards="aufwärts",
    )
    findings = FINDINGS
    refusals = REFUSALS
    remedies = Remedies()
    verdicts = Verdicts()
    terms = Terms()
    trust = Trust()
    conclusions = Conclusions()
    advice = Advice()
    proposals = Proposals()
    old_new = OldNewWording()
    ideas = IdeaList()
    ahead = Ahead()
    terminal = Terminal()
    page = Page()
    learned = LearnedWording()
    chance = ChanceWording()
    calibration = CalibrationWording()
    forms = FormsWording()
    team = TeamWording()
    our_year = OurYearWording()
    review = ReviewWording()
    noticed = NoticedWording()
    windows = WindowsWording()


LANGUAGE = German()
