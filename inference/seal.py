"""Takes the network and the starting of programs away from a process, for good: Linux's seccomp filter.

Neither rights nor a library are needed. On other systems, or where the kernel refuses, the process keeps its limits
of memory and time, and the explicit format and protocol that FFmpeg is given stay the guard.
"""

import ctypes
import errno
import platform
import struct
import sys

_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2  # prctl(2)
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # BPF: load a word, jump if equal, return (linux/bpf_common.h)
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM  # linux/seccomp.h
_CALLS = {  # audit architecture; socket, connect, execve, execveat, and x86's old fork and vfork
    "x86_64": (0xC000003E, (41, 42, 59, 322, 57, 58)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281)),
}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]


def seal() -> bool:
    """Refuse new sockets and programs to this process from now on; whether the kernel agreed."""
    calls = _CALLS.get(platform.machine())
    if sys.platform != "linux" or calls is None:
        return False
    architecture, numbers = calls
    last = len(numbers) + 4  # the instruction that refuses; jumps count from the one after their own
    code = [(_LOAD, 0, 0, 4), (_EQUAL, 0, last - 2, architecture), (_LOAD, 0, 0, 0)]
    code += [(_EQUAL, last - 4 - place, 0, number) for place, number in enumerate(numbers)]
    code += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    packed = b"".join(struct.pack("=HBBI", *instruction) for instruction in code)
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(library.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(_Program(len(code), packed)), 0, 0) == 0)
