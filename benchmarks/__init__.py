"""Measurements of the newsroom beside stock Wagtail and bare Django: `make bench`."""
