// Starts the page: the list of chats, the open chat, and the stream that keeps both fresh.

import { act, steer } from "./actions.js";
import { follow } from "./api.js";
import { row, senderId } from "./bubble.js";
import { draw as drawComposer } from "./composer.js";
import { avatar, icon, make } from "./make.js";
import { loadChats, loadMessages, open, shownMessages, state } from "./state.js";

const at = (id) => document.getElementById(id);
const KINDS = { group: "group", supergroup: "group", channel: "channel" };
let busyUntil = 0;
let isAtEnd = true; // whether the newest message is in view, and should stay so

function drawList() {
  const chats = [...state.chats.values()].filter((chat) => !chat.migrated_to);
  chats.sort((a, b) => b.touched - a.touched);
  at("chats").replaceChildren(...chats.map((chat) => make("li", {}, listLine(chat))));
}

function listLine(chat) {
  const last = chat.last;
  const unread = state.unread.get(chat.id);
  const title = make("span", { class: "chat-name" }, KINDS[chat.type] ? icon(KINDS[chat.type]) : null, make("span", {}, chat.name));
  return make(
    "button",
    { type: "button", class: "chat", "aria-current": String(chat.id === state.chat), onclick: () => show(chat.id, null) },
    avatar(chat.name, chat.id, chat.is_forum ? "forum" : ""),
    title,
    make("span", { class: "chat-time" }, last ? shortTime(last.date) : ""),
    make("span", { class: "chat-last" }, last ? last.text.replaceAll("\n", " ") || "Photo" : chat.person && !chat.bot.started ? "Has not written to the bot yet" : "No messages yet"),
    unread ? make("span", { class: "badge", "aria-label": `${unread} new` }, String(unread)) : null,
  );
}

function shortTime(seconds) {
  const when = new Date(seconds * 1000);
  const isToday = when.toDateString() === new Date().toDateString();
  return isToday
    ? when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false })
    : when.toLocaleDateString([], { month: "short", day: "numeric" });
}

function drawHead() {
  const chat = open();
  at("head").replaceChildren();
  if (!chat) return;
  const isBusy = Date.now() < busyUntil;
  at("head").append(
    make("button", { type: "button", class: "icon back", "aria-label": "Back to the chats", onclick: leave }, icon("back")),
    avatar(chat.name, chat.id, chat.is_forum ? "middle forum" : "middle"),
    make("div", { class: "talk-who" }, make("h1", {}, chat.name), make("p", { class: isBusy ? "busy" : "" }, isBusy ? "typing…" : about(chat))),
    make("button", { type: "button", class: "icon", "aria-label": "What the bot may do here", onclick: steer }, icon("more")),
  );
}

function about(chat) {
  const bot = state.bot.first_name;
  if (chat.person) {
    const lang = chat.person.language_code ? `, speaks ${chat.person.language_code}` : "";
    return chat.bot.blocked ? `has blocked ${bot}` : `a private chat with ${bot}${lang}`;
  }
  const inside = chat.members.filter((member) => !["left", "kicked"].includes(member.status)).length;
  const kind = chat.type === "channel" ? "subscriber" : "member";
  const standing = { administrator: "the bot is an administrator", member: "the bot is a member" }[chat.bot.status];
  return `${inside} ${kind}${inside === 1 ? "" : "s"}, ${standing || "the bot is not here"}`;
}

function drawTopics() {
  const chat = open();
  at("topics").hidden = !(chat && chat.is_forum);
  if (at("topics").hidden) return;
  const tabs = [{ id: null, name: "General" }, ...chat.topics].map((topic) =>
    make(
      "button",
      { type: "button", role: "tab", "aria-selected": String(topic.id === state.topic), onclick: () => show(chat.id, topic.id) },
      topic.closed ? `${topic.name} (closed)` : topic.name,
    ));
  at("topics").replaceChildren(...tabs);
}

function drawThread({ stay = false } = {}) {
  const scroll = at("scroll");
  const before = scroll.scrollTop;
  const messages = shownMessages();
  const unfolded = unfoldedQuotes();
  at("thread").replaceChildren(...rows(messages));
  restore(unfolded);
  if (!state.chat) at("thread").append(nothing("Choose a chat", "People, a group, a forum and a channel are waiting."));
  else if (!messages.length) at("thread").append(nothing("Nothing here yet", "Type / to see what the bot can do."));
  if (!stay) isAtEnd = true;
  scroll.scrollTop = isAtEnd ? scroll.scrollHeight : before;
}

// Quotes that were opened stay open when the thread is drawn anew.
function unfoldedQuotes() {
  const openOnes = document.querySelectorAll(".row blockquote[data-open='true']");
  return [...openOnes].map((quote) => {
    const line = quote.closest(".row");
    return [line.dataset.id, [...line.querySelectorAll("blockquote")].indexOf(quote)];
  });
}

function restore(unfolded) {
  for (const [id, index] of unfolded) {
    const line = document.querySelector(`.row[data-id="${Number(id)}"]`);
    const quote = line && line.querySelectorAll("blockquote")[index];
    if (quote) quote.dataset.open = "true";
  }
}

function nothing(title, words) {
  return make("li", { class: "nothing" }, make("div", {}, make("strong", {}, title), words));
}

function rows(messages) {
  const made = [];
  let day = "";
  messages.forEach((message, index) => {
    const today = new Date(message.date * 1000).toLocaleDateString([], { month: "long", day: "numeric" });
    if (today !== day) made.push(make("li", { class: "row day" }, make("span", {}, today)));
    const first = today !== day || !sameRun(messages[index - 1], message);
    day = today;
    made.push(row(message, { first, last: !sameRun(message, messages[index + 1]) }));
  });
  const draft = state.drafts.get(state.chat);
  if (draft) made.push(draftRow(draft));
  return made;
}

function draftRow(text) {
  const bubble = make("div", { class: "bubble" }, make("span", { class: "said" }, text));
  return make("li", { class: "row first last draft" }, make("div", { class: "column" }, bubble));
}

function sameRun(one, other) {
  return Boolean(one && other && senderId(one) === senderId(other) && Math.abs(other.date - one.date) < 600);
}

function drawAll(options) {
  drawList();
  drawHead();
  drawTopics();
  drawThread(options);
  drawComposer(at("composer"));
}

async function show(chat, topic = null, words = "") {
  if (chat !== state.chat) {
    state.replyTo = null;
    await loadMessages(chat);
  }
  state.chat = chat;
  state.topic = topic;
  state.unread.delete(chat);
  at("app").dataset.open = "true";
  history.replaceState(null, "", topic ? `#${chat}/${topic}` : `#${chat}`);
  drawAll();
  if (words) type(words);
}

function leave() {
  at("app").dataset.open = "false";
}

function type(words) {
  const box = at("box");
  if (!box) return;
  box.value = words;
  box.focus();
  box.dispatchEvent(new Event("input"));
}

const HEARD = {
  message(event) {
    keep(event);
    state.drafts.delete(event.chat);
    busyUntil = event.message && event.message.by_bot ? 0 : busyUntil;
    if (event.chat !== state.chat) state.unread.set(event.chat, (state.unread.get(event.chat) || 0) + 1);
  },
  edit: (event) => keep(event),
  delete(event) {
    const kept = state.messages.get(event.chat);
    if (kept) kept.delete(event.id);
  },
  chat: (event) => event.view && state.chats.set(event.chat, event.view),
  draft: (event) => state.drafts.set(event.chat, event.detail.text || ""),
  action(event) {
    if (event.chat !== state.chat) return;
    busyUntil = Date.now() + 5000;
    setTimeout(drawHead, 5100);
  },
};

function keep(event) {
  const message = event.message;
  if (!message) return;
  const kept = state.messages.get(event.chat);
  if (kept) kept.set(message.message_id, message);
  const chat = state.chats.get(event.chat);
  if (!chat || event.kind !== "message") return;
  chat.last = { text: (message.text || message.caption || "").slice(0, 120), date: message.date };
  chat.touched = Math.max(...[...state.chats.values()].map((one) => one.touched)) + 1;
}

async function hear(events) {
  let isUnknown = false;
  for (const event of events) {
    if (event.kind === "chats" || (event.chat && !state.chats.has(event.chat))) isUnknown = true;
    if (HEARD[event.kind]) HEARD[event.kind](event);
  }
  if (isUnknown) await loadChats();
  drawList();
  drawHead();
  if (events.some((event) => event.chat === state.chat || event.kind === "chats")) {
    drawTopics();
    drawThread({ stay: true });
    if (events.some((event) => event.kind === "chat" || event.kind === "chats")) drawComposer(at("composer"));
  }
}

function useTheme(theme) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("theme", theme);
  at("theme").replaceChildren(icon(theme === "dark" ? "sun" : "moon"));
}

function startTheme() {
  const asked = new URLSearchParams(location.search).get("theme");
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  useTheme(asked || localStorage.getItem("theme") || system);
  at("theme").addEventListener("click", () =>
    useTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
}

function startDown() {
  at("down").append(icon("down"));
  at("down").addEventListener("click", () => at("scroll").scrollTo({ top: at("scroll").scrollHeight, behavior: "smooth" }));
  at("scroll").addEventListener("scroll", () => {
    const { scrollHeight, scrollTop, clientHeight } = at("scroll");
    isAtEnd = scrollHeight - scrollTop - clientHeight < 80;
    at("down").hidden = scrollHeight - scrollTop - clientHeight < 300;
  });
  // Pictures that arrive late make the thread longer.
  new ResizeObserver(() => {
    if (isAtEnd) at("scroll").scrollTop = at("scroll").scrollHeight;
  }).observe(at("thread"));
}

async function start() {
  Object.assign(act, { type, show, draw: () => { drawThread({ stay: true }); drawComposer(at("composer")); at("box")?.focus(); } });
  startTheme();
  startDown();
  const last = await loadChats();
  follow(last, hear, () => location.reload());
  const [chat, topic] = location.hash.slice(1).split("/").map(Number);
  const isWide = matchMedia("(min-width: 721px)").matches;
  const first = [...state.chats.values()].sort((a, b) => b.touched - a.touched)[0];
  if (state.chats.has(chat)) await show(chat, topic || null);
  else if (isWide && first) await show(first.id);
  else drawAll();
}

start();
