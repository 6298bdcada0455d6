"""Ways to get a large piece of work done sooner: in a child process beside this one, or without looking for garbage."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import NoReturn, TypeVar

Result = TypeVar("Result")
CAN_FORK = hasattr(os, "fork")


def apart(work: Callable[[], Result], by: ModuleType | None = None) -> Callable[[], Result]:
    """Start `work` in a fork of this process; what comes back is a function that waits for its result.

    A process pool costs three times as much to start. Where there is no fork, the work is done when it is asked for.
    A child that fails makes the waiting function raise ChildProcessError. The result is sent `by` pickle, or by marshal
    if it consists of built-in values: that is three times as quick and need not be loaded.
    """
    if not CAN_FORK:
        return work
    read, write = os.pipe()
    child = os.fork()
    if by is None:
        import pickle as by  # here, so that the other process already works
    if child == 0:
        code = 1
        try:
            with os.fdopen(write, "wb") as pipe:
                pipe.write(by.dumps(work()))
            code = 0
        finally:
            os._exit(code)
    os.close(write)

    def wait() -> Result:
        with os.fdopen(read, "rb") as pipe:
            data = pipe.read()
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
            raise ChildProcessError("a child process stopped without a result")
        return by.loads(data)

    return wait


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Let the garbage collector rest where many small objects without cycles live until the end; walking them takes up to a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def leave(code: int) -> NoReturn:
    """End this process at once: to take down what a whole site left in memory can take as long as reading a tenth of it."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
