"""A bare foreign project: its own image model, one language, nothing of the reference site."""
