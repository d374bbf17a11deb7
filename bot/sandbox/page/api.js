// The control API of the sandbox, as the page uses it.

async function ask(method, path, values) {
  const answer = await fetch(`/sandbox/${path}`, {
    method,
    headers: values ? { "Content-Type": "application/json" } : {},
    body: values ? JSON.stringify(values) : undefined,
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error((body.description || "refused").replace(/^Bad Request: /, ""));
  return body;
}

export const api = {
  chats: () => ask("GET", "chats"),
  messages: (chat) => ask("GET", `chats/${chat}/messages?limit=200`),
  commands: (chat, user) => ask("GET", `chats/${chat}/commands?user=${user}`),
  say: (chat, values) => ask("POST", `chats/${chat}/messages`, values),
  press: (chat, message, values) => ask("POST", `chats/${chat}/messages/${message}/press`, values),
  tap: (tap) => ask("GET", `taps/${tap}?timeout=15`),
  react: (chat, message, values) => ask("POST", `chats/${chat}/messages/${message}/reaction`, values),
  inline: (values) => ask("POST", "inline", values),
  choose: (chat, values) => ask("POST", `chats/${chat}/inline`, values),
  block: (chat, blocked) => ask("POST", `chats/${chat}/block`, { blocked }),
  rank: (chat, values) => ask("POST", `chats/${chat}/members`, values),
  migrate: (chat) => ask("POST", `chats/${chat}/migrate`, {}),
  openTopic: (chat, name) => ask("POST", `chats/${chat}/topics`, { name }),
  setTopic: (chat, topic, values) => ask("POST", `chats/${chat}/topics/${topic}`, values),
};

// Follows what happens after event `after`; `onLost` says that too much was missed.
export function follow(after, onEvents, onLost) {
  const source = new EventSource(`/sandbox/stream?after=${after}`);
  source.onmessage = (event) => onEvents(JSON.parse(event.data));
  source.addEventListener("reload", onLost);
}
