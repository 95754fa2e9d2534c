/**
 * The typed commands that features call: `import { matrix } from '@/matrix/commands'`, then
 * `await matrix.sendText(roomId, text)`. Each rejects with a `CommandFailure` whose `code` the
 * message catalogues put into words. State never comes back from a command: it arrives in the store.
 */
import type { CommandName, Commands } from './protocol';
import type { CommandError, CommandErrorCode } from './types';
import { enginePort } from './port';

export type { Commands, CreateGroupRequest, LoginRequest, RegisterRequest } from './protocol';

/** A command that did not succeed, with the reason in a form that can be put into words. */
export class CommandFailure extends Error {
  readonly code: CommandErrorCode;
  readonly errcode: string | null;
  readonly retryAfterMs: number | null;

  constructor({ code, errcode, detail, retryAfterMs }: CommandError) {
    super(detail);
    this.name = 'CommandFailure';
    this.code = code;
    this.errcode = errcode;
    this.retryAfterMs = retryAfterMs;
  }
}

function command<Name extends CommandName>(name: Name): Commands[Name] {
  const call = async (...args: unknown[]) => {
    const invoke = enginePort()[name] as (...args: unknown[]) => Promise<unknown>;
    const result = (await invoke(...args)) as
      | { ok: true; value: unknown }
      | { ok: false; error: CommandError };
    if (!result.ok) throw new CommandFailure(result.error);
    return result.value;
  };
  return call as Commands[Name];
}

/** Everything the interface may ask the engine to do. */
export const matrix: Commands = {
  login: command('login'),
  register: command('register'),
  checkUsername: command('checkUsername'),
  logout: command('logout'),
  openRoom: command('openRoom'),
  closeRoom: command('closeRoom'),
  paginateBack: command('paginateBack'),
  sendText: command('sendText'),
  retrySend: command('retrySend'),
  discardFailed: command('discardFailed'),
  setTyping: command('setTyping'),
  markRead: command('markRead'),
  setDraft: command('setDraft'),
  createDirect: command('createDirect'),
  createGroup: command('createGroup'),
  joinRoom: command('joinRoom'),
  leaveRoom: command('leaveRoom'),
  acceptInvite: command('acceptInvite'),
  rejectInvite: command('rejectInvite'),
  inviteUser: command('inviteUser'),
  searchUsers: command('searchUsers'),
  loadMembers: command('loadMembers'),
  retryConnection: command('retryConnection'),
};
