// What the page knows: chats, messages, and where the person is looking.

import { api } from "./api.js";

export const state = {
  bot: null,
  chats: new Map(), // id -> chat as /sandbox/chats shows it
  messages: new Map(), // chat id -> Map(message id -> message)
  unread: new Map(), // chat id -> count
  drafts: new Map(), // chat id -> text the bot is writing
  chat: null, // id of the open chat
  topic: null, // thread id of the open topic, null for the main one
  replyTo: null,
  voices: new Map(), // chat id -> id of the person one speaks as
};

export function open() {
  return state.chats.get(state.chat);
}

export async function loadChats() {
  const seen = await api.chats();
  state.bot = seen.bot;
  state.chats = new Map(seen.chats.map((chat) => [chat.id, chat]));
  return seen.last_event;
}

export async function loadMessages(chat) {
  const seen = await api.messages(chat);
  state.messages.set(chat, new Map(seen.messages.map((message) => [message.message_id, message])));
}

// Who may speak in a chat: its person, or those inside (in a channel its admins).
export function voices(chat) {
  if (chat.person) return [chat.person];
  return chat.members.filter((member) =>
    chat.type === "channel"
      ? ["creator", "administrator"].includes(member.status)
      : !["left", "kicked"].includes(member.status),
  );
}

export function voice(chat) {
  const able = voices(chat);
  return able.find((member) => member.id === state.voices.get(chat.id)) || able[0];
}

export function isMine(chat, message) {
  if (message.by_bot || chat.type === "channel") return false;
  if (chat.person) return true;
  const me = voice(chat);
  return message.sender_chat ? Boolean(me && me.anonymous) : Boolean(me && message.from && message.from.id === me.id);
}

export function shownMessages() {
  const all = [...(state.messages.get(state.chat) || new Map()).values()];
  const chat = open();
  if (!chat || !chat.is_forum) return all;
  return all.filter((message) => (message.message_thread_id || null) === state.topic);
}
