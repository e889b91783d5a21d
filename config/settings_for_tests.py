"""The same settings, with a data directory of their own, a database named for the person who runs the tests, and a
cheap password hash. Set YICHUANG_TEST_DB so that two people in one checkout do not share a test database."""

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
os.environ["YICHUANG_DATA"] = os.environ.get("YICHUANG_TEST_DATA") or str(_ROOT / ".test-data")
os.environ.pop("YICHUANG_DB_POOL", None)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, MIDDLEWARE, STORAGES  # noqa: E402

DATABASES["default"]["TEST"] = {"NAME": f"test_{os.environ.get('YICHUANG_TEST_DB', 'main')}"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
ALLOWED_HOSTS = ["*"]
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # nothing is collected for tests
