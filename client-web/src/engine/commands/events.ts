/** What is done about messages that are there already. */
import type { EventCommands } from '@/matrix/protocol/events';
import type { Engine } from '../engine';
import { Events } from '../events';

export function eventCommands(engine: Engine): EventCommands {
  const events = async () => new Events(await engine.account());
  return {
    react: async (...args) => (await events()).react(...args),
    reactors: async (...args) => (await events()).reactors(...args),
    deleteMessages: async (...args) => (await events()).deleteMessages(...args),
    forward: async (...args) => (await events()).forward(...args),
    setPinned: async (...args) => (await events()).setPinned(...args),
    vote: async (...args) => (await events()).vote(...args),
    closePoll: async (...args) => (await events()).closePoll(...args),
    reportMessage: async (...args) => (await events()).reportMessage(...args),
    readers: async (...args) => (await events()).readers(...args),
    versions: async (...args) => (await events()).versions(...args),
    findMessages: async (...args) => (await events()).findMessages(...args),
    eventAt: async (...args) => (await events()).eventAt(...args),
    eventSource: async (...args) => (await events()).eventSource(...args),
    previewLink: async (url) => (await engine.account()).linkPreviews.get(url),
  };
}
