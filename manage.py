#!/usr/bin/env python3
"""Django's command line, with the database server started for the command when none is running."""

import os
import signal
import sys

WITHOUT_DATABASE = {"help", "--help", "-h", "version", "--version", "collectstatic", "diffsettings"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # A command told to end must still let go of the database server: turn the signal into an ordinary exit.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    from django.core.management import execute_from_command_line

    from config import database

    if sys.argv[1:2] == ["migrate"]:
        os.environ["YICHUANG_DB_STATEMENT_SECONDS"] = "0"  # an index on a large table takes its time
    arguments = set(sys.argv[1:2]) | ({"--help", "-h"} & set(sys.argv))
    if not arguments or arguments & WITHOUT_DATABASE:
        execute_from_command_line(sys.argv)
        return
    try:
        held = database.hold()
    except database.Unavailable as refused:
        print(refused, file=sys.stderr)
        sys.exit(2)
    with held:
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
