"""Whatever is typed, the bot answers with something Telegram takes, and breaks nothing."""

from __future__ import annotations

from asyncio import gather

from tests.town import Town

WILD = (
    "<b>&amp;</i><a href='https://evil.example'>x",
    "\u202eReversed \u2066text\u2069",
    "👩‍👩‍👧‍👦" * 40,
    "x" * 4_000,
    "智" * 1_500,
    "%s {0} {name} {{7*7}}",
    "'; DROP TABLE chat; --",
    "\u200b\u00ad",
    "١٢:٣٠",
    "99999999999999999999:99",
)
COMMANDS = (
    *("/follow", "/unfollow", "/topic", "/time", "/timezone", "/language", "/length"),
    *("/quiet", "/pictures", "/brief", "/subscribe", "/start", ""),
)


async def test_wild_words_are_answered_and_never_break_a_handler(town: Town) -> None:
    async def try_all(command: str) -> list[str]:
        ada = await town.people.add_person("Ada", language_code="en")
        answers = []
        for wild in WILD:
            text = f"{command} {wild}".strip()[:4096]
            answers.append((await town.ask(ada, ada, text)).text)
        return answers

    for answers in await gather(*map(try_all, COMMANDS)):
        assert not [answer for answer in answers if "went wrong on our side" in answer]
