"""The plug-in's own parts of the Wagtail admin."""
