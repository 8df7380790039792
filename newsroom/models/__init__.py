from .articles import ArticlePage, ArticlePhoto, Correction, NewsIndexPage
from .body_images import BodyImagesForm, BodyImagesMixin
from .feeds import FeedAudience, FeedContent, FeedSettings, FeedWords
from .imports import ImportedPage
from .projects import ProjectPage, ProjectPhoto, ProjectStatus
from .releases import Release, ReleasedPage
from .tags import ArticleTag, NewsTag, NewsTagLabel, ProjectTag, merge_tags
from .wire import (
    Kind,
    Noun,
    WireAction,
    WireAddress,
    WireBeat,
    WireChange,
    WireDependency,
    WireImage,
    WireItem,
    WireJob,
    WireMark,
    WireScope,
    WireSequence,
    WireTag,
    uid_for,
)

__all__ = [
    "ArticlePage",
    "ArticlePhoto",
    "ArticleTag",
    "BodyImagesForm",
    "BodyImagesMixin",
    "Correction",
    "FeedAudience",
    "FeedContent",
    "FeedSettings",
    "FeedWords",
    "ImportedPage",
    "Kind",
    "NewsIndexPage",
    "NewsTag",
    "NewsTagLabel",
    "Noun",
    "ProjectPage",
    "ProjectPhoto",
    "ProjectStatus",
    "ProjectTag",
    "Release",
    "ReleasedPage",
    "WireAction",
    "WireAddress",
    "WireBeat",
    "WireChange",
    "WireDependency",
    "WireImage",
    "WireItem",
    "WireJob",
    "WireMark",
    "WireScope",
    "WireSequence",
    "WireTag",
    "merge_tags",
    "uid_for",
]
