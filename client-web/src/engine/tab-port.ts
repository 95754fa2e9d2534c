/** What one tab may ask of the engine: each command of the protocol, with failures as values. */
import type { EngineAnswers, EngineCommands, EnginePort, Result } from '@/matrix/protocol';
import type { MessageContent } from '@/matrix/types';
import { checkUsername } from './auth';
import { Chats } from './chats';
import type { Engine } from './engine';
import { describeError } from './errors';
import type { Tab } from './tabs';

const historyPage = 40;
const searchResults = 20;

/** The port that a tab gets. */
export function createTabPort(engine: Engine, tab: Tab): EnginePort {
  const commands = {
    ...sessionCommands(engine),
    ...roomCommands(engine, tab),
    ...chatCommands(engine),
  };
  return {
    ...asResults(commands, () => engine.publisher.flush()),
    subscribe: async () => engine.publisher.welcome(tab),
    networkChanged: async (isOnline) => engine.networkChanged(isOnline),
  };
}

function sessionCommands(engine: Engine) {
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
  } satisfies Partial<EngineCommands>;
}

function roomCommands(engine: Engine, tab: Tab) {
  return {
    async openRoom(roomId) {
      const { database, running } = await engine.visit();
      engine.tabs.open(tab, roomId);
      const remembered = running?.knows(roomId) ? null : await database.timeline(roomId);
      // The room may have been left while the database was read.
      if (tab.openRooms.has(roomId)) engine.publisher.showTimeline(tab, roomId, remembered);
      // Not awaited, and a failure shows in the timeline itself.
      running?.fill(roomId).catch(() => undefined);
    },
    async closeRoom(roomId) {
      // The same wait as in `openRoom`, so that the two keep their order.
      await engine.visit();
      engine.tabs.close(tab, roomId);
      engine.publisher.hideTimeline(roomId);
    },
    async paginateBack(roomId, limit = historyPage) {
      await (await engine.account()).views.paginateBack(roomId, limit);
    },
    async sendText(roomId, text, txnId) {
      const { outbox } = await engine.account();
      if (outbox.entries(roomId).some((entry) => entry.txnId === txnId)) return txnId;
      await setDraft(engine, roomId, '');
      (await engine.visit()).typing.set(roomId, false);
      await outbox.add({
        txnId,
        roomId,
        sequence: nextSequence(),
        ts: Date.now(),
        eventType: 'm.room.message',
        content: { msgtype: 'm.text', body: text, 'm.mentions': {} },
        preview: { kind: 'text', body: text, formattedBody: null } satisfies MessageContent,
        state: 'queued',
        error: null,
      });
      return txnId;
    },
    async retrySend(roomId, key) {
      await (await engine.account()).outbox.retry(roomId, key);
    },
    async discardFailed(roomId, key) {
      await (await engine.account()).outbox.discard(roomId, key);
    },
    async setTyping(roomId, isTyping) {
      (await engine.visit()).typing.set(roomId, isTyping);
    },
    async markRead(roomId, key) {
      (await engine.visit()).receipts.mark(roomId, key);
    },
    setDraft: (roomId, text) => setDraft(engine, roomId, text),
    async loadMembers(roomId) {
      await (await engine.account()).views.loadMembers(roomId);
    },
  } satisfies Partial<EngineCommands>;
}

function chatCommands(engine: Engine) {
  const chats = async () => new Chats(await engine.account());
  return {
    createDirect: async (userId) => (await chats()).createDirect(userId),
    createGroup: async (request) => (await chats()).createGroup(request),
    joinRoom: async (roomIdOrAlias) => (await chats()).join(roomIdOrAlias),
    leaveRoom: async (roomId) => (await chats()).leave(roomId),
    acceptInvite: async (roomId) => (await chats()).acceptInvite(roomId),
    rejectInvite: async (roomId) => (await chats()).leave(roomId),
    inviteUser: async (roomId, userId) => (await chats()).invite(roomId, userId),
    searchUsers: async (term, limit = searchResults) => (await chats()).searchUsers(term, limit),
  } satisfies Partial<EngineCommands>;
}

async function setDraft(engine: Engine, roomId: string, text: string): Promise<void> {
  const { database } = await engine.visit();
  engine.publisher.setDraft(roomId, text);
  await database.saveDraft(roomId, text);
}

let lastSequence = 0;

/** Grows from message to message, and from one start of the engine to the next. */
function nextSequence(): number {
  lastSequence = Math.max(lastSequence + 1, Date.now());
  return lastSequence;
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
