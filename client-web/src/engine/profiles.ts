/** People, and what a room has shared. */
import { ownTypes } from '@/lib/own-types';
import type { PersonDetails, SharedKind, SharedPage } from '@/matrix/protocol/profile';
import type { FoundMessage } from '@/matrix/types';
import type { Account } from './account';
import { text } from './project/claims';
import { projectContent } from './project/content';
import { isOfKind } from './project/kinds';
import type { MatrixEvent } from './sdk';

const pageLength = 50;
/** How many pages without a hit are looked through before the reader is asked to go on. */
const emptyPages = 4;

export class Profiles {
  constructor(private readonly account: Account) {}

  async details(userId: string): Promise<PersonDetails> {
    const { client } = this.account;
    const profile: Record<string, unknown> = await client
      .getExtendedProfile(userId)
      .catch(() => client.getProfileInfo(userId) as Promise<Record<string, unknown>>);
    return {
      displayName: text(profile.displayname),
      avatarUrl: text(profile.avatar_url),
      bio: text(profile[ownTypes.bio]),
      timeZone: text(profile['m.tz']),
      sharedRoomIds: client
        .getRooms()
        .filter(
          (room) =>
            room.getMyMembership() === 'join' && room.getMember(userId)?.membership === 'join',
        )
        .map(({ roomId }) => roomId),
    };
  }

  /** The server finds files in rooms that it can read; elsewhere, and for links, everything is looked through. */
  async shared(roomId: string, kind: SharedKind, from: string | null): Promise<SharedPage> {
    const { client } = this.account;
    const room = client.getRoom(roomId);
    const isReadable = kind !== 'links' && !room?.hasEncryptionStateEvent();
    const filter = isReadable ? { contains_url: true } : {};
    const messages: FoundMessage[] = [];
    let token = from;
    for (let page = 0; page < emptyPages && messages.length === 0; page += 1) {
      const answer = await client.http.authedRequest<{ chunk: never[]; end?: string }>(
        'GET' as never,
        `/rooms/${encodeURIComponent(roomId)}/messages`,
        {
          dir: 'b',
          limit: String(pageLength),
          filter: JSON.stringify(filter),
          ...(token !== null && { from: token }),
        },
      );
      const events = answer.chunk.map(client.getEventMapper());
      await Promise.all(events.map((event) => client.decryptEventIfNeeded(event)));
      messages.push(...events.flatMap((event) => this.#found(roomId, event, kind) ?? []));
      token = answer.end ?? null;
      if (token === null) break;
    }
    return { messages, next: token };
  }

  #found(roomId: string, event: MatrixEvent, kind: SharedKind): FoundMessage | null {
    const content = projectContent(event);
    const senderId = event.getSender() ?? '';
    const eventId = event.getId();
    if (!content || eventId === undefined || !isOfKind(content, kind)) return null;
    this.account.media.keys.note(event.getContent());
    const name = this.account.client.getRoom(roomId)?.getMember(senderId)?.name ?? senderId;
    return { eventId, sender: { userId: senderId, name }, ts: event.getTs(), content };
  }
}
