"""Every page and every call, door by door."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("yichuang.web.kit.urls")),
    path("", include("yichuang.web.portal.urls")),
]
