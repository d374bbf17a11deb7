// Small ways to make elements. Text only ever goes in as text: nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  moon: "M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z",
  sun: "M12 4V2M12 22v-2M4 12H2M22 12h-2M5.6 5.6 4.2 4.2M19.8 19.8l-1.4-1.4M5.6 18.4l-1.4 1.4M19.8 4.2l-1.4 1.4M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9z",
  send: "M4 12 20 4l-4 16-4.5-6.5zM11.5 13.5 20 4",
  back: "M15 5l-7 7 7 7",
  down: "M6 9l6 6 6-6",
  more: "M12 6h.01M12 12h.01M12 18h.01",
  close: "M6 6l12 12M18 6 6 18",
  group: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.5a3.3 3.3 0 0 1 0 6.2M18 14.6c2.2.8 3.5 2.7 3.5 5.4",
  channel: "M4 10v4h3l8 4.5V5.5L7 10zM18.5 9a4 4 0 0 1 0 6",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  link: "M7 17 17 7M9 7h8v8",
  share: "M4 17c1-5 4-7.5 9-7.5V6l7 6-7 6v-3.5c-4 0-6.5.5-9 2.5z",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.5c1.800 2.200 5.200 2.200 7 0M9 9.5h.01M15 9.5h.01",
  tick: "M3 12.5l4.5 4.5L17 7.5M12 16l1 1L22.5 7.5",
  slash: "M16 4 8 20",
};

// Makes an element; `given` are attributes, `on…` listeners; children may be text.
export function make(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "1.9",
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  })) svg.setAttribute(key, value);
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

const TONES = [
  ["#ff9a62", "#f0614f"], ["#ffc85c", "#f09438"], ["#a78bfa", "#7c5ce6"], ["#7ddb8a", "#41a95f"],
  ["#5fd3e6", "#3a9fc9"], ["#6fb1fc", "#3f7fe8"], ["#f58fc0", "#d9568f"],
];

export function tone(id) {
  return TONES[Math.abs(Number(id)) % TONES.length];
}

export function avatar(name, id, kind = "") {
  const [from, to] = tone(id);
  const circle = make("span", { class: `avatar ${kind}`, "aria-hidden": "true" }, [...(name || "?")][0]);
  circle.style.setProperty("--from", from);
  circle.style.setProperty("--to", to);
  return circle;
}

// Only these may become links: a javascript: address stays plain text.
export function safeUrl(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:", "tg:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

let fading;
export function toast(text) {
  const place = document.getElementById("toast");
  place.textContent = text;
  place.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => place.classList.remove("shown"), 3200);
}

// Shows a sheet with a title and content; resolves once it is closed.
export function sheet(title, ...content) {
  const dialog = document.getElementById("sheet");
  const close = make("button", { type: "button", class: "close", onclick: () => dialog.close() }, "OK");
  dialog.replaceChildren(make("h2", {}, title), ...content, close);
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", done, { once: true }));
}

export function closeSheet() {
  document.getElementById("sheet").close();
}
