import { account } from './ru/account';
import { accounts } from './ru/accounts';
import { viewer } from './ru/viewer';
import { poll } from './ru/poll';
import { media } from './ru/media';
import { actions } from './ru/actions';
import { app } from './ru/app';
import { appearance } from './ru/appearance';
import { auth } from './ru/auth';
import { chats } from './ru/chats';
import { composer } from './ru/composer';
import { connection } from './ru/connection';
import { devices } from './ru/devices';
import { encryption } from './ru/encryption';
import { emoji } from './ru/emoji';
import { errors } from './ru/errors';
import { chatExport } from './ru/chat-export';
import { files } from './ru/files';
import { identity } from './ru/identity';
import { invite } from './ru/invite';
import { lock } from './ru/lock';
import { folders } from './ru/folders';
import { join } from './ru/join';
import { menu } from './ru/menu';
import { message } from './ru/message';
import { newChat } from './ru/new-chat';
import { notifications } from './ru/notifications';
import { presence } from './ru/presence';
import { privacy } from './ru/privacy';
import { room } from './ru/room';
import { roomInfo } from './ru/room-info';
import { search } from './ru/search';
import { service } from './ru/service';
import { settings } from './ru/settings';
import { slash } from './ru/slash';
import { shortcuts } from './ru/shortcuts';
import { storage } from './ru/storage';
import { timeline } from './ru/timeline';
import { undecryptable } from './ru/undecryptable';
import { verification } from './ru/verification';
import { voice } from './ru/voice';
import { calls } from './ru/calls';
import { live } from './ru/live';
import { schedule } from './ru/schedule';
import { sound } from './ru/sound';
import type { Catalogue } from './en';

/** Every word of the interface, in Russian. */
export const ru: Catalogue = {
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
