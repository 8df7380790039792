"""The search's index: what can be found of each public item, in the words of the analysis.

Rows are written and removed in the transactions that put and withdraw items. The engines' own
tables follow these by triggers (migration 0008), so nothing that writes here can forget them:
an FTS5 table on SQLite, a column of lexemes on PostgreSQL.
"""

from django.db import models

from .wire import WireItem


class SearchEntry(models.Model):
    """What can be found of an item; ``text`` are its plain words, the others tokens of them.

    Tokens are words of letters and digits, divided by spaces, with their language as a prefix, so
    that languages do not mix: lemmas (``lplspotkanie``) and, in ``forms``, all words as they were
    written, without diacritics and in order (``xplspotkania``). Bodies repeat lemmas less often
    than texts do: what is said ten times is not ten times as relevant.
    """

    item = models.OneToOneField(
        WireItem, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    # Which texts were analysed, by which version of the analysis.
    fingerprint = models.CharField(max_length=160, db_index=True)
    text = models.TextField()
    title = models.TextField()
    lead = models.TextField()
    body = models.TextField()
    forms = models.TextField()

    def __str__(self) -> str:
        return f"item {self.item_id}"


class SearchWord(models.Model):
    """A word that public items have had, for "did you mean".

    Words outlive their items: nobody may be told one before it was found in what is public now.
    """

    locale = models.CharField(max_length=100)
    word = models.CharField(max_length=64)
    # Without diacritics: misspellings are compared with it.
    folded = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locale", "word"], name="search_word_once")]
        indexes = [models.Index(fields=["locale", "folded"], name="search_word_folded")]

    def __str__(self) -> str:
        return self.word
