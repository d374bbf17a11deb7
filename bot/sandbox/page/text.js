// Telegram's text and entities -> elements. Offsets count UTF-16 units, as strings here do.

import { icon, make, safeUrl } from "./make.js";

const SIMPLE = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const RANK = ["blockquote", "expandable_blockquote", "pre", "code", "text_link"];

// `onTap` is called with the text of a command, hashtag or mention that was tapped.
export function formatted(text, entities = [], onTap = () => {}) {
  const order = [...entities].sort(
    (a, b) => a.offset - b.offset || b.length - a.length || rank(a) - rank(b),
  );
  const root = make("div", { class: "said" });
  fill(root, text, order, 0, text.length, onTap);
  return root;
}

function rank(entity) {
  const place = RANK.indexOf(entity.type);
  return place < 0 ? RANK.length : place;
}

function fill(parent, text, entities, start, end, onTap) {
  let at = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || entity.offset >= end) {
      index += 1;
      continue;
    }
    const isBlock = BLOCKS.has(entity.type);
    append(parent, text.slice(at, entity.offset), isBlock);
    let inside = index + 1;
    while (inside < entities.length && entities[inside].offset < stop) inside += 1;
    const within = entities.slice(index + 1, inside);
    parent.append(element(entity, text, within, stop, onTap));
    at = isBlock && text[stop] === "\n" ? stop + 1 : stop;
    index = inside;
  }
  append(parent, text.slice(at, end), false);
}

// A block breaks the line by itself: the newline before it would make an empty one.
function append(parent, text, beforeBlock) {
  const shown = beforeBlock ? text.replace(/\n$/, "") : text;
  if (shown) parent.append(shown);
}

function element(entity, text, within, stop, onTap) {
  const made = shell(entity, text.slice(entity.offset, stop), onTap);
  const inner = made.querySelector(".inner") || made;
  fill(inner, text, within, entity.offset, stop, onTap);
  return made;
}

function shell(entity, words, onTap) {
  if (SIMPLE[entity.type]) return make(SIMPLE[entity.type]);
  switch (entity.type) {
    case "pre":
      return make("pre", { "data-language": entity.language });
    case "blockquote":
      return make("blockquote");
    case "expandable_blockquote":
      return foldingQuote();
    case "spoiler":
      return spoiler();
    case "text_link":
      return link(entity.url);
    case "url":
      return link(/^[a-z]+:/i.test(words) ? words : `https://${words}`);
    case "bot_command":
    case "hashtag":
    case "cashtag":
    case "mention":
      return make("button", { type: "button", class: "tap", onclick: () => onTap(words) });
    default:
      return make("span");
  }
}

export function link(address) {
  const url = safeUrl(address);
  if (!url) return make("span");
  return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" });
}

function foldingQuote() {
  const toggle = (event) => {
    if (event.target.closest("a, .tap, .spoiler")) return;
    if (!fold.isConnected) return;
    const isOpen = quote.dataset.open !== "true";
    quote.dataset.open = String(isOpen);
    fold.setAttribute("aria-expanded", String(isOpen));
  };
  const fold = make(
    "button",
    { type: "button", class: "fold", "aria-expanded": "false", "aria-label": "Show the whole quote" },
    icon("down"),
  );
  const inner = make("div", { class: "inner" });
  const quote = make("blockquote", { class: "folds", onclick: toggle }, inner, fold);
  // What fits its three lines anyway needs no unfolding.
  requestAnimationFrame(() => {
    if (quote.isConnected && quote.dataset.open !== "true" && inner.scrollHeight <= inner.clientHeight + 2) {
      quote.classList.remove("folds");
      fold.remove();
    }
  });
  return quote;
}

function spoiler() {
  const reveal = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    span.classList.add("open");
    span.removeAttribute("role");
  };
  const span = make("span", {
    class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text", onclick: reveal, onkeydown: reveal,
  });
  return span;
}
