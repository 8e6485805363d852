"""Comments that say that a line is meant so: `# canifork: ignore[pickle.lambda_target]`."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Mapping

COMMENT = re.compile(r"#.*?\bcanifork:\s*ignore(?:\[([^\]]*)\])?")


def ignored_lines(source: str) -> Mapping[int, frozenset[str]]:
    """Return the claims and codes that are ignored, by line; '*' for all of them."""
    if "canifork:" not in source:
        return {}
    found: dict[int, frozenset[str]] = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT and (match := COMMENT.match(token.string)):
                listed = {one.strip() for one in (match[1] or "*").split(",")}
                found[token.start[0]] = frozenset(listed)
    except (tokenize.TokenError, SyntaxError):
        return found  # it was parsed, so this is about what comes after the end
    return found
