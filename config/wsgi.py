"""What the web server loads. Each of its worker processes holds the database server and a pool of connections."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("YICHUANG_DB_POOL", "4")

from config import database

database.hold()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import get_resolver  # noqa: E402

application = get_wsgi_application()
_ = get_resolver().url_patterns  # every page is imported now, not for the first visitor
