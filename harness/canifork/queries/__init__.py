"""Find claims by a query: words, places such as `os:linux`, questions such as `differs(start_method)`.

docs/queries.md describes the language.  report/html/assets/query.js reads and answers the same one
on the pages of the site; tests/queries holds the two together.
"""
