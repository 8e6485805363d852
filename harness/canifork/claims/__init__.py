"""Read the case files and the outline of the article."""
