/** What the account keeps for itself, read from and written to its account data. */
import { ownTypes } from '@/lib/own-types';
import { type ChatSound, isChatSound } from '@/lib/sounds';
import type { ChatFolder, Contact, FolderKind, OwnData, PackImage } from '@/matrix/types';
import type { MatrixClient } from './sdk';
import { claims } from './project/claims';
import { packNames, projectPacks } from './project/packs';

type Content = Record<string, unknown>;
type AccountDataType = Parameters<MatrixClient['setAccountDataRaw']>[0];

const recentEmojiType = 'm.recent_emoji';
const mostRecent = 100;

/** The account data that `OwnData` is made of. */
const ownDataTypes: ReadonlySet<string> = new Set([
  recentEmojiType,
  'm.ignored_user_list',
  ownTypes.folders,
  ownTypes.contacts,
  ownTypes.savedMessages,
  ownTypes.sounds,
  ...packNames.own,
  ...packNames.rooms,
]);

export class OwnDataStore {
  /** What was written and did not come back by sync yet, so that two quick changes do not undo each other. */
  readonly #unconfirmed = new Map<string, Content>();

  constructor(
    private readonly client: MatrixClient,
    private readonly changed: (data: OwnData) => void,
  ) {}

  /** The account data of that type came (back) by sync. */
  received(type: string): void {
    this.#unconfirmed.delete(type);
    if (ownDataTypes.has(type)) this.publish();
  }

  publish(): void {
    this.changed(this.read());
  }

  read(): OwnData {
    const saved = this.#content(ownTypes.savedMessages).room_id;
    return {
      recentEmoji: this.#recent().map(({ emoji }) => emoji),
      folders: list(this.#content(ownTypes.folders).folders).flatMap(
        (value) => readFolder(value) ?? [],
      ),
      contacts: list(this.#content(ownTypes.contacts).people).flatMap(
        (value) => readContact(value) ?? [],
      ),
      ignoredUserIds: Object.keys(
        (this.#content('m.ignored_user_list').ignored_users ?? {}) as Content,
      ),
      savedRoomId: typeof saved === 'string' && this.client.getRoom(saved) ? saved : null,
      sounds: readSounds(this.#content(ownTypes.sounds).rooms),
      packs: projectPacks(this.client),
    };
  }

  async noteEmoji(emoji: string): Promise<void> {
    const before = this.#recent();
    const total = before.find((entry) => entry.emoji === emoji)?.total ?? 0;
    const others = before.filter((entry) => entry.emoji !== emoji);
    const recent = [{ emoji, total: total + 1 }, ...others].slice(0, mostRecent);
    await this.#put(recentEmojiType, { recent_emoji: recent });
  }

  async setFolders(folders: ChatFolder[]): Promise<void> {
    await this.#put(ownTypes.folders, { folders });
  }

  async addContact(userId: string, name: string | null): Promise<void> {
    const others = this.read().contacts.filter((contact) => contact.userId !== userId);
    await this.#put(ownTypes.contacts, { people: [...others, { userId, name }] });
  }

  async removeContact(userId: string): Promise<void> {
    const people = this.read().contacts.filter((contact) => contact.userId !== userId);
    await this.#put(ownTypes.contacts, { people });
  }

  async setSavedRoom(roomId: string): Promise<void> {
    await this.#put(ownTypes.savedMessages, { room_id: roomId });
  }

  async setChatSound(roomId: string, sound: ChatSound | null): Promise<void> {
    const { [roomId]: _before, ...others } = this.read().sounds;
    const rooms = sound === null ? others : { ...others, [roomId]: sound };
    await this.#put(ownTypes.sounds, { rooms });
  }

  async setIgnored(userId: string, isIgnored: boolean): Promise<void> {
    const content = this.#content('m.ignored_user_list');
    const { [userId]: _before, ...others } = (content.ignored_users ?? {}) as Content;
    const users = isIgnored ? { ...others, [userId]: {} } : others;
    await this.#put('m.ignored_user_list', { ...content, ignored_users: users });
  }

  async addSticker({ shortcode, body, url, info }: PackImage): Promise<void> {
    const [type] = packNames.own;
    const content = this.#content(type);
    const images = (content.images ?? {}) as Record<string, Content>;
    if (Object.values(images).some((image) => image.url === url)) return;
    const free = freeName(shortcode, images);
    await this.#put(type, { ...content, images: { ...images, [free]: { url, body, info } } });
  }

  async removeSticker(url: string): Promise<void> {
    for (const type of packNames.own) {
      const content = this.#content(type);
      const images = Object.entries((content.images ?? {}) as Record<string, Content>);
      const kept = images.filter(([, image]) => image.url !== url);
      if (kept.length === images.length) continue;
      await this.#put(type, { ...content, images: Object.fromEntries(kept) });
    }
  }

  #recent(): { emoji: string; total: number }[] {
    return list(this.#content(recentEmojiType).recent_emoji).flatMap((value) => {
      const { emoji, total } = (value ?? {}) as Content;
      const isCount = typeof total === 'number' && total >= 0;
      return typeof emoji === 'string' ? [{ emoji, total: isCount ? total : 0 }] : [];
    });
  }

  #content(type: string): Content {
    const known = this.client.getAccountData(type as never)?.getContent<Content>();
    return this.#unconfirmed.get(type) ?? known ?? {};
  }

  async #put(type: string, content: Content): Promise<void> {
    this.#unconfirmed.set(type, content);
    this.publish();
    try {
      await this.client.setAccountDataRaw(type as AccountDataType, content as never);
    } catch (error) {
      this.#unconfirmed.delete(type);
      this.publish();
      throw error;
    }
  }
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const strings = (value: unknown): string[] =>
  list(value).filter((entry): entry is string => typeof entry === 'string');

function readFolder(value: unknown): ChatFolder | null {
  const { id, name, kinds, include, exclude, onlyUnread, withoutMuted } = (value ?? {}) as Content;
  if (typeof id !== 'string' || typeof name !== 'string') return null;
  const known: readonly string[] = ['direct', 'group', 'channel'] satisfies FolderKind[];
  return {
    id,
    name,
    kinds: strings(kinds).filter((kind) => known.includes(kind)) as FolderKind[],
    include: strings(include),
    exclude: strings(exclude),
    onlyUnread: onlyUnread === true,
    withoutMuted: withoutMuted === true,
  };
}

function readSounds(value: unknown): Record<string, ChatSound> {
  const entries = Object.entries(claims(value));
  return Object.fromEntries(
    entries.filter((entry): entry is [string, ChatSound] => isChatSound(entry[1])),
  );
}

function readContact(value: unknown): Contact | null {
  const { userId, name } = (value ?? {}) as Content;
  if (typeof userId !== 'string') return null;
  return { userId, name: typeof name === 'string' && name !== '' ? name : null };
}

/** Letters, digits, `_` and `-`, and none that is taken. */
function freeName(wanted: string, taken: Readonly<Record<string, unknown>>): string {
  const base = wanted.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 90) || 'sticker';
  let name = base;
  for (let count = 2; name in taken; count += 1) name = `${base}_${count}`;
  return name;
}
