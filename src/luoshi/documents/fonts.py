"""Which fonts papers are set in: what the standard names where it is installed, the shipped Noto faces otherwise.

Found once a process, in the system's folders and `LUOSHI_HOME/fonts`. Which face was used is written into
the log and into the entry of each paper, so that a copy can be set again in the same one.
"""

import logging
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from django.conf import settings

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
ROLES: Mapping[str, tuple[str, ...]] = {
    "body": ("FangSong_GB2312", "FangSong", "仿宋_GB2312", "仿宋", "STFangsong", "FandolFang", SERIF),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", SERIF),
    "hei": ("SimHei", "黑体", "STHeiti", "FandolHei", SANS),
    "kai": ("KaiTi_GB2312", "KaiTi", "楷体_GB2312", "楷体", "STKaiti", "FandolKai", SERIF),
    "song": ("SimSun", "宋体", "STSong", "FandolSong", SERIF),
}
"""The faces of each role, best first: 三号仿宋 for the text, 小标宋 for titles, 黑体 and 楷体 for headings, 宋体 for page numbers."""
RARE = ("SimSun-ExtB", "Noto Serif CJK SC", "HanaMinB", "TW-Sung-Ext-B")
"""Faces with rare characters, asked only where the chosen one lacks one."""

log = logging.getLogger(__name__)


def folders() -> list[Path]:
    """Where fonts are looked for beside the system's own folders."""
    own = Path(settings.LUOSHI_HOME) / "fonts"
    return [pylopdf_fonts_zh_cn.serif_path().parent, *([own] if own.is_dir() else [])]


@cache
def found() -> Any:
    """Every font here, as the typesetter reads them."""
    import typst

    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=folders())
    best = chosen(frozenset(fonts.families()))
    log.info("papers are set in %s", ", ".join(f"{role}: {name}" for role, name in best.items()))
    return fonts


def chosen(families: frozenset[str]) -> dict[str, str]:
    """The best face of each role among those installed."""
    return {
        role: next(name for name in names if name in families or name in (SERIF, SANS))
        for role, names in ROLES.items()
    }


def usual() -> dict[str, str]:
    """The faces that a paper issued now is set in."""
    return chosen(frozenset(found().families()))


def stacks(faces: Mapping[str, str]) -> dict[str, list[str]]:
    """For the typesetter: the face of each role, then those that have rare characters."""
    have = set(found().families())
    rare = [name for name in RARE if name in have]
    return {role: [name, *rare, SANS if role == "hei" else SERIF] for role, name in faces.items()}


@cache
def digest(family: str) -> str:
    """The beginning of the digest of a face's file; "" where it is not installed."""
    paths = sorted(str(one.path) for one in found().fonts() if one.family == family and one.path)
    return sha256(Path(paths[0]).read_bytes()).hexdigest()[:16] if paths else ""
