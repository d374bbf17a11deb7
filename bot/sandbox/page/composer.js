// The input below a chat: who speaks, the command menu, inline results, reply keyboards.

import { act, attempt } from "./actions.js";
import { api } from "./api.js";
import { icon, make, safeUrl } from "./make.js";
import { name } from "./bubble.js";
import { open, state, voice, voices } from "./state.js";

const SHANGHAI = { latitude: 31.2304, longitude: 121.4737 };
let asking = 0;

export function draw(place) {
  const chat = open();
  place.replaceChildren();
  if (!chat) return;
  const why = silence(chat);
  if (why) {
    place.append(make("div", { class: "closed" }, why));
    return;
  }
  const box = input(chat);
  place.append(make("ul", { class: "menu", id: "menu", role: "listbox", hidden: true }));
  if (state.replyTo) place.append(replying());
  const keys = replyKeys(chat);
  if (keys) place.append(keys);
  const send = make("button", { type: "button", class: "icon send", "aria-label": "Send", onclick: () => submit(box) }, icon("send"));
  place.append(make("div", { class: "field" }, speakAs(chat), commandsButton(chat, box), box, send));
}

function silence(chat) {
  if (chat.migrated_to) return "This group became a supergroup.";
  if (chat.bot.blocked) return "You blocked this bot. Unblock it in the menu above.";
  if (!voice(chat)) return "Nobody here may write.";
  const topic = chat.topics.find((one) => one.id === state.topic);
  return topic && topic.closed ? "This topic is closed." : null;
}

function input(chat) {
  const words = chat.type === "channel" ? "Broadcast…" : "Message";
  const box = make("textarea", {
    rows: "1", placeholder: words, "aria-label": "Message", id: "box",
    oninput: () => {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight}px`;
      suggest(chat, box);
    },
    onkeydown: (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        submit(box);
      } else if (event.key === "Escape") hideMenu();
      else if (event.key === "ArrowUp" && !menu().hidden) {
        event.preventDefault();
        menu().querySelector("li:last-child button").focus();
      }
    },
  });
  return box;
}

async function submit(box) {
  const text = box.value;
  box.value = "";
  box.style.height = "auto";
  hideMenu();
  await act.say(text);
  act.draw();
}

function speakAs(chat) {
  const able = voices(chat);
  if (able.length < 2) return null;
  const options = able.map((member) =>
    make("option", { value: member.id, selected: member.id === voice(chat).id }, label(member)));
  const change = (event) => {
    state.voices.set(chat.id, Number(event.target.value));
    act.draw();
  };
  return make("select", { class: "speak", "aria-label": "Speak as", title: "Speak as", onchange: change }, ...options);
}

function label(member) {
  if (member.anonymous) return `${member.first_name} · anonymous`;
  const rank = { creator: "owner", administrator: "admin" }[member.status];
  return rank ? `${member.first_name} · ${rank}` : member.first_name;
}

function commandsButton(chat, box) {
  const show = () => {
    box.focus();
    if (menu().hidden) showCommands(chat, box, "/");
    else hideMenu();
  };
  return make("button", { type: "button", class: "icon", "aria-label": "Commands", onclick: show }, icon("slash"));
}

const menu = () => document.getElementById("menu");

function hideMenu() {
  asking += 1;
  if (menu()) menu().hidden = true;
}

function suggest(chat, box) {
  const text = box.value;
  const mine = `@${state.bot.username} `.toLowerCase();
  if (/^\/\w*$/.test(text)) showCommands(chat, box, text);
  else if (text.toLowerCase().startsWith(mine)) showInline(chat, box, text.slice(mine.length));
  else hideMenu();
}

async function showCommands(chat, box, typed) {
  const ticket = (asking += 1);
  const seen = await attempt(() => api.commands(chat.id, voice(chat).id));
  if (!seen || ticket !== asking) return;
  const fitting = seen.commands.filter((one) => `/${one.command}`.startsWith(typed));
  const lines = fitting.map((one) => {
    const pick = () => {
      box.value = "";
      hideMenu();
      act.say(chat.person ? `/${one.command}` : `/${one.command}@${state.bot.username}`);
    };
    return make("li", {}, make("button", { type: "button", role: "option", onclick: pick }, make("b", {}, `/${one.command}`), make("span", {}, one.description)));
  });
  menu().replaceChildren(...lines);
  menu().hidden = lines.length === 0;
}

async function showInline(chat, box, query) {
  const ticket = (asking += 1);
  await new Promise((done) => setTimeout(done, 300)); // while the person is still typing
  if (ticket !== asking) return;
  const seen = await attempt(() => api.inline({ user: voice(chat).id, query }));
  if (!seen || !seen.answer || ticket !== asking) return;
  const lines = seen.answer.results.map((result) => {
    const pick = async () => {
      box.value = "";
      hideMenu();
      await attempt(() => api.choose(chat.id, { user: voice(chat).id, question: seen.question, result: result.id }));
    };
    const thumb = safeUrl(result.thumbnail_url || result.photo_url || "");
    const face = thumb ? make("img", { src: thumb.href, alt: "", referrerpolicy: "no-referrer" }) : null;
    const words = make("div", { class: "two" }, make("b", {}, result.title || "Photo"), make("span", {}, result.description || ""));
    return make("li", {}, make("button", { type: "button", role: "option", onclick: pick }, face, words));
  });
  menu().replaceChildren(...lines);
  menu().hidden = lines.length === 0;
}

function replying() {
  const message = state.messages.get(state.chat).get(state.replyTo);
  const drop = () => {
    state.replyTo = null;
    act.draw();
  };
  const text = message ? (message.text || message.caption || "Photo").slice(0, 90) : "";
  return make(
    "div",
    { class: "replying" },
    make("div", {}, make("b", {}, message ? name(message) : ""), make("p", {}, text)),
    make("button", { type: "button", class: "icon", "aria-label": "Do not reply", onclick: drop }, icon("close")),
  );
}

function replyKeys(chat) {
  const markup = chat.keyboard ? JSON.parse(chat.keyboard) : null;
  if (!markup || !markup.keyboard) return null;
  const lines = markup.keyboard.map((line) =>
    make("div", {}, ...line.map((key) => {
      const text = typeof key === "string" ? key : key.text;
      const tap = () => (key.request_location ? act.say("", { location: SHANGHAI }) : act.say(text));
      return make("button", { type: "button", onclick: tap }, text);
    })));
  return make("div", { class: "keys" }, ...lines);
}
