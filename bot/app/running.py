"""The bot at work, in one process or split by role over several."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from typing import Any

import structlog
from telegram import Update

from bot.app.house import House
from bot.app.post import Post, open_post
from bot.app.roles import Role
from bot.commands import ALLOWED_UPDATES, set_menu, tell_operators
from bot.errors import SettingsError
from bot.schedule import build_schedule
from bot.serving import serve
from bot.web import WEBHOOK_PATH, build_web

log = structlog.get_logger(__name__)

POLL_SECONDS = 50


async def run(house: House, roles: Collection[Role], stop: asyncio.Event) -> None:
    """Be the bot until `stop` is set; then finish what is in flight.

    Raises:
        SettingsError: the token or the web address is no good.
    """
    settings = house.settings
    async with AsyncExitStack() as stack:
        post = await stack.enter_async_context(open_post(house))
        if Role.WEB in roles:
            address = await stack.enter_async_context(_web(house, post))
            log.info("web_open", address=address)
        if Role.SENDER in roles:
            await stack.enter_async_context(sending(house, post))
        if Role.BOT in roles:
            await stack.enter_async_context(listening(house, post))
        if Role.CLOCK in roles:
            tell = partial(tell_operators, post.application.bot, settings.admin_ids)
            schedule = build_schedule(house.newsroom, tell, post.courier.carry)
            schedule.start()
            stack.callback(schedule.shutdown, wait=False)
        log.info("bot_running", bot=house.newsroom.layout.bot_name, roles=",".join(sorted(roles)))
        await stop.wait()
        log.info("bot_stopping")


async def run_until_signalled(house: House, roles: Collection[Role]) -> None:
    """Be the bot until Ctrl-C or SIGTERM. Raises as `run` does."""
    stop = asyncio.Event()
    with stop_on_signals(stop):
        await run(house, roles, stop)


@asynccontextmanager
async def sending(house: House, post: Post) -> AsyncIterator[None]:
    """Send what is due, and correct what was, while the context lasts.

    Then finish what is on its way and give back what was claimed.
    """
    stop, deaf = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()
    heard = partial(loop.call_soon_threadsafe, post.sender.wake)
    tasks = [
        asyncio.create_task(post.sender.run(stop)),
        asyncio.create_task(post.corrector.run(stop)),
        asyncio.create_task(asyncio.to_thread(house.store.bell.listen, heard, deaf)),
    ]
    try:
        yield
    finally:
        stop.set()
        deaf.set()
        await asyncio.gather(*tasks)


@asynccontextmanager
async def listening(house: House, post: Post) -> AsyncIterator[None]:
    """Answer people while the context lasts, by webhook where one is set, else by polling."""
    application, settings = post.application, house.settings
    await set_menu(application.bot)
    async with application:
        await application.start()
        try:
            if settings.webhook_url:
                await _call_us(house, post)
            else:
                await _poll(post)
            yield
        finally:
            if application.updater is not None and application.updater.running:
                await application.updater.stop()
            await application.stop()


async def _call_us(house: House, post: Post) -> None:
    """Ask Telegram to call the web door."""
    settings = house.settings
    if settings.webhook_secret is None:
        raise SettingsError(
            "WEBHOOK_URL is set without WEBHOOK_SECRET: make one up, so that only Telegram "
            "can call (letters, digits, _ and -)."
        )
    await post.application.bot.set_webhook(
        f"{settings.webhook_url}".rstrip("/") + WEBHOOK_PATH,
        secret_token=settings.webhook_secret.get_secret_value(),
        allowed_updates=ALLOWED_UPDATES,
    )


async def _poll(post: Post) -> None:
    updater = post.application.updater
    if updater is None:
        raise SettingsError("This application was built without an updater.")
    await updater.start_polling(
        timeout=POLL_SECONDS, allowed_updates=ALLOWED_UPDATES, bootstrap_retries=3
    )


@asynccontextmanager
async def _web(house: House, post: Post) -> AsyncIterator[str]:
    """Serve the web door; with a webhook, hand what Telegram calls with to the application."""
    settings, application = house.settings, post.application

    async def receive(update: dict[str, Any]) -> None:
        await application.update_queue.put(Update.de_json(update, application.bot))

    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
    web = build_web(
        house.newsroom,
        house.renderer,
        public_url=settings.public_url,
        receive=receive if settings.webhook_url else None,
        secret=secret,
    )
    async with serve(web, settings.web_host, settings.web_port) as address:
        yield address


@contextmanager
def stop_on_signals(stop: asyncio.Event) -> Iterator[None]:
    """Set `stop` at Ctrl-C or SIGTERM while the context lasts."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
