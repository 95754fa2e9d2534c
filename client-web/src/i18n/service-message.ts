/** Sentences for changes of a room: "Anna, Ben and 5 others joined". */
import { clock } from '@/lib/durations';
import type { RoomSummary, ServiceAction } from '@/matrix/types';
import type { MessageKey } from './en';
import type { Values } from './message-format';

/** One change, and who made it. */
export interface ServiceEvent {
  readonly senderId: string;
  readonly senderName: string;
  readonly action: ServiceAction;
}

type UnnamedServiceEvent = Omit<ServiceEvent, 'senderName'>;

/** How names appear in the sentence: plain in the chat list, as links in the timeline. */
export interface Naming<T> {
  /** The reader, who is "you" in every sentence. */
  readonly ownUserId: string | null;
  readonly name: (userId: string, name: string) => T;
  /** Names joined as the language joins them, the last of them standing for `others` more people. */
  readonly list: (names: readonly T[], others: number) => T;
}

/** A sentence of the catalogue and what goes into it. */
export interface Sentence<T> {
  readonly key: MessageKey;
  readonly values: Values<T>;
}

/** What a sentence calls the room in which something happened. */
export type ChatKind = 'direct' | 'group' | 'channel';

export function chatKind({
  directUserId,
  kind,
}: Pick<RoomSummary, 'directUserId' | 'kind'>): ChatKind {
  if (directUserId !== null) return 'direct';
  return kind === 'channel' ? 'channel' : 'group';
}

const created = {
  direct: 'service.created.direct',
  group: 'service.created',
  channel: 'service.created.channel',
} as const;

const calls = {
  open: 'service.call',
  missed: 'service.callMissed',
  declined: 'service.callDeclined',
  ended: 'service.callEnded',
} as const;

const NAMED_IN_A_RUN = 3;

const isAboutPeople = (
  action: ServiceAction,
): action is ServiceAction & { targetId: string; targetName: string } => 'targetId' in action;

/** Whether two changes next to each other read better as one: the same thing done to several people by the same person. */
export function mayMerge(before: UnnamedServiceEvent, after: UnnamedServiceEvent): boolean {
  if (before.action.type !== after.action.type || !isAboutPeople(before.action)) return false;
  if ('reason' in before.action && before.action.reason !== null) return false;
  if ('reason' in after.action && after.action.reason !== null) return false;
  const isActedByTarget = ['joined', 'left', 'knocked', 'rejectedInvite'].includes(
    before.action.type,
  );
  return isActedByTarget || before.senderId === after.senderId;
}

function targetIds(events: readonly ServiceEvent[]): readonly string[] {
  return events.flatMap(({ action }) => (isAboutPeople(action) ? [action.targetId] : []));
}

function people<T>(events: readonly ServiceEvent[], naming: Naming<T>): T {
  const targets = new Map<string, string>();
  for (const { action } of events) {
    if (isAboutPeople(action)) targets.set(action.targetId, action.targetName);
  }
  const names = [...targets].map(([userId, name]) => naming.name(userId, name));
  const shown = names.length > NAMED_IN_A_RUN ? names.slice(0, NAMED_IN_A_RUN - 1) : names;
  return naming.list(shown, names.length - shown.length);
}

/** Puts a change, or a run of changes that `mayMerge`, into one sentence. */
export function describeService<T>(
  events: readonly [ServiceEvent, ...ServiceEvent[]],
  naming: Naming<T>,
  kind: ChatKind,
): Sentence<T> {
  const [{ action, senderId, senderName }] = events;
  const actor = naming.name(senderId, senderName);
  const by = senderId === naming.ownUserId ? 'me' : 'other';
  const whom = targetIds(events).every((id) => id === naming.ownUserId) ? 'me' : 'other';
  const say = (key: MessageKey, values: Values<T> = {}): Sentence<T> => ({
    key,
    values: { actor, by, whom, ...values },
  });

  switch (action.type) {
    case 'created':
      return say(created[kind]);
    case 'joined':
    case 'left':
    case 'invited':
    case 'rejectedInvite':
    case 'withdrewInvite':
    case 'knocked':
    case 'unbanned':
      return say(`service.${action.type}`, { people: people(events, naming) });
    case 'kicked':
    case 'banned':
      return action.reason === null
        ? say(`service.${action.type}`, { people: people(events, naming) })
        : say(`service.${action.type}Reason`, {
            people: people(events, naming),
            reason: action.reason,
          });
    case 'call':
      return say(calls[action.outcome], {
        kind: action.isVideo ? 'video' : 'other',
        duration: clock(action.durationMs ?? 0),
      });
    case 'renamedSelf':
      return sayRenamed(action, senderId, naming, by);
    case 'renamedRoom':
      return action.name === null
        ? say('service.removedRoomName')
        : say('service.renamedRoom', { name: action.name });
    case 'changedTopic':
      return action.topic === null
        ? say('service.removedTopic')
        : say('service.changedTopic', { topic: action.topic });
    case 'changedOwnAvatar':
    case 'changedRoomAvatar':
    case 'enabledEncryption':
    case 'upgraded':
      return say(`service.${action.type}`);
  }
}

function sayRenamed<T>(
  { from, to }: { readonly from: string | null; readonly to: string | null },
  userId: string,
  naming: Naming<T>,
  by: 'me' | 'other',
): Sentence<T> {
  const before = naming.name(userId, from ?? userId);
  if (to === null) return { key: 'service.removedName', values: { by, from: before } };
  return { key: 'service.renamedSelf', values: { by, from: before, to: naming.name(userId, to) } };
}
