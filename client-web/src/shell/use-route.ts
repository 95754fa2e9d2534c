'use client';

import { useSyncExternalStore } from 'react';
import { go } from '@/lib/go';
import { formatFragment, HOME, parentPanel, parseFragment, type Route } from '@/lib/route';

/** The part of the Navigation API that we use; browsers without it take the plain way. */
interface HistoryEntries {
  readonly currentEntry: { readonly index: number } | null;
  entries(): readonly { readonly url: string | null }[];
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

let parsed: { readonly hash: string; readonly route: Route } | null = null;

/** The same object for the same fragment, as an external store must give. */
function current(): Route {
  const { hash } = location;
  if (parsed?.hash !== hash) parsed = { hash, route: parseFragment(hash) };
  return parsed.route;
}

/** Where the reader is, by the address. */
export function useRoute(): Route {
  return useSyncExternalStore(subscribe, current, () => HOME);
}

/** The present place with some of it changed; what belongs to one room does not follow to another. */
function changed(route: Partial<Route>): Route {
  const { roomId, panel } = current();
  const isElsewhere = route.roomId !== undefined && route.roomId !== roomId;
  return { ...(isElsewhere ? { ...HOME, panel } : current()), ...route };
}

/** Goes somewhere, as a step that the browser's Back undoes. */
export function navigate(route: Partial<Route>): void {
  go(formatFragment(changed(route)));
}

/** Goes somewhere in place of the present step. */
export function redirect(route: Partial<Route>): void {
  location.replace(formatFragment(changed(route)));
}

function previousUrl(): string | null {
  const { navigation } = window as { navigation?: HistoryEntries };
  const index = navigation?.currentEntry?.index;
  return index === undefined ? null : (navigation?.entries()[index - 1]?.url ?? null);
}

/** One level up: the browser's own Back where that leads there, so that both buttons do the same. */
export function goUp(): void {
  const { roomId, panel, thread } = current();
  // A thread is a level of its own, over the chat.
  const isChat = panel === 'chats' && thread === null;
  const parent: Route = isChat ? HOME : { ...HOME, roomId, panel: parentPanel(panel) };
  const target = new URL(formatFragment(parent), location.href).href;
  if (previousUrl() === target) history.back();
  else redirect(parent);
}

/** Puts the chat list beneath a conversation that was opened by its address, so that Back leads to it. */
export function buildListBeneath(): void {
  const route = current();
  const previous = previousUrl();
  if (route.roomId === null || previous?.startsWith(location.origin)) return;
  redirect(HOME);
  navigate(route);
}
