/** What one tab may ask of the engine: each command of the protocol, with failures as values. */
import type { EngineAnswers, EngineCommands, EnginePort, Result } from '@/matrix/protocol';
import { accountsCommands } from './commands/accounts';
import { callCommands } from './commands/calls';
import { chatListCommands } from './commands/chat-list';
import { chatCommands } from './commands/chats';
import { eventCommands } from './commands/events';
import { liveCommands } from './commands/live';
import { ownDataCommands } from './commands/own';
import { profileCommands } from './commands/profile';
import { roomSettingsCommands } from './commands/room-settings';
import { scheduledCommands } from './commands/scheduled';
import { sendingCommands } from './commands/sending';
import { exportCommands } from './commands/export';
import { encryptionCommands } from './commands/encryption';
import { settingsCommands } from './commands/settings';
import { sessionCommands } from './commands/session';
import { timelineCommands } from './commands/timeline';
import type { Engine } from './engine';
import { describeError } from './errors';
import type { Tab } from './tabs';

/** The port that a tab gets. */
export function createTabPort(engine: Engine, tab: Tab): EnginePort {
  const commands: EngineCommands = {
    ...sessionCommands(engine),
    ...timelineCommands(engine, tab),
    ...sendingCommands(engine),
    ...scheduledCommands(engine),
    ...callCommands(engine),
    ...eventCommands(engine),
    ...ownDataCommands(engine),
    ...roomSettingsCommands(engine),
    ...chatCommands(engine),
    ...encryptionCommands(engine),
    ...accountsCommands(engine),
    ...exportCommands(engine),
    ...settingsCommands(engine, tab),
    ...chatListCommands(engine),
    ...profileCommands(engine),
    ...liveCommands(engine),
  };
  return {
    ...asResults(commands, () => engine.publisher.flush()),
    subscribe: async () => engine.publisher.welcome(tab),
    networkChanged: async (isOnline) => engine.networkChanged(isOnline),
  };
}

/**
 * Errors lose their fields on the way to the page: values do not. What a command changed goes out before its
 * result, so that the page's next step finds it in the store.
 */
function asResults(commands: EngineCommands, flush: () => void): EngineAnswers {
  const wrap =
    (run: (...args: never[]) => Promise<unknown>) =>
    async (...args: never[]): Promise<Result<unknown>> => {
      try {
        return { ok: true, value: await run(...args) };
      } catch (error) {
        return { ok: false, error: describeError(error) };
      } finally {
        flush();
      }
    };
  const entries = Object.entries(commands).map(([name, run]) => [name, wrap(run as never)]);
  return Object.fromEntries(entries) as EngineAnswers;
}
