// A message -> a row of the thread.

import { act, share } from "./actions.js";
import { avatar, icon, make, safeUrl, tone } from "./make.js";
import { isMine, open, state } from "./state.js";
import { formatted } from "./text.js";

const EMOJI = ["👍", "👎", "❤", "🔥", "🎉"];

// `place` says how it stands among its neighbours: {first, last} of a run by one sender.
export function row(message, place) {
  const chat = open();
  const service = serviceText(message);
  if (service) return make("li", { class: "row service" }, make("span", {}, service));
  const mine = isMine(chat, message);
  const column = make("div", { class: "column" }, bubble(chat, message, place, mine), buttons(message), reactor(message));
  const classes = ["row", mine && "mine", place.first && "first", place.last && "last", isWide(message) && "wide"];
  const line = make("li", { class: classes.filter(Boolean).join(" "), "data-id": message.message_id });
  if (!chat.person && !mine && chat.type !== "channel") {
    line.append(place.last ? avatar(name(message), senderId(message), "small") : make("span", { class: "gap" }));
  }
  line.append(column);
  return line;
}

function isWide(message) {
  return Boolean(message.photo || message.reply_markup || (message.text || "").length > 300);
}

export function name(message) {
  if (message.sender_chat) return message.sender_chat.title;
  return message.from ? message.from.first_name : "";
}

export function senderId(message) {
  return message.sender_chat ? message.sender_chat.id : message.from ? message.from.id : 0;
}

function bubble(chat, message, place, mine) {
  const text = message.text || message.caption || "";
  const entities = message.entities || message.caption_entities || [];
  const box = make("div", { class: "bubble" });
  const preview = previewCard(message);
  const above = message.link_preview_options && message.link_preview_options.show_above_text;
  if (message.photo) box.append(photo(message));
  if (!chat.person && !mine && place.first) box.append(sender(message));
  if (message.reply_to_message) box.append(quoted(message.reply_to_message));
  if (message.document) box.append(file(message.document));
  if (message.location) box.append(make("div", { class: "file" }, icon("link"), "A place on the map"));
  if (preview && above) box.append(preview);
  const words = text ? formatted(text, entities, (tapped) => act.tap(tapped)) : make("div", { class: "said" });
  words.append(foot(message, mine));
  box.append(words);
  if (preview && !above) box.append(preview);
  if (message.reactions) box.append(reactions(message));
  return box;
}

function sender(message) {
  const line = make("div", { class: "who" }, name(message));
  line.style.setProperty("--name", tone(senderId(message))[1]);
  if (message.by_bot) line.append(make("small", {}, "bot"));
  else if (message.sender_chat && message.chat.type !== "channel") line.append(make("small", {}, "anonymous"));
  else if (message.via_bot) line.append(make("small", {}, `via @${message.via_bot.username}`));
  return line;
}

function foot(message, mine) {
  const when = new Date(message.date * 1000);
  const clock = make(
    "time",
    { datetime: when.toISOString(), title: when.toLocaleString() },
    when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false }),
  );
  return make("span", { class: "foot" }, message.edit_date ? "edited" : null, clock, mine ? icon("tick") : null);
}

function quoted(message) {
  const text = message.text || message.caption || "Photo";
  return make(
    "button",
    { type: "button", class: "reply", onclick: () => act.jump(message.message_id) },
    make("b", {}, name(message) || "Channel"),
    text.slice(0, 120).replaceAll("\n", " "),
  );
}

function photo(message) {
  const largest = message.photo.at(-1);
  const image = make("img", { src: `/sandbox/files/${largest.file_id}`, alt: "Picture", loading: "lazy" });
  const frame = make("a", { class: "photo", href: image.src, target: "_blank", rel: "noopener" }, image);
  image.addEventListener("error", () => showMissing(image, frame, ""));
  return frame;
}

// What stands where a picture cannot be reached.
function showMissing(image, frame, host) {
  const stand = make("span", { class: "missing" }, icon("picture"), host || "This picture cannot be reached");
  if (frame.classList.contains("photo")) {
    frame.classList.add("missing");
    stand.className = "";
  }
  image.replaceWith(...(frame.classList.contains("photo") ? [icon("picture"), "This picture cannot be reached"] : [stand]));
}

function previewCard(message) {
  const options = message.link_preview_options;
  const url = options && !options.is_disabled && options.url ? safeUrl(options.url) : null;
  if (!url || !url.protocol.startsWith("http")) return null;
  const card = make("a", { class: "card", href: url.href, target: "_blank", rel: "noopener noreferrer" });
  const image = make("img", { src: url.href, alt: "", loading: "lazy", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => showMissing(image, card, url.host));
  if (!options.prefer_small_media) card.append(image);
  else card.append(make("span", {}, url.host));
  return card;
}

function file(document) {
  const address = `/sandbox/files/${document.file_id}`;
  const size = `${Math.ceil(document.file_size / 1024)} KB`;
  return make("a", { class: "file", href: address, download: document.file_name }, icon("file"), `${document.file_name} · ${size}`);
}

function reactions(message) {
  const made = Object.entries(message.reactions).map(([emoji, count]) =>
    make("button", { type: "button", onclick: () => act.react(message, emoji) }, `${emoji} ${count}`),
  );
  return make("div", { class: "reactions" }, ...made);
}

function reactor(message) {
  const choose = () => {
    const all = EMOJI.map((emoji) =>
      make("button", { type: "button", onclick: () => act.react(message, emoji) }, emoji));
    const reply = make("button", { type: "button", onclick: () => act.reply(message) }, "Reply");
    opener.replaceWith(make("div", { class: "reactions" }, reply, ...all));
  };
  const opener = make("button", { type: "button", class: "react", "aria-label": "React or reply", onclick: choose }, icon("smile"));
  return opener;
}

function buttons(message) {
  const rows = message.reply_markup && message.reply_markup.inline_keyboard;
  if (!rows) return null;
  const lines = rows.map((line) => make("div", {}, ...line.map((button) => key(message, button))));
  return make("div", { class: "buttons" }, ...lines);
}

function key(message, button) {
  if (button.url) {
    const inside = act.insideLink(button.url);
    if (inside) return make("button", { type: "button", class: "key", onclick: inside }, button.text);
    const url = safeUrl(button.url);
    const link = make("a", { class: "key", target: "_blank", rel: "noopener noreferrer", href: url && url.href }, button.text);
    link.append(icon("link"));
    return link;
  }
  const query = button.switch_inline_query ?? (button.switch_inline_query_chosen_chat || {}).query;
  if (query !== undefined) {
    const here = make("button", { type: "button", class: "key", onclick: () => share(query) }, button.text);
    here.append(icon("share"));
    return here;
  }
  if (button.switch_inline_query_current_chat !== undefined) {
    const type = () => act.type(`@${state.bot.username} ${button.switch_inline_query_current_chat}`);
    return make("button", { type: "button", class: "key", onclick: type }, button.text);
  }
  if (button.copy_text) {
    const copy = () => act.copy(button.copy_text.text);
    return make("button", { type: "button", class: "key", onclick: copy }, button.text);
  }
  const press = (event) => act.press(message, button, event.currentTarget);
  return make("button", { type: "button", class: "key", onclick: press }, button.text);
}

function serviceText(message) {
  const who = name(message);
  if (message.new_chat_members) return `${who} added ${message.new_chat_members.map((one) => one.first_name).join(", ")}`;
  if (message.left_chat_member) return `${message.left_chat_member.first_name} left`;
  if (message.forum_topic_created) return `${who} opened “${message.forum_topic_created.name}”`;
  if (message.forum_topic_closed) return "Topic closed";
  if (message.forum_topic_reopened) return "Topic opened again";
  if (message.migrate_to_chat_id) return "This group became a supergroup";
  if (message.migrate_from_chat_id) return "Upgraded to a supergroup";
  if (message.pinned_message) return `${who || "The channel"} pinned a message`;
  return null;
}
