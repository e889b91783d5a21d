"""Every address begins here: the doors bring their own lists."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("yichuang.web.urls")),
]
