"""The pictures of a team's year: ideas by month, old against new, and the actual views."""
