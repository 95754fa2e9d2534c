/** Several accounts at once. */
import type { AccountsCommands } from '@/matrix/protocol/accounts';
import type { Engine } from '../engine';

export function accountsCommands(engine: Engine): AccountsCommands {
  return {
    switchAccount: (userId) => engine.switchAccount(userId),
  };
}
