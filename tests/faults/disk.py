"""What a disk may hold after a power cut: all that was fsynced, and any part of what was not.

A work is recorded with strace, every byte written and every name made, in order. From that, for any moment, the disks
that POSIX allows are made: a file holds what was written before its last fsync, and of later writes any pieces, also
torn ones; a folder has the names of its last fsync, and of later changes none, all, or those up to some moment. A move
from one folder to another happens in both or in neither. This is stricter than ext4 or XFS, which make a new file's
name durable with its first fsync.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CALLS = (
    "openat,write,pwrite64,writev,lseek,ftruncate,truncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,"
    "mkdirat,rmdir,link,linkat,symlink,symlinkat,close,dup,dup2,dup3,fcntl,fallocate,copy_file_range,sendfile"
)
STRACE = ("-xx", "-s", "4000000", "-e", f"trace={CALLS}")
_SECTOR = 512
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(?:\.\.\.)?')


@dataclass(frozen=True)
class Op:
    """One change: write, truncate, sync, sync-folder, create, mkdir, rename, unlink, rmdir; or what was acknowledged"""

    kind: str
    path: str = ""
    to: str = ""
    file: int = -1
    at: int = 0
    data: bytes = b""


@dataclass
class _Open:
    path: str
    file: int  # -1: a folder
    position: int = 0
    appends: bool = False


@dataclass
class Recording:
    """All changes below `root`, in order. `files` are those that were there before, by number."""

    root: str
    ops: list[Op] = field(default_factory=list)
    before: dict[str, int] = field(default_factory=dict)
    content: dict[int, bytes] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)


def record(trace: str, room: Path, world: Path) -> Recording:
    """Reads a trace of a work on `room`; `world` is a copy of the room as it was before."""
    made = Recording(str(room))
    for path in sorted(world.rglob("*")):
        name = str(room / path.relative_to(world))
        if path.is_dir():
            made.folders.add(name)
        else:
            made.before[name] = len(made.content)
            made.content[made.before[name]] = path.read_bytes()
    made.folders.add(made.root)
    _Reader(made).read(trace)
    return made


class _Reader:
    def __init__(self, made: Recording) -> None:
        self._made = made
        self._names = dict(made.before)
        self._open: dict[int, _Open] = {}
        self._count = len(made.content)
        self._sizes = {file: len(data) for file, data in made.content.items()}

    def read(self, trace: str) -> None:
        pending: dict[str, str] = {}
        for line in trace.splitlines():
            pid = line.split(" ", 1)[0]
            if line.endswith("<unfinished ...>"):
                pending[pid] = line.removesuffix("<unfinished ...>").rstrip()
                continue
            if resumed := re.match(r"^\d+ +<\.\.\. \w+ resumed>(.*)$", line):
                line = pending.pop(pid) + resumed[1]
            if (found := _LINE.match(line)) and found[4] not in ("?",) and int(found[4]) >= 0:
                self._call(found[2], found[3], int(found[4]))

    def _call(self, name: str, rest: str, result: int) -> None:
        texts = [bytes.fromhex(one.replace("\\x", "")) for one in _TEXT.findall(rest)]
        numbers = re.sub(_TEXT, '""', rest).split(", ")
        handler = getattr(self, f"_{name}", None)
        if handler is None:
            raise AssertionError(f"the recording does not know {name}({rest[:80]})")
        handler(numbers, texts, result)

    def _path(self, numbers: list[str], texts: list[bytes], which: int = 0) -> str:
        path = texts[which].decode("utf-8", "surrogateescape")
        if path.startswith("/"):
            return path
        folder = next(int(one) for one in numbers if one.isdigit())
        return f"{self._open[folder].path}/{path}" if folder in self._open else ""

    def _inside(self, path: str) -> bool:
        return path == self._made.root or path.startswith(self._made.root + "/")

    def _add(self, op: Op) -> None:
        self._made.ops.append(op)

    def _openat(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        path, flags = self._path(numbers, texts), numbers[2]
        self._open.pop(result, None)
        if not self._inside(path):
            return
        if path in self._made.folders:
            self._open[result] = _Open(path, -1)
            return
        if path not in self._names:
            assert "O_CREAT" in flags, path
            self._names[path] = self._count
            self._sizes[self._count] = 0
            self._count += 1
            self._add(Op("create", path, file=self._names[path]))
        file = self._names[path]
        if "O_TRUNC" in flags and self._sizes[file]:
            self._sizes[file] = 0
            self._add(Op("truncate", path, file=file))
        self._open[result] = _Open(path, file, appends="O_APPEND" in flags)

    def _close(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        self._open.pop(int(numbers[0]), None)

    def _written(self, opened: _Open, at: int, data: bytes) -> None:
        self._sizes[opened.file] = max(self._sizes[opened.file], at + len(data))
        self._add(Op("write", opened.path, file=opened.file, at=at, data=data))

    def _write(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        opened = self._open.get(int(numbers[0]))
        if opened is not None:
            at = self._sizes[opened.file] if opened.appends else opened.position
            self._written(opened, at, texts[0][:result])
            opened.position = at + result

    def _pwrite64(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        opened = self._open.get(int(numbers[0]))
        if opened is not None:
            self._written(opened, int(numbers[-1]), texts[0][:result])

    def _writev(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        if int(numbers[0]) not in self._open:
            self._add(Op("acknowledged", texts[0].decode()))

    def _lseek(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        if opened := self._open.get(int(numbers[0])):
            opened.position = result

    def _ftruncate(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        if opened := self._open.get(int(numbers[0])):
            self._sizes[opened.file] = int(numbers[1])
            self._add(Op("truncate", opened.path, file=opened.file, at=int(numbers[1])))

    def _fsync(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        if opened := self._open.get(int(numbers[0])):
            self._add(Op("sync" if opened.file >= 0 else "sync-folder", opened.path, file=opened.file))

    _fdatasync = _fsync

    def _rename(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        path, to = self._path(numbers[:2], texts), self._path(numbers[-2:], texts, 1)
        if not self._inside(path):
            return
        if path in self._made.folders:
            for name in [one for one in self._names if one.startswith(path + "/")]:
                self._names[to + name[len(path) :]] = self._names.pop(name)
            below = {one for one in self._made.folders if one == path or one.startswith(path + "/")}
            self._made.folders |= {to + one[len(path) :] for one in below}
        else:
            self._names[to] = self._names.pop(path)
        self._add(Op("rename", path, to, file=self._names.get(to, -1)))

    _renameat = _renameat2 = _rename

    def _unlink(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        path = self._path(numbers, texts)
        if "AT_REMOVEDIR" in numbers[-1]:
            self._rmdir(numbers, texts, result)
        elif self._inside(path):
            self._names.pop(path)
            self._add(Op("unlink", path))

    _unlinkat = _unlink

    def _mkdir(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        path = self._path(numbers, texts)
        if self._inside(path):
            self._made.folders.add(path)
            self._add(Op("mkdir", path))

    _mkdirat = _mkdir

    def _rmdir(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        path = self._path(numbers, texts)
        if self._inside(path):
            self._add(Op("rmdir", path))

    def _dup(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        if opened := self._open.get(int(numbers[0])):
            self._open[result] = opened

    _dup2 = _dup3 = _dup

    def _fcntl(self, numbers: list[str], texts: list[bytes], result: int) -> None:
        if numbers[1].startswith("F_DUPFD"):
            self._dup(numbers, texts, result)


@dataclass(frozen=True)
class Cut:
    """A power cut before operation `at`. What was not durable survives: "none", "all", or "some" by the dice `seed`."""

    at: int
    names: str
    data: str
    seed: int = 0


def acknowledged(recording: Recording, at: int) -> set[str]:
    """What the work had acknowledged by then."""
    return {one.path for one in recording.ops[:at] if one.kind == "acknowledged"}


def disk(recording: Recording, cut: Cut) -> dict[str, bytes | None]:
    """The files (and folders: None) that are there when the power comes back."""
    dice = random.Random(f"{cut}")
    ops = recording.ops[: cut.at]
    names = _names(recording, ops, cut.names, dice)
    content = _contents(recording, ops, cut.data, dice)
    return {path: None if file < 0 else content.get(file, b"") for path, file in names.items()}


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _names(recording: Recording, ops: list[Op], mode: str, dice: random.Random) -> dict[str, int]:
    synced: dict[str, int] = {one.path: number for number, one in enumerate(ops) if one.kind == "sync-folder"}
    last = {"none": 0, "all": len(ops)}.get(mode, dice.randint(0, len(ops)))
    names: dict[str, int] = {**dict.fromkeys(recording.folders & _first(recording), -1), **recording.before}
    for number, one in enumerate(ops):
        folders = {_folder(one.path), _folder(one.to)} if one.to else {_folder(one.path)}
        if number >= last and not any(synced.get(folder, -1) > number for folder in folders):
            continue
        if one.kind == "create":
            names[one.path] = one.file
        elif one.kind == "mkdir":
            names[one.path] = -1
        elif one.kind in ("unlink", "rmdir"):
            names.pop(one.path, None)
        elif one.kind == "rename":
            # What has a durable name is there, also when the name that it was made under never was.
            names.pop(one.path, None)
            names[one.to] = one.file
            for name in [name for name in names if name.startswith(one.path + "/")]:
                names[one.to + name[len(one.path) :]] = names.pop(name)
    # A file is lost with the folder that it lies in.
    reachable: dict[str, int] = {}
    for path in sorted(names):
        if _folder(path) in reachable or path == recording.root:
            reachable[path] = names[path]
    return reachable


def _first(recording: Recording) -> set[str]:
    """The folders that were there before."""
    made = {one.path for one in recording.ops if one.kind == "mkdir"}
    moved = {one.to for one in recording.ops if one.kind == "rename"}
    gone = made | {path for path in recording.folders for to in moved if path == to or path.startswith(to + "/")}
    return recording.folders - gone


def _contents(recording: Recording, ops: list[Op], mode: str, dice: random.Random) -> dict[int, bytes]:
    synced = {one.file: number for number, one in enumerate(ops) if one.kind == "sync"}
    content: defaultdict[int, bytearray] = defaultdict(bytearray)
    for file, data in recording.content.items():
        content[file] = bytearray(data)
    for number, one in enumerate(ops):
        if one.kind not in ("write", "truncate"):
            continue
        sure = number < synced.get(one.file, -1) or mode == "all"
        if not sure and mode == "none":
            continue
        there = content[one.file]
        if one.kind == "truncate":
            if sure or dice.random() < 0.5:
                del there[one.at :]
                there.extend(bytes(one.at - len(there)))
            continue
        for at, piece in [(one.at, one.data)] if sure else _pieces(one, dice):
            there.extend(bytes(max(0, at - len(there))))
            there[at : at + len(piece)] = piece
    return {file: bytes(written) for file, written in content.items()}


def _pieces(one: Op, dice: random.Random) -> Iterator[tuple[int, bytes]]:
    """The sectors of a write that reached the disk: all, none, or some."""
    chance = dice.choice((0.0, 0.5, 1.0))
    start = one.at
    while start < one.at + len(one.data):
        end = min((start // _SECTOR + 1) * _SECTOR, one.at + len(one.data))
        if dice.random() < chance:
            yield start, one.data[start - one.at : end - one.at]
        start = end


def write(state: dict[str, bytes | None], recording: Recording, room: Path) -> None:
    """Makes the disk's state real below `room`."""
    for path, data in sorted(state.items()):
        there = room / path[len(recording.root) + 1 :]
        if data is None:
            there.mkdir(parents=True, exist_ok=True)
        else:
            there.write_bytes(data)


def cuts(recording: Recording, count: int) -> list[Cut]:
    """So many power cuts, spread over the whole recording, with every way of losing what was not durable."""
    ways = [("none", "none"), ("all", "none"), ("all", "all"), ("none", "all"), *[("some", "some")] * 3]
    every = [
        Cut(at, names, data, seed) for at in range(1, len(recording.ops) + 1) for seed, (names, data) in enumerate(ways)
    ]
    if len(every) <= count:
        return every
    # A step that shares no factor with the number of ways, so that none is passed over.
    step = len(every) / count
    return [every[int(number * step)] for number in range(count)]
