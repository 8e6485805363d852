"""A document that shows claims; `nox -s samples` builds it."""

project = "Threads in class"
author = "A teacher"
extensions = ["canifork.embeds.sphinx"]
canifork_site = "https://example.org/report"
latex_documents = [("index", "threadsinclass.tex", project, author, "howto")]  # no title page of its own
latex_elements = {"tableofcontents": ""}
