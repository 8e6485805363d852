"""The commands of canifork."""
