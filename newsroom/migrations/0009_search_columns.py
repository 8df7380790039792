from django.db import migrations

# On PostgreSQL, to look thousands of rows up in the wire takes as long as to find and rank them. So
# entries repeat what searches filter and count by; the rows are read anyway, to be ranked. Triggers
# keep it: of all that writes to the wire, nothing can forget it. What editors' transactions set
# (hidden, valid_until) is not among it: they shall not wait for, nor write, what the settler does.
# What is ranked (said) does not leave the row for it: the storage MAIN moves it out last.
COLUMNS = {
    "translation_key": "uuid",
    "site_id": "bigint",
    "kind": "varchar(16)",
    "locale": "varchar(100)",
    "published": "timestamptz",
    "updated": "timestamptz",
    "expires_at": "timestamptz",
    "section_uid": "uuid",
    "section_key": "uuid",
    "section_slug": "varchar(255)",
    "project_uid": "uuid",
    "project_key": "uuid",
    "project_slug": "varchar(255)",
}
NAMES = ", ".join(COLUMNS)
NEW = ", ".join(f"NEW.{name}" for name in COLUMNS)
OLD = ", ".join(f"OLD.{name}" for name in COLUMNS)
TAGS = "ARRAY(SELECT slug::text FROM newsroom_wiretag tag WHERE tag.item_id = {item} ORDER BY slug)"
TO_POSTGRESQL = [
    f"""
    ALTER TABLE newsroom_searchentry
    {", ".join(f"ADD COLUMN {name} {kind}" for name, kind in COLUMNS.items())},
    ADD COLUMN tags text[],
    ALTER COLUMN said SET STORAGE MAIN
    """,
    # The index would have to follow every row: it is made anew, which is quicker.
    "DROP INDEX newsroom_search",
    f"""
    UPDATE newsroom_searchentry entry SET
        ({NAMES}) = (SELECT {NAMES} FROM newsroom_wireitem item WHERE item.id = entry.item_id),
        tags = {TAGS.format(item="entry.item_id")}
    """,  # noqa: S608
    "CREATE INDEX newsroom_search ON newsroom_searchentry USING gin (lexemes)",
    f"""
    CREATE FUNCTION newsroom_search_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        SELECT {NAMES} INTO {NEW} FROM newsroom_wireitem WHERE id = NEW.item_id;
        NEW.tags = {TAGS.format(item="NEW.item_id")};
        RETURN NEW;
    END $$
    """,  # noqa: S608
    """
    CREATE TRIGGER newsroom_search_entry BEFORE INSERT ON newsroom_searchentry
    FOR EACH ROW EXECUTE FUNCTION newsroom_search_entry()
    """,
    f"""
    CREATE FUNCTION newsroom_search_item() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE newsroom_searchentry SET ({NAMES}) = ROW({NEW}) WHERE item_id = NEW.id;
        RETURN NULL;
    END $$
    """,  # noqa: S608
    f"""
    CREATE TRIGGER newsroom_search_item AFTER UPDATE OF {NAMES} ON newsroom_wireitem
    FOR EACH ROW WHEN (ROW({OLD}) IS DISTINCT FROM ROW({NEW}) AND NEW.withdrawn_at IS NULL)
    EXECUTE FUNCTION newsroom_search_item()
    """,
    f"""
    CREATE FUNCTION newsroom_search_tags() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE newsroom_searchentry entry SET tags = {TAGS.format(item="entry.item_id")}
        WHERE item_id IN (SELECT item_id FROM touched);
        RETURN NULL;
    END $$
    """,  # noqa: S608
    *(
        f"""
        CREATE TRIGGER newsroom_search_tags_{event.lower()} AFTER {event} ON newsroom_wiretag
        REFERENCING {rows} TABLE AS touched
        FOR EACH STATEMENT EXECUTE FUNCTION newsroom_search_tags()
        """
        for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    ),
]
FROM_POSTGRESQL = [
    *(
        f"DROP TRIGGER newsroom_search_tags_{event} ON newsroom_wiretag"
        for event in ("delete", "update", "insert")
    ),
    "DROP FUNCTION newsroom_search_tags",
    "DROP TRIGGER newsroom_search_item ON newsroom_wireitem",
    "DROP FUNCTION newsroom_search_item",
    "DROP TRIGGER newsroom_search_entry ON newsroom_searchentry",
    "DROP FUNCTION newsroom_search_entry",
    f"""
    ALTER TABLE newsroom_searchentry
    {", ".join(f"DROP COLUMN {name}" for name in COLUMNS)}, DROP COLUMN tags
    """,
]


def on_postgresql(statements):
    def execute(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement, params=None)

    return execute


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0008_search")]

    operations = [
        migrations.RunPython(on_postgresql(TO_POSTGRESQL), on_postgresql(FROM_POSTGRESQL))
    ]
