"""Begin a collection of one's own claims, keep its helpers up to date, and add cases to it."""
