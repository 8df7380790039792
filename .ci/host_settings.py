# What a project adds to use the newsroom. Its own home and search stay as they are.
INSTALLED_APPS = [
    "newsroom",
    "galleries",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.table_block",
    "wagtail.api.v2",
    "rest_framework",
    *INSTALLED_APPS,
]
DATABASES["default"]["OPTIONS"] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
}
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
