"""Addresses that every door shares: the look of the site, signing in and out."""

from django.urls import path

from yichuang.web.kit import look
from yichuang.web.kit.accounts import register, sign_in, sign_out, staff_sign_in
from yichuang.web.kit.region_picker import region

app_name = "kit"
urlpatterns = [
    path("look/", look.look, name="look"),
    path("region/", region, name="region"),
    path("account/login/", sign_in, name="sign_in"),
    path("account/logout/", sign_out, name="sign_out"),
    path("account/register/", register, name="register"),
    path("desk/login/", staff_sign_in, name="staff_sign_in"),
]
