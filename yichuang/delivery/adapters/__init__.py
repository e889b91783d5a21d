"""Ports to machines and firms outside. Which class stands behind each is a setting; by default a person does it."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from yichuang.delivery.adapters.couriers import CourierService
from yichuang.delivery.adapters.lockers import LockerService


def courier_service() -> CourierService:
    """Whoever carries parcels here (`YICHUANG_COURIER`)."""
    service: CourierService = _made(settings.COURIER_SERVICE)
    return service


def locker_service() -> LockerService:
    """Whatever opens the cells of the lockers here (`YICHUANG_LOCKER`)."""
    service: LockerService = _made(settings.LOCKER_SERVICE)
    return service


def _made(name: str) -> Any:
    return import_string(name)()
