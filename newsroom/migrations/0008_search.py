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
# Not by to_tsvector: its parser would take apart what the analysis has decided on. PostgreSQL knows
# no positions above 16,383.
POSTGRESQL = [
    """
    CREATE FUNCTION newsroom_search_part(tokens text, weight text)
    RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(
            string_agg(token || ':' || least(number, 16383) || weight, ' '), ''
        )::tsvector
        FROM unnest(string_to_array(tokens, ' ')) WITH ORDINALITY AS part (token, number)
        WHERE token <> ''
    $$
    """,
    """
    ALTER TABLE newsroom_searchentry ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (
        newsroom_search_part(title, 'A') || newsroom_search_part(lead, 'B')
        || newsroom_search_part(body, 'D') || newsroom_search_part(forms, 'C')
    ) STORED
    """,
    "CREATE INDEX newsroom_search ON newsroom_searchentry USING gin (lexemes)",
]
NOT_POSTGRESQL = [
    "DROP INDEX newsroom_search",
    "ALTER TABLE newsroom_searchentry DROP COLUMN lexemes",
    "DROP FUNCTION newsroom_search_part",
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
