/** Making, joining and leaving rooms, and finding people. */
import { parseMatrixTarget } from '@/lib/matrix-link';
import { ownTypes } from '@/lib/own-types';
import type { CreateChannelRequest } from '@/matrix/protocol/chat-list';
import type { CreateGroupRequest } from '@/matrix/protocol';
import type { UserProfile } from '@/matrix/types';
import type { Account } from './account';
import { serverPart } from './discovery';
import { describeError, EngineFailure } from './errors';
import { RoomSettings } from './room-settings';
import type { ClientEvent, Visibility } from './sdk';

/** How long a command waits for sync to bring the room it made; the page then shows it all the same. */
const arrivalMs = 10_000;
const syncEvent = 'sync' as ClientEvent.Sync;

/** Private chats and groups are encrypted from their first message on. */
const encrypted = {
  type: 'm.room.encryption',
  state_key: '',
  content: { algorithm: 'm.megolm.v1.aes-sha2' },
};

export class Chats {
  constructor(private readonly account: Account) {}

  async createDirect(userId: string): Promise<string> {
    if (serverPart(userId) === null) throw new EngineFailure('notFound', userId);
    const existing = this.account.direct.roomWith(userId);
    if (existing !== null) return existing;
    const roomId = await this.#create({
      preset: 'trusted_private_chat',
      is_direct: true,
      invite: [userId],
    });
    await this.account.direct.add(userId, roomId);
    return this.#arrived(roomId);
  }

  async createGroup({ name, topic, invite }: CreateGroupRequest): Promise<string> {
    const roomId = await this.#create({
      preset: 'private_chat',
      name,
      ...(topic !== undefined && { topic }),
      invite,
    });
    await this.#arrived(roomId);
    await this.#letShareLive(roomId);
    return roomId;
  }

  /** By a server's levels only moderators may tell others where they are. Without this everything else works. */
  async #letShareLive(roomId: string): Promise<void> {
    const room = this.account.client.getRoom(roomId);
    // Levels that we do not know would be lost.
    if (!room?.currentState.getStateEvents('m.room.power_levels', '')) return;
    const settings = new RoomSettings(this.account);
    await settings.setPowers(roomId, { shareLive: 0 }).catch(() => undefined);
  }

  /** A room in which few write. Others see one in which they may not. */
  async createChannel({ name, topic, isPublic }: CreateChannelRequest): Promise<string> {
    const roomId = await this.#create({
      preset: isPublic ? 'public_chat' : 'private_chat',
      name,
      ...(topic !== '' && { topic }),
      power_level_content_override: {
        events_default: 50,
        events: { 'm.reaction': 0, 'm.room.redaction': 0 },
      },
      initial_state: [{ type: ownTypes.kind, state_key: '', content: { kind: 'channel' } }],
    });
    return this.#arrived(roomId);
  }

  /** The room that holds what one keeps for oneself; there is one for the account, on all its devices. */
  async savedMessages(): Promise<string> {
    const { own } = this.account;
    const known = own.read().savedRoomId;
    if (known !== null) return known;
    const roomId = await this.#create({ preset: 'private_chat', name: 'Saved messages' });
    await own.setSavedRoom(roomId);
    return this.#arrived(roomId);
  }

  async join(roomIdOrAlias: string): Promise<string> {
    const target = parseMatrixTarget(roomIdOrAlias);
    if (target?.kind !== 'room') throw new EngineFailure('notFound', roomIdOrAlias);
    const { roomId } = await this.account.client.joinRoom(target.id, { viaServers: target.via });
    return this.#arrived(roomId);
  }

  async leave(roomId: string): Promise<void> {
    await this.account.client.leave(roomId);
    await this.account.direct.remove(roomId);
  }

  async acceptInvite(roomId: string): Promise<void> {
    const { client, direct } = this.account;
    // After joining, the membership no longer says that the invite was to a private chat.
    const inviter = client.getRoom(roomId)?.getDMInviter();
    await client.joinRoom(roomId);
    if (inviter !== undefined) await direct.add(inviter, roomId);
    await this.#arrived(roomId);
  }

  async invite(roomId: string, userId: string): Promise<void> {
    await this.account.client.invite(roomId, userId);
  }

  async searchUsers(term: string, limit: number): Promise<UserProfile[]> {
    const trimmed = term.trim();
    if (trimmed === '') return [];
    const exact = this.#asUserId(trimmed);
    const [found, profile] = await Promise.all([
      this.#searchDirectory(trimmed, limit),
      exact === null ? null : this.#profile(exact),
    ]);
    // The directory knows only people whom we could have met; an id names anybody.
    const isNew = profile && !found.some((user) => user.userId === profile.userId);
    return isNew ? [profile, ...found] : found;
  }

  /** Empty also where the server has no directory at all. */
  async #searchDirectory(term: string, limit: number): Promise<UserProfile[]> {
    try {
      const { results } = await this.account.client.searchUserDirectory({ term, limit });
      return results.map((user) => ({
        userId: user.user_id,
        displayName: user.display_name ?? null,
        avatarUrl: user.avatar_url ?? null,
      }));
    } catch (error) {
      if (describeError(error).errcode === 'M_UNRECOGNIZED') return [];
      throw error;
    }
  }

  /** A full user id as it is, a possible localpart as a user of our server. */
  #asUserId(term: string): string | null {
    if (serverPart(term) !== null) return term;
    const localpart = term.replace(/^@/, '').toLowerCase();
    return /^[a-z0-9._=/+-]+$/.test(localpart)
      ? `@${localpart}:${serverPart(this.account.session.userId) ?? ''}`
      : null;
  }

  async #profile(userId: string): Promise<UserProfile | null> {
    try {
      const { displayname, avatar_url } = await this.account.client.getProfileInfo(userId);
      return { userId, displayName: displayname ?? null, avatarUrl: avatar_url ?? null };
    } catch (error) {
      if (describeError(error).code === 'unreachable') throw error;
      return null;
    }
  }

  async #create(options: Record<string, unknown>): Promise<string> {
    const answer = await this.account.client.createRoom({
      visibility: 'private' as Visibility.Private,
      initial_state: this.account.encryption.api ? [encrypted] : [],
      ...options,
    });
    return answer.room_id;
  }

  /** Resolves when we are in the room as far as sync knows, so that opening it finds something. */
  async #arrived(roomId: string): Promise<string> {
    const { client } = this.account;
    const isHere = () => client.getRoom(roomId)?.getMyMembership() === 'join';
    if (isHere()) return roomId;
    await new Promise<void>((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        client.off(syncEvent, check);
        resolve();
      };
      const check = () => isHere() && settle();
      const timer = setTimeout(settle, arrivalMs);
      client.on(syncEvent, check);
    });
    return roomId;
  }
}
