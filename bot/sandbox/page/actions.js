// What a person does in the page: speak, tap, share, and steer the chat.

import { api } from "./api.js";
import { closeSheet, make, avatar, sheet, toast } from "./make.js";
import { open, state, voice } from "./state.js";

export const act = {
  // app.js hangs its own functions here: they need the page.
  type: () => {},
  show: () => {},
  draw: () => {},

  async say(text, extra = {}) {
    const chat = open();
    const me = voice(chat);
    if (!chat || !me || (!text.trim() && !extra.location)) return;
    const values = { user: me.id, text, thread_id: state.topic, reply_to: state.replyTo, ...extra };
    state.replyTo = null;
    await attempt(() => api.say(chat.id, values));
  },

  tap(words) {
    if (words.startsWith("/")) act.say(words);
    else act.type(`${words} `);
  },

  async press(message, button, key) {
    if (key.getAttribute("aria-busy") === "true") return;
    key.setAttribute("aria-busy", "true");
    const me = voice(open());
    await attempt(async () => {
      const { tap } = await api.press(message.chat.id, message.message_id, {
        user: me && me.id,
        data: button.callback_data,
      });
      const { answer } = await api.tap(tap);
      if (!answer) toast("The bot did not answer.");
      else if (answer.show_alert) await sheet(answer.text);
      else if (answer.text) toast(answer.text);
      if (answer && answer.url) (act.insideLink(answer.url) || (() => {}))();
    });
    key.removeAttribute("aria-busy");
  },

  async react(message, emoji) {
    const me = voice(open());
    await attempt(() => api.react(message.chat.id, message.message_id, { user: me && me.id, emoji }));
  },

  reply(message) {
    state.replyTo = message.message_id;
    act.draw();
  },

  jump(id) {
    const line = document.querySelector(`[data-id="${Number(id)}"]`);
    if (line) line.scrollIntoView({ behavior: "smooth", block: "center" });
  },

  async copy(text) {
    await attempt(() => navigator.clipboard.writeText(text));
    toast("Copied");
  },

  // t.me links to the bot, and to Telegram's own share page, stay in the sandbox.
  insideLink(address) {
    let url;
    try {
      url = new URL(address);
    } catch {
      return null;
    }
    if (url.hostname !== "t.me") return null;
    if (url.pathname === "/share/url") {
      const text = [url.searchParams.get("text"), url.searchParams.get("url")].filter(Boolean).join("\n");
      return () => pickChat("Share to", (chat) => act.show(chat.id, null, text));
    }
    if (url.pathname.slice(1).toLowerCase() !== (state.bot.username || "").toLowerCase()) return null;
    const word = url.searchParams.get("start");
    return () => startPrivately(word);
  },
};

async function startPrivately(word) {
  const here = open();
  const me = here && voice(here);
  const own = me && state.chats.get(me.id);
  const target = own || [...state.chats.values()].find((chat) => chat.person);
  if (!target) return;
  await act.show(target.id, null);
  await act.say(word ? `/start ${word}` : "/start");
}

export function share(query) {
  pickChat("Send to", (chat) => act.show(chat.id, null, `@${state.bot.username} ${query}`));
}

function pickChat(title, onPick) {
  const lines = [...state.chats.values()].map((chat) => {
    const pick = () => {
      closeSheet();
      onPick(chat);
    };
    const face = avatar(chat.name, chat.id, "small");
    return make("li", {}, make("button", { type: "button", onclick: pick }, face, chat.name));
  });
  sheet(title, make("ul", { class: "menu" }, ...lines));
}

// The menu behind the three dots: what the owner of a chat can do with the bot.
export function steer() {
  const chat = open();
  const lines = [];
  const add = (words, work) => {
    const go = async () => {
      closeSheet();
      await attempt(work);
    };
    lines.push(make("li", {}, make("button", { type: "button", onclick: go }, words)));
  };
  const rank = (status) => () => api.rank(chat.id, { user: "bot", status });
  if (chat.person) {
    const blocked = chat.bot.blocked;
    add(blocked ? "Unblock the bot" : "Block the bot", () => api.block(chat.id, !blocked));
  } else {
    const status = chat.bot.status;
    if (["left", "kicked"].includes(status)) add("Add the bot", rank(chat.type === "channel" ? "administrator" : "member"));
    else {
      if (status !== "administrator") add("Make the bot an administrator", rank("administrator"));
      else if (chat.type !== "channel") add("Make the bot a plain member", rank("member"));
      add("Remove the bot", rank("kicked"));
    }
  }
  if (chat.type === "group") add("Upgrade to a supergroup", () => api.migrate(chat.id));
  if (chat.is_forum) {
    const topic = chat.topics.find((one) => one.id === state.topic);
    if (topic) add(topic.closed ? "Open the topic again" : "Close the topic", () => api.setTopic(chat.id, topic.id, { closed: !topic.closed }));
    add("Open a new topic", () => api.openTopic(chat.id, `Topic ${chat.topics.length + 1}`));
  }
  sheet(chat.name, make("ul", { class: "menu" }, ...lines));
}

export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message);
    return null;
  }
}
