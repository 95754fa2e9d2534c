/** Changing what the account keeps for itself. */
import type { ChatSound } from '@/lib/sounds';
import type { ChatFolder, PackImage } from '../types';

export interface OwnDataCommands {
  /** Somebody used an emoji: it becomes the most recent one. */
  noteEmoji(emoji: string): Promise<void>;
  setFolders(folders: ChatFolder[]): Promise<void>;
  /** `name` is what we call them; null leaves them their own. */
  addContact(userId: string, name: string | null): Promise<void>;
  removeContact(userId: string): Promise<void>;
  /** The room of one's saved messages, made when there is none; resolves to its id. */
  openSavedMessages(): Promise<string>;
  /** Neither messages nor invitations of theirs are seen any more. */
  setIgnored(userId: string, isIgnored: boolean): Promise<void>;
  /** By which sound a chat makes itself heard; null leaves that to the device. */
  setChatSound(roomId: string, sound: ChatSound | null): Promise<void>;
  /** Puts a picture into one's own pack of stickers, or takes it out. */
  addSticker(image: PackImage): Promise<void>;
  removeSticker(url: string): Promise<void>;
}
