"""Every address begins here: the doors bring their own lists."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("yichuang.web.urls")),
]

handler400 = "yichuang.web.kit.errors.bad_request"
handler403 = "yichuang.web.kit.errors.permission_denied"
handler404 = "yichuang.web.kit.errors.page_not_found"
handler500 = "yichuang.web.kit.errors.server_error"
