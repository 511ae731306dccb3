"""The forms in German."""

from cliptrial.wording.declared import forms
from cliptrial.wording.german.forms.numbers import AnswerWords, CompareWords, NumbersWords
from cliptrial.wording.german.forms.planning import IdeaWords, PlanWords, PostWords
from cliptrial.wording.german.forms.problems import PROBLEMS
from cliptrial.wording.german.forms.setup import CommonWords, SetupWords


class FormsWording(forms.FormsWording):
    common = CommonWords()
    setup = SetupWords()
    idea = IdeaWords()
    plan = PlanWords()
    post = PostWords()
    numbers = NumbersWords()
    answer = AnswerWords()
    compare = CompareWords()
    problems = PROBLEMS
