"""Whoever is asked to stop by a signal hears it, whatever they were about to do."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator

import pytest

from kizuki.store.record.stopping import StopSign, stop_sign


@pytest.fixture
def sign() -> Iterator[StopSign]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield stop_sign()
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_heard_while_the_lock_of_an_ordinary_event_is_held(
    sign: StopSign, number: signal.Signals
) -> None:
    # Where an ordinary event would wait for the very thread that its handler runs in.
    with sign._cond:  # type: ignore[attr-defined]
        signal.raise_signal(number)
        assert sign.is_set()
    assert sign.wait()
    assert sign.wait(), "whoever waits afterwards is not kept"


def test_a_second_signal_changes_nothing(sign: StopSign) -> None:
    for _ in range(100_000):
        sign.set()
    assert sign.wait(0)


def test_every_thread_that_waits_is_woken(sign: StopSign) -> None:
    waiting = [threading.Thread(target=sign.wait) for _ in range(5)]
    for one in waiting:
        one.start()
    sign.set()
    for one in waiting:
        one.join()


def test_nobody_asked_is_told_after_the_time(sign: StopSign) -> None:
    assert not sign.wait(0.01)
    assert not sign.is_set()
