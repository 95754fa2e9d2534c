/**
 * Which messages deserve attention, by the account's push rules, once they can be read. One tab tells of each; a message
 * that somebody is looking at is told by none.
 */
import { ownTypes } from '@/lib/own-types';
import type { Notice } from '@/matrix/types';
import { projectContent } from './project/content';
import type { MatrixClient, MatrixEvent, Room } from './sdk';

/** Older than this a message is no news, however late it came. */
const freshMs = 10 * 60_000;
/** So many event ids are remembered, so that none is told of twice. */
const rememberedIds = 500;

export interface NoticesWorld {
  now(): number;
  isDirect(room: Room): boolean;
  /** Somebody has the room in front of them. */
  isWatched(roomId: string): boolean;
  tell(notice: Notice): void;
}

export class Notices {
  readonly #told = new Set<string>();

  constructor(
    private readonly client: MatrixClient,
    private readonly userId: string,
    private readonly world: NoticesWorld,
  ) {}

  /** A message came by sync, or one that came earlier can be read now. */
  consider(event: MatrixEvent, room: Room): void {
    const eventId = event.getId();
    const isOld = event.getTs() < this.world.now() - freshMs;
    if (eventId === undefined || isOld || event.getSender() === this.userId) return;
    // Whether an encrypted message notifies is known when it can be read.
    if (this.#told.has(eventId) || event.isBeingDecrypted() || event.isRedacted()) return;
    const { notify, tweaks } = this.client.getPushActionsForEvent(event) ?? {};
    if (notify !== true || this.world.isWatched(room.roomId)) return;
    if (event.getContent()[ownTypes.silent] === true || this.#isRead(event, room)) return;
    const content = projectContent(event);
    if (content === null || content.kind === 'undecryptable') return;
    this.#remember(eventId);
    this.world.tell({
      ...this.#about(event, room, eventId),
      content,
      isInvite: false,
      hasSound: tweaks?.sound !== undefined,
    });
  }

  /** Somebody wants us in a room. */
  invited(room: Room): void {
    const event = room.getMember(this.userId)?.events.member;
    const eventId = event?.getId() ?? room.roomId;
    if (!event || this.#told.has(eventId) || event.getTs() < this.world.now() - freshMs) return;
    const { notify, tweaks } = this.client.getPushActionsForEvent(event) ?? {};
    this.#remember(eventId);
    if (notify !== true) return;
    this.world.tell({
      ...this.#about(event, room, eventId),
      content: null,
      isInvite: true,
      hasSound: tweaks?.sound !== undefined,
    });
  }

  #about(event: MatrixEvent, room: Room, eventId: string) {
    const senderId = event.getSender() ?? '';
    const sender = room.getMember(senderId);
    return {
      accountId: this.userId,
      roomId: room.roomId,
      eventId,
      roomName: room.name === '' ? null : room.name,
      isDirect: this.world.isDirect(room),
      senderId,
      senderName: sender?.name ?? senderId,
      avatarUrl: sender?.getMxcAvatarUrl() ?? null,
    };
  }

  #isRead(event: MatrixEvent, room: Room): boolean {
    return room.hasUserReadEvent(this.userId, event.getId() ?? '');
  }

  #remember(eventId: string): void {
    this.#told.add(eventId);
    const [oldest] = this.#told;
    if (this.#told.size > rememberedIds && oldest !== undefined) this.#told.delete(oldest);
  }
}
