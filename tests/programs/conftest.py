"""Leave out what only looks like tests: pytest would import these programs, and so run them."""

collect_ignore = ["posted"]
