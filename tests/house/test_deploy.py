"""What lies in deploy/ fits the program it starts."""

import re
from configparser import ConfigParser
from pathlib import Path

from django.core.management import get_commands
from django.urls import reverse

from config.processes import DAILY
from tests.house.sources import ROOT

UNITS = ROOT / "deploy/systemd"
NGINX = (ROOT / "deploy/nginx/yichuang.conf").read_text("utf-8")
OURS = "/opt/yichuang/"


def lines(unit: Path, word: str) -> list[str]:
    return re.findall(rf"^{word}=(.*)$", unit.read_text("utf-8"), re.MULTILINE)


def test_the_target_starts_every_service_or_its_timer() -> None:
    wanted = set(" ".join(lines(UNITS / "yichuang.target", "Wants")).split())
    timers = {path.name for path in UNITS.glob("*.timer")}
    services = {path.name for path in UNITS.glob("*.service")} - {Path(name).stem + ".service" for name in timers}
    assert wanted == timers | services


def test_every_program_a_unit_starts_is_there() -> None:
    for unit in UNITS.glob("*.service"):
        for command in lines(unit, "ExecStart"):
            words = command.split()
            assert words[0].startswith(OURS)
            if words[1] == "manage.py":
                assert words[2] in get_commands(), command
            elif ".venv" not in words[0]:
                assert (ROOT / words[0].removeprefix(OURS)).exists(), command


def test_every_day_the_same_is_done_as_by_run() -> None:
    daily = lines(UNITS / "yichuang-daily.service", "ExecStart")
    assert [command.split()[2] for command in daily] == list(DAILY.values())


def test_every_unit_is_closed_in_the_same_way() -> None:
    closed = {}
    for unit in UNITS.glob("*.service"):
        parser = ConfigParser(interpolation=None, strict=False)
        parser.read(unit, "utf-8")
        words = dict(parser["Service"])
        closed[unit.name] = {word: words.get(word) for word in ("user", "umask", "protectsystem", "systemcallfilter")}
    assert len({tuple(found.values()) for found in closed.values()}) == 1, closed


def test_signing_in_has_a_pace_of_its_own() -> None:
    place = re.search(r"location ~ (\S+) \{\s+limit_req zone=yichuang_sign_in", NGINX)
    assert place
    for name in ("kit:sign_in", "kit:register", "kit:staff_sign_in"):
        assert re.search(place[1], reverse(name)), name


def test_nginx_has_a_page_for_people_and_an_answer_for_programs() -> None:
    for name in re.findall(r"error_page [\d ]+ /nginx/([\w-]+)\.", NGINX):
        assert (ROOT / f"deploy/nginx/pages/{name}.html").exists()
        assert (ROOT / f"deploy/nginx/pages/{name}.json").exists()
