from django.db import migrations

# On PostgreSQL, to look thousands of rows up in the wire takes as long as to find and rank them. So
# entries repeat what searches filter and count by; the rows are read anyway, to be ranked. Triggers
# keep it in the transactions that write to the wire, whoever does. What editors' transactions set
# (hidden, valid_until) is not among it: they shall not wait for, nor write, what the settler does.
#
# A migration that drops or alters one of these columns of the wire has to make the trigger of items
# anew: dropped together with a column, it would leave all others to grow old.
COLUMNS = {
    "translation_key": "uuid",
    "site_id": "bigint",
    "kind": "text",
    "locale": "text",
    "published": "timestamptz",
    "updated": "timestamptz",
    "expires_at": "timestamptz",
    "section_uid": "uuid",
    "section_key": "uuid",
    "section_slug": "text",
    "project_uid": "uuid",
    "project_key": "uuid",
    "project_slug": "text",
}
NAMES = ", ".join(COLUMNS)
NEW = ", ".join(f"NEW.{name}" for name in COLUMNS)
OLD = ", ".join(f"OLD.{name}" for name in COLUMNS)
TAGS = "ARRAY(SELECT slug::text FROM newsroom_wiretag tag WHERE tag.item_id = {item} ORDER BY slug)"
# With the tables of this moment, also where a restored dump is loaded without any search path.
FUNCTION = "RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT"
# What writes tags, and which rows of it then tell the items.
WRITTEN = [("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD")]
TRIGGERS_OF_TAGS = [f"newsroom_search_tags_{event}_{rows}".lower() for event, rows in WRITTEN]
TO_POSTGRESQL = [
    # In the order of the settler's own locks; until the end nothing is written that is not repeated.
    "LOCK TABLE newsroom_wireitem, newsroom_wiretag IN SHARE ROW EXCLUSIVE MODE",
    # What is ranked (said) shall not leave the row because of what is repeated: MAIN goes last.
    f"""
    ALTER TABLE newsroom_searchentry
    {", ".join(f"ADD COLUMN {name} {kind}" for name, kind in COLUMNS.items())},
    ADD COLUMN tags text[],
    ALTER COLUMN said SET STORAGE MAIN
    """,
    # The index would have to follow every row: it is made anew, which is quicker.
    "DROP INDEX newsroom_search",
    """
    DELETE FROM newsroom_searchentry
    WHERE item_id IN (SELECT id FROM newsroom_wireitem WHERE withdrawn_at IS NOT NULL)
    """,
    f"""
    UPDATE newsroom_searchentry entry SET
        ({NAMES}) = (SELECT {NAMES} FROM newsroom_wireitem item WHERE item.id = entry.item_id),
        tags = {TAGS.format(item="entry.item_id")}
    """,  # noqa: S608
    "CREATE INDEX newsroom_search ON newsroom_searchentry USING gin (lexemes)",
    f"""
    CREATE FUNCTION newsroom_search_entry() {FUNCTION} AS $$
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
    CREATE FUNCTION newsroom_search_item() {FUNCTION} AS $$
    BEGIN
        IF NEW.withdrawn_at IS NULL THEN
            UPDATE newsroom_searchentry SET ({NAMES}) = ROW({NEW}) WHERE item_id = NEW.id;
        ELSE
            DELETE FROM newsroom_searchentry WHERE item_id = NEW.id;
        END IF;
        RETURN NULL;
    END $$
    """,  # noqa: S608
    f"""
    CREATE TRIGGER newsroom_search_item AFTER UPDATE OF {NAMES}, withdrawn_at ON newsroom_wireitem
    FOR EACH ROW
    WHEN (ROW({OLD}, OLD.withdrawn_at) IS DISTINCT FROM ROW({NEW}, NEW.withdrawn_at))
    EXECUTE FUNCTION newsroom_search_item()
    """,
    f"""
    CREATE FUNCTION newsroom_search_tags() {FUNCTION} AS $$
    BEGIN
        UPDATE newsroom_searchentry entry SET tags = {TAGS.format(item="entry.item_id")}
        WHERE item_id IN (SELECT item_id FROM written);
        RETURN NULL;
    END $$
    """,  # noqa: S608
    *(
        f"""
        CREATE TRIGGER {name} AFTER {event} ON newsroom_wiretag
        REFERENCING {rows} TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION newsroom_search_tags()
        """
        for name, (event, rows) in zip(TRIGGERS_OF_TAGS, WRITTEN, strict=True)
    ),
]
FROM_POSTGRESQL = [
    "LOCK TABLE newsroom_wireitem, newsroom_wiretag IN SHARE ROW EXCLUSIVE MODE",
    *(f"DROP TRIGGER {name} ON newsroom_wiretag" for name in TRIGGERS_OF_TAGS),
    "DROP FUNCTION newsroom_search_tags",
    "DROP TRIGGER newsroom_search_item ON newsroom_wireitem",
    "DROP FUNCTION newsroom_search_item",
    "DROP TRIGGER newsroom_search_entry ON newsroom_searchentry",
    "DROP FUNCTION newsroom_search_entry",
    f"""
    ALTER TABLE newsroom_searchentry
    {", ".join(f"DROP COLUMN {name}" for name in COLUMNS)}, DROP COLUMN tags,
    ALTER COLUMN said SET STORAGE EXTERNAL
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
