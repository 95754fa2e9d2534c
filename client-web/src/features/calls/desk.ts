/** The one call that this tab takes part in, and what comes to it from the server and from other tabs. */
import { useSyncExternalStore } from 'react';
import type { CallSignal } from '@/matrix/types';
import { onCallSignal } from '@/store/store';
import { Call, type CallView } from './call';

let current: Call | null = null;
let view: CallView | null = null;
const listeners = new Set<() => void>();

/** Tells the other tabs of this browser who has taken a call. */
const tabs = new BroadcastChannel('heliograph-calls');

function show(next: CallView): void {
  // A call that was replaced has nothing more to show.
  if (current && next.callId !== current.view.callId) return;
  view = next;
  for (const listener of listeners) listener();
}

function begin(call: Call | null): void {
  if (!call) return;
  current = call;
  show(call.view);
}

/** Calls the other person of a chat, unless a call goes on already. */
export function placeCall(roomId: string, userId: string, isVideo: boolean): void {
  if (isBusy()) return;
  begin(Call.place(roomId, userId, isVideo, show));
}

export function acceptCall(withVideo: boolean): void {
  if (!current) return;
  tabs.postMessage(current.view.callId);
  void current.accept(withVideo);
}

export const declineCall = () => current?.decline();
export const hangUp = () => current?.hangUp();
export const setMuted = (isMuted: boolean) => current?.setMuted(isMuted);
export const showVideo = (what: CallView['video']) => current?.show(what) ?? Promise.resolve();

/** Takes the last words about a call away. */
export function forgetCall(): void {
  if (isBusy()) return;
  current = null;
  view = null;
  for (const listener of listeners) listener();
}

/** The call that goes on, or the end of the last one. */
export function useCall(): CallView | null {
  return useSyncExternalStore(
    subscribe,
    () => view,
    () => null,
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function isBusy(): boolean {
  return current !== null && current.view.phase !== 'ended';
}

/** Takes part in calls until the result is called. */
export function listenForCalls(): () => void {
  onCallSignal((signal) => {
    if (signal.type === 'm.call.invite') invited(signal);
    else if (signal.content.call_id === current?.view.callId) void current?.received(signal);
  });
  tabs.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === current?.view.callId) current?.leaveToOther();
  };
  // A tab that is closed cannot go on with its call.
  const leave = () => current?.hangUp();
  window.addEventListener('pagehide', leave);
  return () => {
    onCallSignal(() => undefined);
    tabs.onmessage = null;
    window.removeEventListener('pagehide', leave);
  };
}

function invited(signal: CallSignal): void {
  if (signal.isOwn) return;
  const clash = isBusy() && current?.view.isOutgoing && current.view.roomId === signal.roomId;
  if (clash && current) {
    // Both called at once: the call with the lesser name counts, and is answered without asking.
    const isOurs = current.view.callId < String(signal.content.call_id);
    if (isOurs || current.view.phase !== 'ringing') return;
    const { isVideo } = current.view;
    current.hangUp('replaced');
    begin(Call.receive(signal, show));
    return acceptCall(isVideo);
  }
  if (!isBusy()) begin(Call.receive(signal, show));
}
