"""The numbers of a workspace as tables for other programs: spreadsheets, BI tools, databases."""
