/** Signing in and out, and the connection. */
import type { SessionCommands } from '@/matrix/protocol/session';
import { checkUsername } from '../auth';
import type { Engine } from '../engine';

export function sessionCommands(engine: Engine): SessionCommands {
  return {
    login: (request) => engine.login(request),
    register: (request) => engine.register(request),
    checkUsername: (username, homeserver) => checkUsername(username, homeserver, engine.pageOrigin),
    logout: () => engine.logout(),
    async setDisplayName(name) {
      await (await engine.account()).setDisplayName(name);
    },
    async retryConnection() {
      (await engine.visit()).connection.retryNow();
    },
  };
}
