/** What a call needs of the engine. */
import type { CallCommands } from '@/matrix/protocol/calls';
import type { Engine } from '../engine';

export function callCommands(engine: Engine): CallCommands {
  return {
    sendCallEvent: async (...args) => (await engine.account()).calls.send(...args),
    callRelay: async () => (await engine.account()).calls.relay(),
  };
}
