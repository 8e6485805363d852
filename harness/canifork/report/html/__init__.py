"""Make the site."""
