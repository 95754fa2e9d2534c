/** Changes a room's state, leaving whatever else stands in it as it is. */
import type { RoomSettingsCommands } from '@/matrix/protocol/room-settings';
import type { RoomPowers } from '@/matrix/types';
import type { Account } from './account';
import { serverPart } from './discovery';
import { accessContent, powersContent } from './project/details';
import { patiently } from './patience';
import { logAction } from './project/log';
import type { MatrixClient, Visibility } from './sdk';

type StateType = Parameters<MatrixClient['sendStateEvent']>[1];
type Content = Record<string, unknown>;

const logPage = 100;
/** The kinds of state that somebody could want to read about, without who came and went. */
const loggedTypes = [
  'm.room.name',
  'm.room.topic',
  'm.room.avatar',
  'm.room.power_levels',
  'm.room.join_rules',
  'm.room.history_visibility',
  'm.room.canonical_alias',
  'm.room.pinned_events',
  'm.room.encryption',
  'm.room.guest_access',
  'm.room.server_acl',
  'm.room.tombstone',
  'm.room.member',
];

export class RoomSettings implements RoomSettingsCommands {
  constructor(private readonly account: Account) {}

  async setRoomName(roomId: string, name: string): Promise<void> {
    await this.#put(roomId, 'm.room.name', { name });
  }

  async setRoomTopic(roomId: string, topic: string): Promise<void> {
    const text = { 'm.text': [{ body: topic }] };
    await this.#put(roomId, 'm.room.topic', { topic, 'm.topic': text });
  }

  async setRoomAvatar(roomId: string, picture: Blob | null): Promise<void> {
    await this.#put(roomId, 'm.room.avatar', picture ? await this.#uploaded(picture) : {});
  }

  async kick(roomId: string, userId: string, reason: string | null): Promise<void> {
    await this.#client.kick(roomId, userId, reason ?? undefined);
  }

  async ban(roomId: string, userId: string, reason: string | null): Promise<void> {
    await this.#client.ban(roomId, userId, reason ?? undefined);
  }

  async unban(roomId: string, userId: string): Promise<void> {
    await this.#client.unban(roomId, userId);
  }

  async answerRequests(
    roomId: string,
    userIds: readonly string[],
    isAdmitted: boolean,
  ): Promise<void> {
    for (const userId of userIds) {
      await patiently(() =>
        isAdmitted ? this.#client.invite(roomId, userId) : this.#client.kick(roomId, userId),
      );
    }
  }

  async setPowerLevel(roomId: string, userId: string, level: number): Promise<void> {
    const content = this.#state(roomId, 'm.room.power_levels');
    const users: Content = { ...(content.users as Content | undefined) };
    if (level === (content.users_default ?? 0)) delete users[userId];
    else users[userId] = level;
    await this.#put(roomId, 'm.room.power_levels', { ...content, users });
  }

  async setPowers(roomId: string, change: Partial<Omit<RoomPowers, 'users'>>): Promise<void> {
    const content = this.#state(roomId, 'm.room.power_levels');
    await this.#put(roomId, 'm.room.power_levels', powersContent(content, change));
  }

  async setAccess(
    roomId: string,
    access: Parameters<RoomSettingsCommands['setAccess']>[1],
  ): Promise<void> {
    await this.#put(roomId, 'm.room.join_rules', accessContent(access));
  }

  async setHistoryVisibility(roomId: string, visibility: string): Promise<void> {
    await this.#put(roomId, 'm.room.history_visibility', { history_visibility: visibility });
  }

  async addAlias(roomId: string, localpart: string): Promise<void> {
    const alias = `#${localpart}:${serverPart(this.account.session.userId) ?? ''}`;
    await this.#client.createAlias(alias, roomId);
    const content = this.#state(roomId, 'm.room.canonical_alias');
    const others = [content.alias, ...aliasList(content)].filter(
      (other) => typeof other === 'string' && other !== alias,
    );
    await this.#put(roomId, 'm.room.canonical_alias', { ...content, alias, alt_aliases: others });
  }

  async removeAlias(roomId: string, alias: string): Promise<void> {
    const { alias: main, ...content } = this.#state(roomId, 'm.room.canonical_alias');
    const [next, ...others] = [main, ...aliasList(content)].filter((known) => known !== alias);
    // First out of the room, so that it never names an address that leads nowhere.
    await this.#put(roomId, 'm.room.canonical_alias', {
      ...content,
      ...(next !== undefined && { alias: next }),
      alt_aliases: others,
    });
    await this.#client.deleteAlias(alias);
  }

  async isListed(roomId: string): Promise<boolean> {
    const { visibility } = await this.#client.getRoomDirectoryVisibility(roomId);
    return visibility === 'public';
  }

  async setListed(roomId: string, isListed: boolean): Promise<void> {
    const visibility = (isListed ? 'public' : 'private') as Visibility;
    await this.#client.setRoomDirectoryVisibility(roomId, visibility);
  }

  async upgradeRoom(roomId: string): Promise<string> {
    const { 'm.room_versions': versions } = await this.#client.getCapabilities();
    const { replacement_room } = await this.#client.upgradeRoom(roomId, versions?.default ?? '12');
    return replacement_room;
  }

  async recentActions(roomId: string) {
    const filter = { types: loggedTypes, limit: logPage, lazy_load_members: true };
    const { chunk } = await this.#client.http.authedRequest<{
      chunk: Parameters<ReturnType<MatrixClient['getEventMapper']>>[0][];
    }>('GET' as never, `/rooms/${encodeURIComponent(roomId)}/messages`, {
      dir: 'b',
      limit: String(logPage),
      filter: JSON.stringify(filter),
    });
    const room = this.#client.getRoom(roomId);
    const toEvent = this.#client.getEventMapper();
    return room ? chunk.flatMap((event) => logAction(room, toEvent(event)) ?? []) : [];
  }

  get #client(): MatrixClient {
    return this.account.client;
  }

  async #put(roomId: string, type: string, content: Content): Promise<void> {
    await this.#client.sendStateEvent(roomId, type as StateType, content as never, '');
  }

  #state(roomId: string, type: string): Content {
    const room = this.#client.getRoom(roomId);
    return { ...room?.currentState.getStateEvents(type, '')?.getContent() };
  }

  async #uploaded(picture: Blob): Promise<Content> {
    const { content_uri } = await this.#client.uploadContent(picture, {
      includeFilename: false,
      type: picture.type,
    });
    return { url: content_uri, info: { mimetype: picture.type, size: picture.size } };
  }
}

function aliasList({ alt_aliases }: Content): unknown[] {
  return Array.isArray(alt_aliases) ? alt_aliases : [];
}
