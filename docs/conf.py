"""The site of the documentation: ``make docs`` builds this folder into ``build/docs``, to be read without a network."""

project = author = "ClipTrial"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["mutation.md", "soak.md", "spark.md"]  # written by `make mutate`, `make soak` and `make spark`
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing"]

autodoc_typehints = "none"  # what an argument is stands in the docstring
napoleon_use_ivar = True

html_theme = "furo"
html_title = "ClipTrial"
html_copy_source = html_show_sourcelink = html_show_sphinx = False
html_show_search_summary = False  # a page opened as a file may not read another one
html_theme_options = {"footer_icons": [], "top_of_page_buttons": []}


def setup(app):
    """A German page says that it is German, and is hyphenated and read aloud so."""
    app.connect("html-page-context", _speak)


def _speak(_app, page, _template, context, _doctree):
    context["language"] = "de" if page.endswith("_de") else "en"
