"""Demonstration content: the newsroom of an invented regional office in Poland."""
