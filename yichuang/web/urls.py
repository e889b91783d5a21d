"""Every page and every call, door by door."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("yichuang.web.kit.urls")),
    path("", include("yichuang.web.portal.urls")),
    path("api/v1/", include("yichuang.web.api.urls")),
    path("desk/", include("yichuang.web.desk.urls")),
    path("screens/", include("yichuang.web.screens.urls")),
]
