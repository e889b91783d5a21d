"""The long form of the API's test at random: schemathesis against the running server, as a citizen and as officers.

Prints one JSON line for each caller; ends with 1 when the API failed or did not answer as its document says.

    python bench/fuzz.py [--examples 200]
"""

import argparse
import subprocess
import sys

from ground import ROOT, ground, say, web

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
STAFF = ("clerk", "examiner", "chief_approver", "manager")


def tokens() -> dict[str, str]:
    """A token for a citizen, and for somebody in each of these duties."""
    from yichuang.base import clock
    from yichuang.offices.models import Posting
    from yichuang.people import registering
    from yichuang.people import tokens as making
    from yichuang.people.actors import SYSTEM
    from yichuang.web.demo.many.people import identity_number

    at = clock.now()
    person = registering.register_person(
        name="张三", document_type="identity_card", number=identity_number(9_000_000), by=SYSTEM, at=at
    )
    people = {"citizen": registering.register_account(
        username="fuzz.citizen", password="correct-horse-battery-9", party=person, by=SYSTEM, at=at  # noqa: S106
    )}  # fmt: skip
    for duty in STAFF:
        people[duty] = Posting.objects.filter(duty=duty, until=None).select_related("account")[0].account
    return {name: making.make(account, name="fuzz", by=SYSTEM, at=at) for name, account in people.items()}


def main() -> None:
    """Ask as each of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=200)
    options = parser.parse_args()
    failed = False
    with ground():
        asked_by = tokens()
        with web() as port:
            for name, token in asked_by.items():
                command = [
                    sys.executable,
                    "-m",
                    "schemathesis.cli",
                    "run",
                    f"http://127.0.0.1:{port}/api/v1/openapi.json",
                ]
                command += [
                    "-H",
                    f"Authorization: Bearer {token}",
                    "--checks",
                    CHECKS,
                    "--phases",
                    "examples,coverage,fuzzing",
                ]
                command += ["--max-examples", str(options.examples), "--no-color"]
                done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
                say(bench="fuzz", caller=name, examples=options.examples, sound=done.returncode == 0)
                if done.returncode:
                    failed = True
                    print(done.stdout[-6000:], done.stderr[-2000:], file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
