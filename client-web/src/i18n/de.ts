import { account } from './de/account';
import { accounts } from './de/accounts';
import { viewer } from './de/viewer';
import { poll } from './de/poll';
import { media } from './de/media';
import { actions } from './de/actions';
import { app } from './de/app';
import { appearance } from './de/appearance';
import { auth } from './de/auth';
import { chats } from './de/chats';
import { composer } from './de/composer';
import { connection } from './de/connection';
import { devices } from './de/devices';
import { encryption } from './de/encryption';
import { emoji } from './de/emoji';
import { errors } from './de/errors';
import { chatExport } from './de/chat-export';
import { files } from './de/files';
import { identity } from './de/identity';
import { invite } from './de/invite';
import { lock } from './de/lock';
import { folders } from './de/folders';
import { join } from './de/join';
import { menu } from './de/menu';
import { message } from './de/message';
import { newChat } from './de/new-chat';
import { notifications } from './de/notifications';
import { presence } from './de/presence';
import { privacy } from './de/privacy';
import { room } from './de/room';
import { roomInfo } from './de/room-info';
import { search } from './de/search';
import { service } from './de/service';
import { settings } from './de/settings';
import { slash } from './de/slash';
import { shortcuts } from './de/shortcuts';
import { storage } from './de/storage';
import { timeline } from './de/timeline';
import { undecryptable } from './de/undecryptable';
import { verification } from './de/verification';
import { voice } from './de/voice';
import { calls } from './de/calls';
import { live } from './de/live';
import { schedule } from './de/schedule';
import { sound } from './de/sound';
import type { Catalogue } from './en';

/** Every word of the interface, in German. */
export const de: Catalogue = {
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
};
