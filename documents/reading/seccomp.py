"""Takes away the system calls that decoding never needs: network, new processes, signals (Linux).

Needs no rights and no name space, so it holds where a container forbids those. The filter
is classic BPF; the numbers are those of x86_64 and aarch64, and elsewhere nothing is done.
"""

import ctypes
import errno
import os
import platform
import struct

_PR_SET_SECCOMP, _FILTER_MODE = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _MACHINE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
_X32_CALLS = 0x40000000  # the second table of x86_64; no program of ours uses it

_MACHINES = {
    # machine: (its audit number, tgkill, what is refused)
    "x86_64": (
        0xC000003E,
        234,
        (
            # socket connect accept sendto sendmsg bind listen socketpair accept4 sendmmsg
            *(41, 42, 43, 44, 46, 49, 50, 53, 288, 307),
            # clone fork vfork execve execveat clone3
            *(56, 57, 58, 59, 322, 435),
            # kill tkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal
            *(62, 200, 129, 297, 424),
            # ptrace process_vm_readv process_vm_writev pidfd_getfd
            *(101, 310, 311, 438),
            # unshare setns mount umount pivot_root chroot open_by_handle_at
            *(272, 308, 165, 166, 155, 161, 304),
            # keyctl add_key request_key bpf perf_event_open userfaultfd, io_uring's three
            *(250, 248, 249, 321, 298, 323, 425, 426, 427),
        ),
    ),
    "aarch64": (
        0xC00000B7,
        131,
        (  # the same in the same order; it has no fork and no vfork
            *(198, 203, 202, 206, 211, 200, 201, 199, 242, 269),
            *(220, 221, 281, 435),
            *(129, 130, 138, 240, 424),
            *(117, 270, 271, 438),
            *(97, 268, 40, 39, 41, 51, 265),
            *(219, 217, 218, 280, 241, 282, 425, 426, 427),
        ),
    ),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def refuse_calls(system: ctypes.CDLL) -> bool:
    """Whether the filter holds from now on. Needs no_new_privs."""
    known = _MACHINES.get(platform.machine())
    if known is None:
        return False
    steps = _steps(*known, own_process=os.getpid())
    program = _Program(len(steps) // 8, steps)
    return bool(system.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0) == 0)


def _steps(machine: int, tgkill: int, refused: tuple[int, ...], *, own_process: int) -> bytes:
    """The filter: refused calls answer "not permitted"; a process may end itself by signal."""
    head = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, len(refused) + 4, 0, _X32_CALLS),  # to the refusal at the end
    ]
    # Each refused number jumps over the rest of the list to the refusal at the end.
    middle = [
        (_EQUAL, len(refused) - 1 - place + 4, 0, number) for place, number in enumerate(refused)
    ]
    tail = [
        (_EQUAL, 0, 2, tgkill),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        (_EQUAL, 0, 1, own_process),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in head + middle + tail)
