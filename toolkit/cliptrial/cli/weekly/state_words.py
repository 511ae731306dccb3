"""What people read for a state and a decision; files, options and JSON keep the names."""

from cliptrial.messages import says

STATES = {
    "draft": says("draft"),
    "planned": says("planned"),
    "locked": says("locked"),
    "running": says("running"),
    "ready": says("ready"),
    "decided": says("decided"),
}
DECISIONS = {
    "ship": says("ship"),
    "drop": says("drop"),
    "repeat": says("repeat"),
    "inconclusive": says("inconclusive"),
}
