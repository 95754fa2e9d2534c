import { account } from './es/account';
import { accounts } from './es/accounts';
import { viewer } from './es/viewer';
import { poll } from './es/poll';
import { media } from './es/media';
import { actions } from './es/actions';
import { app } from './es/app';
import { appearance } from './es/appearance';
import { auth } from './es/auth';
import { chats } from './es/chats';
import { composer } from './es/composer';
import { connection } from './es/connection';
import { devices } from './es/devices';
import { encryption } from './es/encryption';
import { emoji } from './es/emoji';
import { errors } from './es/errors';
import { chatExport } from './es/chat-export';
import { files } from './es/files';
import { identity } from './es/identity';
import { invite } from './es/invite';
import { lock } from './es/lock';
import { folders } from './es/folders';
import { join } from './es/join';
import { menu } from './es/menu';
import { message } from './es/message';
import { newChat } from './es/new-chat';
import { notifications } from './es/notifications';
import { presence } from './es/presence';
import { privacy } from './es/privacy';
import { room } from './es/room';
import { roomInfo } from './es/room-info';
import { search } from './es/search';
import { service } from './es/service';
import { settings } from './es/settings';
import { slash } from './es/slash';
import { shortcuts } from './es/shortcuts';
import { storage } from './es/storage';
import { timeline } from './es/timeline';
import { undecryptable } from './es/undecryptable';
import { verification } from './es/verification';
import { voice } from './es/voice';
import { calls } from './es/calls';
import { live } from './es/live';
import { schedule } from './es/schedule';
import { sound } from './es/sound';
import type { Catalogue } from './en';

/** Every word of the interface, in Spanish. */
export const es: Catalogue = {
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
