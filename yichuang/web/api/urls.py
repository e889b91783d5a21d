"""Addresses of the API."""

from yichuang.web.api.door import urls

app_name = "api"
urlpatterns = urls()
