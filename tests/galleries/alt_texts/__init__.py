"""Alternative texts as public sites write them, in four languages, each with what is wrong in it.

They were written before the rules. A rule is tuned, never this set; only true mistakes in it are
put right.
"""
