/** What is done with whole chats. */
import { parseMatrixTarget } from '@/lib/matrix-link';
import type { Account } from './account';
import { EngineFailure } from './errors';
import { movedPins } from './pins';
import type { MatrixClient } from './sdk';

type AccountDataType = Parameters<MatrixClient['setRoomAccountData']>[1];

const markedUnread = 'm.marked_unread' as AccountDataType;
const favourite = 'm.favourite';
const lowPriority = 'm.lowpriority';

export class ChatList {
  constructor(private readonly account: Account) {}

  async pin(roomId: string, isPinned: boolean): Promise<void> {
    const { client } = this.account;
    if (!isPinned) {
      await client.deleteRoomTag(roomId, favourite);
      return;
    }
    const orders = client
      .getRooms()
      .flatMap((room) => room.tags[favourite]?.order ?? [])
      .filter((order) => typeof order === 'number');
    // Half of the smallest: before all others, however many are pinned.
    await client.setRoomTag(roomId, favourite, { order: Math.min(1, ...orders) / 2 });
  }

  async movePin(roomId: string, before: string | null): Promise<void> {
    const { client } = this.account;
    const pinned = client
      .getRooms()
      .filter((room) => favourite in room.tags)
      .map((room) => ({ roomId: room.roomId, order: room.tags[favourite]?.order ?? 1 }))
      .sort((one, other) => one.order - other.order);
    for (const pin of movedPins(pinned, roomId, before)) {
      await client.setRoomTag(pin.roomId, favourite, { order: pin.order });
    }
  }

  async archive(roomId: string, isArchived: boolean): Promise<void> {
    const { client } = this.account;
    if (isArchived) {
      await client.setRoomTag(roomId, lowPriority, { order: 0.5 });
      if (client.getRoom(roomId)?.tags[favourite]) await this.pin(roomId, false);
    } else {
      await client.deleteRoomTag(roomId, lowPriority);
    }
  }

  async markUnread(roomId: string, isUnread: boolean): Promise<void> {
    await this.account.client.setRoomAccountData(roomId, markedUnread, {
      unread: isUnread,
    } as never);
  }

  async markRead(roomId: string): Promise<void> {
    const { client } = this.account;
    const room = client.getRoom(roomId);
    const event = room?.getLiveTimeline().getEvents().at(-1);
    const eventId = event?.getId();
    if (event && eventId !== undefined) await client.setRoomReadMarkers(roomId, eventId, event);
    if (room?.getAccountData(markedUnread)?.getContent().unread === true) {
      await this.markUnread(roomId, false);
    }
  }

  async forget(roomId: string): Promise<void> {
    const { client, direct } = this.account;
    const membership = client.getRoom(roomId)?.getMyMembership();
    if (membership === 'join' || membership === 'invite' || membership === 'knock') {
      await client.leave(roomId);
    }
    await direct.remove(roomId);
    await client.forget(roomId, true);
  }

  async knock(roomIdOrLink: string, reason: string): Promise<void> {
    const { id, via } = roomTarget(roomIdOrLink);
    await this.account.client.knockRoom(id, {
      viaServers: via,
      ...(reason !== '' && { reason }),
    });
  }
}

/** A room by its id, its alias or a link to it. */
export function roomTarget(text: string): { id: string; via: string[] } {
  const target = parseMatrixTarget(text);
  if (target?.kind !== 'room') throw new EngineFailure('notFound', text);
  return { id: target.id, via: target.via };
}
