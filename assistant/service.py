"""Which release answers: always the one in service, also when that changes while questions are answered."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from assistant.answering import Answering
from assistant.corpus.release import Release, Releases
from assistant.errors import AssistantError, ReleaseError

_log = logging.getLogger(__name__)

RETRY_AFTER_S = 10.0
"""When a release that could not be opened is tried again."""


@dataclass(eq=False, slots=True)
class Service:
    """One release, open for questions. `opened` holds its files and threads."""

    release: Release
    answering: Answering
    opened: ExitStack
    asking: int = field(default=0, init=False)

    def close(self) -> None:
        """Let go of everything; no question may be under way."""
        self.opened.close()


class Services:
    """The release that answers, and those before it that are still needed. Thread-safe.

    The release before stays open beside the present one: what was just answered from it is still shown.
    """

    def __init__(
        self, releases: Releases, open_service: Callable[[Release], Service], first: Release
    ) -> None:
        self._releases = releases
        self._open_service = open_service
        self._lock = threading.Lock()
        self._changing = threading.Lock()
        self._unusable: tuple[str, float] | None = None
        self._open = [open_service(first)]

    @property
    def now(self) -> Service:
        """What answers the next question, as far as is known."""
        return self._open[0]

    @contextmanager
    def use(self) -> Generator[Service]:
        """The release in service, held open for one question."""
        self._follow()
        with self._held(slice(1)) as (service,):
            yield service

    @contextmanager
    def use_all(self) -> Generator[tuple[Service, ...]]:
        """All that are open, the present one first, held open for as long as they are looked through."""
        with self._held(slice(None)) as services:
            yield services

    @contextmanager
    def _held(self, which: slice) -> Generator[tuple[Service, ...]]:
        with self._lock:
            services = tuple(self._open[which])
            for service in services:
                service.asking += 1
        try:
            yield services
        finally:
            with self._lock:
                for service in services:
                    service.asking -= 1

    def close(self) -> None:
        """Close every release; no question may be under way."""
        with self._changing, self._lock:
            for service in self._open:
                service.close()

    def _follow(self) -> None:
        """Take up the release in service where it is another one; one question opens it, the others go on."""
        try:
            serving = self._releases.current_id()
        except OSError as error:
            _log.warning("the release in service cannot be told, %s goes on: %s", self.now.release.id, error)
            return
        if serving is None:
            raise ReleaseError(
                f"no release is in service any more: run '{self._releases.command('publish')}'"
            )
        if serving == self.now.release.id or self._failed_lately(serving):
            return
        if not self._changing.acquire(blocking=False):
            return
        try:
            # After a rollback it may be the one before, still open: a Chroma folder is opened once a process.
            known = next((one for one in self._open if one.release.id == serving), None)
            self._take_up(known or self._open_service(self._releases.current()))
        # The release that was good before goes on, whatever is wrong with this one; what failed may have been short
        # of files for a moment.
        except (AssistantError, OSError) as error:
            self._unusable = serving, time.monotonic()
            _log.warning("release %s is not taken up, %s goes on: %s", serving, self.now.release.id, error)
        except Exception:  # noqa: BLE001 - whatever a release makes of it, the questions go on
            self._unusable = serving, time.monotonic()
            _log.exception("release %s is not taken up, %s goes on", serving, self.now.release.id)
        finally:
            self._changing.release()

    def _failed_lately(self, serving: str) -> bool:
        if self._unusable is None or self._unusable[0] != serving:
            return False
        return time.monotonic() - self._unusable[1] < RETRY_AFTER_S

    def _take_up(self, service: Service) -> None:
        with self._lock:
            others = [one for one in self._open if one is not service]
            kept = [one for place, one in enumerate(others) if place == 0 or one.asking]
            gone = [one for one in others if one not in kept]
            self._open = [service, *kept]
        for one in gone:
            one.close()
        _log.info("release %s answers from now on", service.release.id)
