import { account } from './en/account';
import { accounts } from './en/accounts';
import { viewer } from './en/viewer';
import { poll } from './en/poll';
import { media } from './en/media';
import { actions } from './en/actions';
import { app } from './en/app';
import { appearance } from './en/appearance';
import { auth } from './en/auth';
import { chats } from './en/chats';
import { composer } from './en/composer';
import { connection } from './en/connection';
import { devices } from './en/devices';
import { encryption } from './en/encryption';
import { emoji } from './en/emoji';
import { errors } from './en/errors';
import { chatExport } from './en/chat-export';
import { files } from './en/files';
import { identity } from './en/identity';
import { invite } from './en/invite';
import { lock } from './en/lock';
import { folders } from './en/folders';
import { join } from './en/join';
import { menu } from './en/menu';
import { message } from './en/message';
import { newChat } from './en/new-chat';
import { notifications } from './en/notifications';
import { presence } from './en/presence';
import { privacy } from './en/privacy';
import { room } from './en/room';
import { roomInfo } from './en/room-info';
import { search } from './en/search';
import { service } from './en/service';
import { settings } from './en/settings';
import { slash } from './en/slash';
import { shortcuts } from './en/shortcuts';
import { storage } from './en/storage';
import { timeline } from './en/timeline';
import { undecryptable } from './en/undecryptable';
import { verification } from './en/verification';
import { voice } from './en/voice';
import { calls } from './en/calls';
import { live } from './en/live';
import { schedule } from './en/schedule';
import { sound } from './en/sound';

/**
 * Every word of the interface, in English: a file per part of it in `en/`, and the same files in each language. A key
 * begins with the part it belongs to; the syntax is that of `message-format.ts`.
 * Short, plain, sentence case, no exclamation marks, no protocol terms.
 */
export const en = {
  ...app,
  ...errors,
  ...auth,
  ...connection,
  ...menu,
  ...chats,
  ...room,
  ...invite,
  ...search,
  ...newChat,
  ...composer,
  ...timeline,
  ...message,
  ...service,
  ...settings,
  ...viewer,
  ...poll,
  ...media,
  ...actions,
  ...encryption,
  ...verification,
  ...devices,
  ...files,
  ...voice,
  ...emoji,
  ...slash,
  ...appearance,
  ...shortcuts,
  ...privacy,
  ...account,
  ...notifications,
  ...storage,
  ...presence,
  ...accounts,
  ...undecryptable,
  ...chatExport,
  ...identity,
  ...lock,
  ...folders,
  ...join,
  ...roomInfo,
  ...calls,
  ...schedule,
  ...live,
  ...sound,
} as const;

/** A text of the catalogue. */
export type MessageKey = keyof typeof en;

/** A whole catalogue in some language. */
export type Catalogue = Readonly<Record<MessageKey, string>>;
