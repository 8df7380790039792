"""A project of stock Wagtail: articles with the fields of Newsroom's, and nothing of Newsroom."""
