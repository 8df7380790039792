import django.db.models.deletion
from django.db import migrations, models

# The text of an entry is indexed by FTS5, which keeps no copy of it; beginnings of two and three
# letters, behind the three of a token's own, have an index of their own. A migration that makes the
# table of entries anew (on SQLite: any change of a column) has to make the triggers anew as well.
SQLITE = [
    """
    CREATE VIRTUAL TABLE newsroom_search USING fts5(
        title, lead, body, forms,
        content='newsroom_searchentry', content_rowid='item_id',
        tokenize='unicode61 remove_diacritics 0', prefix='5 6'
    )
    """,
    """
    CREATE TRIGGER newsroom_search_insert AFTER INSERT ON newsroom_searchentry BEGIN
        INSERT INTO newsroom_search (rowid, title, lead, body, forms)
        VALUES (new.item_id, new.title, new.lead, new.body, new.forms);
    END
    """,
    """
    CREATE TRIGGER newsroom_search_delete AFTER DELETE ON newsroom_searchentry BEGIN
        INSERT INTO newsroom_search (newsroom_search, rowid, title, lead, body, forms)
        VALUES ('delete', old.item_id, old.title, old.lead, old.body, old.forms);
    END
    """,
    """
    CREATE TRIGGER newsroom_search_update
    AFTER UPDATE OF item_id, title, lead, body, forms ON newsroom_searchentry BEGIN
        INSERT INTO newsroom_search (newsroom_search, rowid, title, lead, body, forms)
        VALUES ('delete', old.item_id, old.title, old.lead, old.body, old.forms);
        INSERT INTO newsroom_search (rowid, title, lead, body, forms)
        VALUES (new.item_id, new.title, new.lead, new.body, new.forms);
    END
    """,
]
NOT_SQLITE = [
    "DROP TRIGGER newsroom_search_update",
    "DROP TRIGGER newsroom_search_delete",
    "DROP TRIGGER newsroom_search_insert",
    "DROP TABLE newsroom_search",
]
# Not by to_tsvector: its parser would take apart what the analysis has decided on. What is searched
# (lexemes) and what is ranked (said) are two columns. The former has thousands of bytes, and
# without positions nothing of it has to be read but the index; title lemmas stand there a second
# time behind a t. The latter is small enough to stand in the row: title (A), lead (B), and what
# bodies say more than once (D).
POSTGRESQL = [
    """
    CREATE FUNCTION newsroom_search_said(title text, lead text, body text)
    RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        WITH places AS (
            SELECT token, 1 AS number, 'A' AS weight FROM unnest(string_to_array(title, ' ')) token
            UNION
            SELECT token, 2, 'B' FROM unnest(string_to_array(lead, ' ')) token
            UNION
            SELECT token, number + 1, 'D' FROM (
                SELECT token, row_number() OVER (PARTITION BY token) AS number
                FROM unnest(string_to_array(body, ' ')) token
            ) said WHERE number > 1
        ), tokens AS (
            SELECT token || ':' || string_agg(number || weight, ',') AS lexeme
            FROM places WHERE token <> '' GROUP BY token
        )
        SELECT coalesce(string_agg(lexeme, ' '), '')::tsvector FROM tokens
    $$
    """,
    """
    ALTER TABLE newsroom_searchentry
    ADD COLUMN said tsvector GENERATED ALWAYS AS (newsroom_search_said(title, lead, body)) STORED,
    ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(string_to_array(
            replace(' ' || title, ' ', ' t') || ' ' || title || ' ' || lead || ' ' || body || ' '
            || forms, ' '
        ), ''))
    ) STORED
    """,
    # What many rows are read for is not compressed, and what is ranked stands in the row itself.
    """
    ALTER TABLE newsroom_searchentry
    ALTER COLUMN said SET STORAGE EXTERNAL, ALTER COLUMN forms SET STORAGE EXTERNAL,
    SET (toast_tuple_target = 3072)
    """,
    "CREATE INDEX newsroom_search ON newsroom_searchentry USING gin (lexemes)",
]
NOT_POSTGRESQL = [
    "DROP INDEX newsroom_search",
    "ALTER TABLE newsroom_searchentry DROP COLUMN lexemes, DROP COLUMN said",
    "DROP FUNCTION newsroom_search_said",
]


def run(**statements):
    """What to execute on the database at hand, by its vendor."""

    def execute(apps, schema_editor):
        for statement in statements.get(schema_editor.connection.vendor, []):
            schema_editor.execute(statement, params=None)

    return execute


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0007_push")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="newsroom.wireitem",
                    ),
                ),
                ("fingerprint", models.CharField(db_index=True, max_length=160)),
                ("text", models.TextField()),
                ("title", models.TextField()),
                ("lead", models.TextField()),
                ("body", models.TextField()),
                ("forms", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("locale", models.CharField(max_length=100)),
                ("word", models.CharField(max_length=64)),
                ("folded", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["locale", "folded"], name="search_word_folded")],
                "constraints": [
                    models.UniqueConstraint(fields=("locale", "word"), name="search_word_once")
                ],
            },
        ),
        migrations.RunPython(
            run(sqlite=SQLITE, postgresql=POSTGRESQL),
            run(sqlite=NOT_SQLITE, postgresql=NOT_POSTGRESQL),
        ),
    ]
