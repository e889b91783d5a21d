"""Addresses of the screens in the hall. They only read, and show no more of a person than a masked name."""

from django.urls import path

from yichuang.web.screens import board

app_name = "screens"
urlpatterns = [path("board/<slug:centre>/", board.board, name="board")]
