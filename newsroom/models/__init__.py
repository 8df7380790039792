from .articles import ArticlePage, ArticlePhoto, BodyImagesMixin, Correction, NewsIndexPage
from .imports import ImportedPage
from .projects import ProjectPage, ProjectPhoto, ProjectStatus
from .tags import ArticleTag, NewsTag, NewsTagLabel, ProjectTag, merge_tags
from .wire import (
    Kind,
    WireAction,
    WireAddress,
    WireBeat,
    WireChange,
    WireDependency,
    WireImage,
    WireItem,
    WireJob,
    WireMark,
    WireSequence,
    WireTag,
    uid_for,
)

__all__ = [
    "ArticlePage",
    "ArticlePhoto",
    "ArticleTag",
    "BodyImagesMixin",
    "Correction",
    "ImportedPage",
    "Kind",
    "NewsIndexPage",
    "NewsTag",
    "NewsTagLabel",
    "ProjectPage",
    "ProjectPhoto",
    "ProjectStatus",
    "ProjectTag",
    "WireAction",
    "WireAddress",
    "WireBeat",
    "WireChange",
    "WireDependency",
    "WireImage",
    "WireItem",
    "WireJob",
    "WireMark",
    "WireSequence",
    "WireTag",
    "merge_tags",
    "uid_for",
]
