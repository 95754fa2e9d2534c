/**
 * matrix-js-sdk, loaded when an account needs it and not before. Only types of it are imported statically, so
 * that signing in does not wait for 270 kB of script.
 */
import type * as Sdk from 'matrix-js-sdk';
import type * as CryptoNames from 'matrix-js-sdk/lib/crypto-api';

/** Enums among these are types only: their values are written as the strings that they are. */
export type {
  ClientEvent,
  Direction,
  EventTimeline,
  EventType,
  MatrixClient,
  MatrixEvent,
  NotificationCountType,
  Room,
  RoomMember,
  SetPresence,
  SyncStateData,
  User,
  Visibility,
} from 'matrix-js-sdk';
export type { CryptoApi } from 'matrix-js-sdk/lib/crypto-api';

export type MatrixSdk = typeof Sdk;

let loaded: Promise<MatrixSdk> | null = null;

export function loadSdk(): Promise<MatrixSdk> {
  loaded ??= loadQuietly().catch((error: unknown) => {
    loaded = null;
    throw error;
  });
  return loaded;
}

/** What the engine needs of the SDK's encryption beside the object that does the work. */
export type CryptoModule = typeof CryptoNames & {
  makeEvent(fields: {
    type: string;
    content: Record<string, unknown>;
    room_id: string;
  }): Sdk.MatrixEvent;
  /** Locks the event in place. The SDK does this only within its own sending, which ours replaces. */
  encryptEvent(api: CryptoNames.CryptoApi, event: Sdk.MatrixEvent, room: Sdk.Room): Promise<void>;
  /** Tries again to read an event that could not be read. */
  retryDecryption(api: CryptoNames.CryptoApi, event: Sdk.MatrixEvent): Promise<void>;
};

export async function loadCrypto(): Promise<CryptoModule> {
  const [{ MatrixEvent }, names] = await Promise.all([
    loadSdk(),
    import('matrix-js-sdk/lib/crypto-api/index.js'),
  ]);
  return {
    ...names,
    makeEvent: (fields) => new MatrixEvent(fields),
    encryptEvent: (api, event, room) =>
      (api as CryptoNames.CryptoApi & Encryptor).encryptEvent(event, room),
    retryDecryption: (api, event) => event.attemptDecryption(api as never, { isRetry: true }),
  };
}

interface Encryptor {
  encryptEvent(event: Sdk.MatrixEvent, room: Sdk.Room): Promise<void>;
}

/** The SDK's modules make their loggers as they load, out of this one: it must be quiet before. */
async function loadQuietly(): Promise<MatrixSdk> {
  const { logger } = await import('matrix-js-sdk/lib/logger.js');
  const root = logger as unknown as { methodFactory: () => () => void; rebuild(): void };
  root.methodFactory = () => silent;
  root.rebuild();
  return import('matrix-js-sdk');
}

const silent = () => undefined;

/** The SDK's chatter stays out of the console; what matters arrives as events and errors. */
export const quietLogger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  getChild: () => quietLogger,
};
