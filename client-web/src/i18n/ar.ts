import { account } from './ar/account';
import { accounts } from './ar/accounts';
import { viewer } from './ar/viewer';
import { poll } from './ar/poll';
import { media } from './ar/media';
import { actions } from './ar/actions';
import { app } from './ar/app';
import { appearance } from './ar/appearance';
import { auth } from './ar/auth';
import { chats } from './ar/chats';
import { composer } from './ar/composer';
import { connection } from './ar/connection';
import { devices } from './ar/devices';
import { encryption } from './ar/encryption';
import { emoji } from './ar/emoji';
import { errors } from './ar/errors';
import { chatExport } from './ar/chat-export';
import { files } from './ar/files';
import { identity } from './ar/identity';
import { invite } from './ar/invite';
import { lock } from './ar/lock';
import { folders } from './ar/folders';
import { join } from './ar/join';
import { menu } from './ar/menu';
import { message } from './ar/message';
import { newChat } from './ar/new-chat';
import { notifications } from './ar/notifications';
import { presence } from './ar/presence';
import { privacy } from './ar/privacy';
import { room } from './ar/room';
import { roomInfo } from './ar/room-info';
import { search } from './ar/search';
import { service } from './ar/service';
import { settings } from './ar/settings';
import { slash } from './ar/slash';
import { shortcuts } from './ar/shortcuts';
import { storage } from './ar/storage';
import { timeline } from './ar/timeline';
import { undecryptable } from './ar/undecryptable';
import { verification } from './ar/verification';
import { voice } from './ar/voice';
import { calls } from './ar/calls';
import { live } from './ar/live';
import { schedule } from './ar/schedule';
import { sound } from './ar/sound';
import type { Catalogue } from './en';

/** Every word of the interface, in Arabic. */
export const ar: Catalogue = {
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
