"""Sitemaps (https://www.sitemaps.org/protocol.html): what search engines shall read of a Site."""
