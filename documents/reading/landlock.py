"""Lets the reading process see its own folder, programs and fonts, and no other file (Linux).

Source: the kernel's userspace API "landlock", ABI 1 to 6. Rights that an older kernel does
not know are left out.
"""

import ctypes
import os
import sys
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_RULE_PATH_BENEATH = 1
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_FILE_RIGHTS = ((1, 13), (2, 14), (3, 15), (5, 16))  # from this ABI on, so many rights
_TCP_RIGHTS, _TCP_SINCE = 0b11, 4
_SCOPES, _SCOPES_SINCE = 0b11, 6  # no abstract sockets, no signals to the world outside
_TRUNCATE = 1 << 14
_OF_A_FOLDER = ((1 << 15) - 1) & ~_EXECUTE  # everything up to truncate, but running programs
_SYSTEM_PLACES = ("/usr", "/lib", "/lib64", "/etc/fonts", "/dev/null", "/dev/urandom")


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def only_these_files(system: ctypes.CDLL, *, folder: Path) -> bool:
    """Whether from now on only the folder can be written and little else be read.

    Needs no_new_privs. False where the kernel has no Landlock: then nothing changed.
    """
    version = system.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(_ASK_VERSION))
    if version < 1:
        return False
    handled = (1 << next(count for since, count in reversed(_FILE_RIGHTS) if version >= since)) - 1
    rules = _Ruleset(
        handled,
        _TCP_RIGHTS if version >= _TCP_SINCE else 0,
        _SCOPES if version >= _SCOPES_SINCE else 0,
    )
    size = 24 if version >= _SCOPES_SINCE else 16 if version >= _TCP_SINCE else 8
    ruleset = system.syscall(
        _CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint(0)
    )
    if ruleset < 0:
        return False
    try:
        for place in _readable_places():
            _allow(system, ruleset, place, rights=_READ_FILE | _READ_DIR)
        written = _allow(system, ruleset, folder, rights=_OF_A_FOLDER & handled)
        return written and system.syscall(_RESTRICT_SELF, ruleset, ctypes.c_uint(0)) == 0
    finally:
        os.close(ruleset)


def _readable_places() -> tuple[Path, ...]:
    """Libraries, fonts and our own reading code; never the data folder or the settings."""
    libraries = {Path(prefix) / "lib" for prefix in (sys.prefix, sys.base_prefix)}
    return (*map(Path, _SYSTEM_PLACES), *libraries, Path(__file__).resolve().parent)


def _allow(system: ctypes.CDLL, ruleset: int, place: Path, *, rights: int) -> bool:
    try:
        opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        if not place.is_dir():
            rights &= _READ_FILE
        rule = _PathBeneath(rights, opened)
        added = system.syscall(
            _ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(rule), ctypes.c_uint(0)
        )
        return bool(added == 0)
    finally:
        os.close(opened)
