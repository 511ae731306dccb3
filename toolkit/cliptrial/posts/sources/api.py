"""TikTok's interface for programs: a workspace may name it already; nothing reads it yet."""

from __future__ import annotations

from cliptrial.messages import says
from cliptrial.posts.sources import spreadsheet

NAME = "api"
LABEL = says("TikTok: interface for programs")
DELIVERS = spreadsheet.DELIVERS
