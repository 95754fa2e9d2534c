/** A room's settings as plain data, and back. */
import type { HistoryVisibility, RoomAccess, RoomDetails, RoomPowers } from '@/matrix/types';
import type { Room } from '../sdk';
import { liveStartTypes } from './live';

type Content = Record<string, unknown>;

const accessRules: ReadonlySet<unknown> = new Set([
  'public',
  'invite',
  'knock',
  'restricted',
  'knock_restricted',
]);
const visibilities: ReadonlySet<unknown> = new Set([
  'invited',
  'joined',
  'shared',
  'world_readable',
]);
/** Kinds of state that the page offers to change. */
const changeable = [
  'm.room.name',
  'm.room.topic',
  'm.room.avatar',
  'm.room.power_levels',
  'm.room.join_rules',
  'm.room.history_visibility',
  'm.room.canonical_alias',
  'm.room.pinned_events',
  'm.room.encryption',
  'm.space.child',
  'm.room.image_pack',
] as const;

export function projectDetails(room: Room, userId: string): RoomDetails {
  const state = (type: string): Content =>
    room.currentState.getStateEvents(type, '')?.getContent() ?? {};
  const powers = readPowers(state('m.room.power_levels'));
  const creatorIds = creators(room);
  const replacement = state('m.room.tombstone').replacement_room;
  const visibility = state('m.room.history_visibility').history_visibility;
  return {
    roomId: room.roomId,
    createdTs: room.currentState.getStateEvents('m.room.create', '')?.getTs() ?? null,
    version: room.getVersion(),
    creatorIds,
    access: readAccess(state('m.room.join_rules')),
    historyVisibility: (visibilities.has(visibility) ? visibility : 'shared') as HistoryVisibility,
    alias: room.getCanonicalAlias(),
    altAliases: room.getAltAliases(),
    powers,
    ownLevel: room.getMember(userId)?.powerLevel ?? powers.usersDefault,
    mayChange: changeable.filter((type) => room.currentState.maySendStateEvent(type, userId)),
    mayShareLive: room.currentState.maySendStateEvent(liveStartTypes[0], userId),
    mayUpgrade: room.currentState.maySendStateEvent('m.room.tombstone', userId),
    replacementRoomId: typeof replacement === 'string' ? replacement : null,
  };
}

/** Since version 12 their power has no end. https://spec.matrix.org/latest/rooms/v12/ */
function creators(room: Room): string[] {
  const create = room.currentState.getStateEvents('m.room.create', '');
  if (Number(room.getVersion()) < 12) return [];
  const { additional_creators: others }: Content = create?.getContent() ?? {};
  const named = Array.isArray(others) ? others.filter((id) => typeof id === 'string') : [];
  return [create?.getSender() ?? '', ...named].filter((id) => id !== '');
}

function readAccess({ join_rule, allow }: Content): RoomAccess {
  const rule = (accessRules.has(join_rule) ? join_rule : 'invite') as RoomAccess['rule'];
  const spaces = (Array.isArray(allow) ? allow : []).flatMap((entry: Content | null) =>
    entry?.type === 'm.room_membership' && typeof entry.room_id === 'string' ? entry.room_id : [],
  );
  return { rule, spaces };
}

export function accessContent({ rule, spaces }: RoomAccess): Content {
  const isRestricted = rule === 'restricted' || rule === 'knock_restricted';
  return {
    join_rule: rule,
    ...(isRestricted && {
      allow: spaces.map((room_id) => ({ type: 'm.room_membership', room_id })),
    }),
  };
}

const number = (value: unknown, fallback: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : fallback;

function numbers(value: unknown): Record<string, number> {
  const entries = Object.entries((value ?? {}) as Content);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

/** With what the specification says of levels that are not given. */
export function readPowers(content: Content): RoomPowers {
  const events = numbers(content.events);
  const state = number(content.state_default, 50);
  const send = number(content.events_default, 0);
  const notifications = (content.notifications ?? {}) as Content;
  return {
    users: numbers(content.users),
    usersDefault: number(content.users_default, 0),
    send,
    react: number(events['m.reaction'], send),
    changeInfo: number(events['m.room.name'], state),
    pin: number(events['m.room.pinned_events'], state),
    invite: number(content.invite, 0),
    kick: number(content.kick, 50),
    ban: number(content.ban, 50),
    redact: number(content.redact, 50),
    notifyRoom: number(notifications.room, 50),
    shareLive: number(events[liveStartTypes[0]], state),
    administer: number(events['m.room.power_levels'], state),
  };
}

/** The kinds of events behind a level that is none of its own. */
const eventsOf: Readonly<Partial<Record<keyof RoomPowers, readonly string[]>>> = {
  react: ['m.reaction'],
  changeInfo: ['m.room.name', 'm.room.topic', 'm.room.avatar'],
  pin: ['m.room.pinned_events'],
  shareLive: liveStartTypes,
  administer: [
    'm.room.power_levels',
    'm.room.history_visibility',
    'm.room.join_rules',
    'm.room.encryption',
    'm.room.server_acl',
    'm.room.tombstone',
  ],
};

const fieldOf: Readonly<Partial<Record<keyof RoomPowers, string>>> = {
  usersDefault: 'users_default',
  send: 'events_default',
  invite: 'invite',
  kick: 'kick',
  ban: 'ban',
  redact: 'redact',
};

/** The content with the levels that changed; what we do not know of stays. */
export function powersContent(
  content: Content,
  change: Partial<Omit<RoomPowers, 'users'>>,
): Content {
  let changed = content;
  for (const [name, level] of Object.entries(change) as [keyof RoomPowers, number][]) {
    const field = fieldOf[name];
    const types = eventsOf[name] ?? [];
    if (field !== undefined) changed = { ...changed, [field]: level };
    if (types.length > 0) {
      const events = Object.fromEntries(types.map((type) => [type, level]));
      changed = { ...changed, events: { ...(changed.events as Content | undefined), ...events } };
    }
    if (name === 'notifyRoom') {
      const others = changed.notifications as Content | undefined;
      changed = { ...changed, notifications: { ...others, room: level } };
    }
  }
  return changed;
}
