/**
 * The typed commands that features call: `import { matrix } from '@/matrix/commands'`, then
 * `await matrix.markRead(roomId, key)`. Each rejects with a `CommandFailure` whose `code` the
 * message catalogues put into words. State never comes back from a command: it arrives in the store.
 */
import type { CommandName, Commands, EngineCommands } from './protocol';
import { selectOwnUserId } from '@/store/session';
import { appStore, forgetFresh, showFresh } from '@/store/store';
import type { CommandError, CommandErrorCode, MessageItem, OutgoingMessage } from './types';
import { callEngine, paintFirst, whenReconnected } from './port';

export type { Commands, CreateGroupRequest, LoginRequest, RegisterRequest } from './protocol';

/** A command that did not succeed, with the reason in a form that can be put into words. */
export class CommandFailure extends Error {
  readonly code: CommandErrorCode;
  readonly errcode: string | null;
  readonly retryAfterMs: number | null;

  constructor({ code, errcode, detail, retryAfterMs }: CommandError) {
    super(detail);
    this.name = 'CommandFailure';
    this.code = code;
    this.errcode = errcode;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What must not be done twice when an engine goes without an answer, or is done again by other means. */
const unrepeatable: ReadonlySet<CommandName> = new Set([
  'login',
  'register',
  'createDirect',
  'createGroup',
  'changePassword',
  'deactivateAccount',
  'createRecovery',
  'resetEncryption',
  'requestVerification',
  'scanVerification',
  'createChannel',
  'openSavedMessages',
  'forgetRoom',
  'sendCallEvent',
  'scheduleMessage',
  'moveScheduled',
  'openRoom',
  'closeRoom',
]);

type Answer = { ok: true; value: unknown } | { ok: false; error: CommandError };

function command<Name extends CommandName>(name: Name): EngineCommands[Name] {
  const call = async (...args: unknown[]) => {
    const answer = await callEngine((engine) => {
      const invoke = engine[name] as unknown as (...args: unknown[]) => Promise<Answer>;
      return invoke(...args);
    }, !unrepeatable.has(name));
    if (!answer.ok) throw new CommandFailure(answer.error);
    return answer.value;
  };
  return call as EngineCommands[Name];
}

/** How often this tab opened each room: an engine that takes over has to be told. */
const openRooms = new Map<string, number>();

whenReconnected((engine) => {
  for (const [roomId, count] of openRooms) {
    for (let time = 0; time < count; time += 1) void engine.openRoom(roomId);
  }
});

async function openRoom(roomId: string): Promise<void> {
  // What is there to be shown is shown before more is asked for.
  if (roomId in appStore.getState().timelines) paintFirst();
  openRooms.set(roomId, (openRooms.get(roomId) ?? 0) + 1);
  await command('openRoom')(roomId);
}

async function closeRoom(roomId: string): Promise<void> {
  paintFirst();
  const count = (openRooms.get(roomId) ?? 0) - 1;
  if (count > 0) openRooms.set(roomId, count);
  else openRooms.delete(roomId);
  await command('closeRoom')(roomId);
}

/** The keys are chosen here, so that a message whose sending is asked for twice is sent once. */
const sending: Pick<
  Commands,
  'sendMessage' | 'sendFiles' | 'sendSticker' | 'sendContact' | 'sendPlace'
> = {
  sendMessage(roomId, message) {
    const key = newTransactionId();
    if (message.relation !== null) return command('sendMessage')(roomId, message, key);
    showFresh(roomId, freshItem(message, key));
    paintFirst();
    const sent = command('sendMessage')(roomId, message, key);
    const forget = () => forgetFresh(roomId, key);
    sent.then(forget, forget);
    return sent;
  },
  sendFiles: (roomId, files, options) =>
    command('sendFiles')(roomId, files, options, files.map(newTransactionId)),
  sendSticker: (roomId, sticker, relation) =>
    command('sendSticker')(roomId, sticker, relation, newTransactionId()),
  sendContact: (roomId, contact, relation) =>
    command('sendContact')(roomId, contact, relation, newTransactionId()),
  sendPlace: (roomId, place, relation) =>
    command('sendPlace')(roomId, place, relation, newTransactionId()),
};

/** A message as the engine will show it in a moment. */
function freshItem({ kind, body, formattedBody }: OutgoingMessage, key: string): MessageItem {
  return {
    kind: 'message',
    key,
    eventId: null,
    senderId: selectOwnUserId(appStore.getState()) ?? '',
    ts: Date.now(),
    isOwn: true,
    content: { kind, body, formattedBody },
    delivery: 'queued',
    error: null,
    upload: null,
    isEdited: false,
    reply: null,
    reactions: [],
    thread: null,
    forwardedFrom: null,
    isPinned: false,
    mentionsUs: false,
  };
}

/** Unique among all transactions of the device, also of those before this start. */
function newTransactionId(): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  return `m${Date.now().toString(36)}.${[...random].map((word) => word.toString(36)).join('')}`;
}

/** What the page adds to a command before it goes out. */
const prepared: Partial<Commands> = { openRoom, closeRoom, ...sending };

/** Everything the interface may ask the engine to do. A command that needs nothing of the page is in `protocol/` only. */
export const matrix: Commands = new Proxy(prepared, {
  get: (known, name: CommandName) => (known[name] ??= command(name) as never),
}) as Commands;
