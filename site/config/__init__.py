"""Configuration of the reference site."""
