/** Changes of a room that are told in words in the timeline. */
import type { ServiceAction } from '@/matrix/types';
import type { MatrixEvent } from '../sdk';

type Content = Record<string, unknown>;

/** Null for state that nobody wants to read about. `creatorId` made the room. */
export function projectService(event: MatrixEvent, creatorId: string | null): ServiceAction | null {
  if (!event.isState()) return null;
  const content: Content = event.getContent();
  // What the creator set while creating belongs to "created the group".
  const isSetUp = event.getSender() === creatorId && isEmpty(event.getPrevContent());
  switch (event.getType()) {
    case 'm.room.create':
      return { type: 'created' };
    case 'm.room.member':
      return projectMembership(event, creatorId);
    case 'm.room.name':
      return isSetUp ? null : { type: 'renamedRoom', name: text(content.name) };
    case 'm.room.topic':
      return isSetUp ? null : { type: 'changedTopic', topic: text(content.topic) };
    case 'm.room.avatar':
      return isSetUp ? null : { type: 'changedRoomAvatar' };
    case 'm.room.encryption':
      return isSetUp ? null : { type: 'enabledEncryption' };
    case 'm.room.tombstone': {
      const replacementRoomId = text(content.replacement_room);
      return replacementRoomId === null ? null : { type: 'upgraded', replacementRoomId };
    }
    default:
      return null;
  }
}

function projectMembership(event: MatrixEvent, creatorId: string | null): ServiceAction | null {
  const targetId = event.getStateKey();
  if (targetId === undefined) return null;
  const content: Content = event.getContent();
  const before: Content = event.getPrevContent();
  const targetName = text(content.displayname) ?? text(before.displayname) ?? targetId;
  const target = { targetId, targetName };
  const reason = text(content.reason);
  const isSelf = event.getSender() === targetId;

  if (content.membership === before.membership) {
    return content.membership === 'join' ? projectProfileChange(before, content) : null;
  }
  switch (content.membership) {
    case 'join':
      return isSelf && targetId === creatorId && isEmpty(before)
        ? null
        : { type: 'joined', ...target };
    case 'invite':
      return { type: 'invited', ...target };
    case 'knock':
      return { type: 'knocked', ...target };
    case 'ban':
      return { type: 'banned', ...target, reason };
    case 'leave':
      if (before.membership === 'ban') return { type: 'unbanned', ...target, reason };
      if (before.membership === 'invite') {
        return { type: isSelf ? 'rejectedInvite' : 'withdrewInvite', ...target };
      }
      return isSelf ? { type: 'left', ...target } : { type: 'kicked', ...target, reason };
    default:
      return null;
  }
}

function projectProfileChange(before: Content, after: Content): ServiceAction | null {
  const from = text(before.displayname);
  const to = text(after.displayname);
  if (from !== to) return { type: 'renamedSelf', from, to };
  return text(before.avatar_url) === text(after.avatar_url) ? null : { type: 'changedOwnAvatar' };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isEmpty(content: Content | undefined): boolean {
  return !content || Object.keys(content).length === 0;
}
