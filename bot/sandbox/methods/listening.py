"""getMe, and how a bot hears: long poll or webhook."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.sandbox.encoding import encode
from bot.sandbox.refusals import RefusedError, bad_request
from bot.sandbox.requests import Params
from bot.sandbox.state import Sandbox

LONGEST_POLL_SECONDS = 50
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def get_me(sandbox: Sandbox, _params: Params) -> str:
    """Return the bot's own `User`."""
    return encode(
        {
            **sandbox.world.bot.as_json(),
            "can_join_groups": True,
            "can_read_all_group_messages": not sandbox.switches.privacy,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
    )


async def get_updates(sandbox: Sandbox, params: Params) -> str:
    """Wait for updates and return them."""
    if sandbox.webhook.url:
        raise RefusedError(
            409,
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    sandbox.updates.allow(_kinds(params))
    updates = await sandbox.updates.read(
        params.integer("offset") or 0,
        min(params.integer("limit") or 100, 100),
        min(params.integer("timeout") or 0, LONGEST_POLL_SECONDS),
    )
    return f"[{','.join(update.fragment for update in updates)}]"


def set_webhook(sandbox: Sandbox, params: Params) -> str:
    """Push updates to an address; plain HTTP is taken on the same machine only."""
    url = params.text("url") or ""
    parts = urlsplit(url)
    if url and parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    sandbox.updates.allow(_kinds(params))
    if params.flag("drop_pending_updates"):
        sandbox.updates.drop_all()
    sandbox.webhook.set(url, params.text("secret_token") or "", sandbox.updates, sandbox.world.now)
    return "true"


def delete_webhook(sandbox: Sandbox, params: Params) -> str:
    """Go back to long polling."""
    if params.flag("drop_pending_updates"):
        sandbox.updates.drop_all()
    sandbox.webhook.set("", "", sandbox.updates, sandbox.world.now)
    return "true"


def get_webhook_info(sandbox: Sandbox, _params: Params) -> str:
    """Return the `WebhookInfo`."""
    webhook = sandbox.webhook
    shown: dict[str, object] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(sandbox.updates),
    }
    if webhook.url:
        shown["max_connections"] = webhook.max_connections
    if webhook.last_error:
        shown["last_error_message"] = webhook.last_error
        shown["last_error_date"] = webhook.last_error_date
    if sandbox.updates.allowed:
        shown["allowed_updates"] = sandbox.updates.allowed
    return encode(shown)


def _kinds(params: Params) -> list[str] | None:
    if "allowed_updates" not in params.values:
        return None
    return [str(kind) for kind in params.items("allowed_updates")]


METHODS = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
