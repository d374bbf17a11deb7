from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from tests.databases import SqliteTemplate


@dataclass(frozen=True)
class Outcome:
    """What a command left behind: its exit code and what it wrote."""

    code: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture
def tenbrief(
    tmp_path: Path,
    sqlite_template: SqliteTemplate,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """The command as a person runs it, in a folder and with a database of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_template.copy(tmp_path))
    monkeypatch.setenv("EMBEDDINGS", "off")
    monkeypatch.setenv("ALLOW_PRIVATE_SOURCES", "true")
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "LLM_URL", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["tenbrief", *arguments])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        shown = capsys.readouterr()
        return Outcome(code, shown.out, shown.err)

    return run


POST = """---
title: "十条｜演示"
date: "2025-02-08 18:20:00"
categories:
  - "demo"
---

**01**

![](https://pictures.example/1.png)

深度求索在杭州开设新的训练中心

深度求索周五宣布，在杭州启用新的训练中心，首期投入 12 亿元。公司表示，中心将在三季度满负荷运行，并招聘 300 名工程师。

**02**

![](https://pictures.example/2.png)

腾讯把混元接入会议软件

腾讯周五发布新版会议软件，内置混元模型，可为 2000 人的会议写纪要。新版本即日起向企业用户开放，个人用户需等到四月。

**03**

![](https://pictures.example/3.png)

宇树科技发布新款四足机器人

宇树科技周四发布四足机器人 B4，售价 8.8 万元，续航 6 小时。公司称首批 500 台将在三月交付。

- - - END - - -
"""


@pytest.fixture
def post(tmp_path: Path) -> Path:
    """A brief of three items as a Hugo post."""
    path = tmp_path / "2025-02-08.md"
    path.write_text(POST, encoding="utf-8")
    return path
