"""Settle how the property-based tests run."""

from hypothesis import settings

settings.register_profile(
    "harness",
    deadline=None,  # a shared machine is at times ten times slower than itself
    max_examples=30,
    database=None,  # nothing is left behind in the checkout
    derandomize=True,  # a commit is not red by chance
)
settings.load_profile("harness")
