"""The galleries' own parts of the Wagtail admin."""
