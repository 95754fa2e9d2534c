/**
 * matrix-js-sdk, loaded when an account needs it and not before. Only types of it are imported statically, so
 * that signing in does not wait for 270 kB of script.
 */
import type * as Sdk from 'matrix-js-sdk';

export type { MatrixClient, MatrixEvent, Room } from 'matrix-js-sdk';

export type MatrixSdk = typeof Sdk;

let loaded: Promise<MatrixSdk> | null = null;

export function loadSdk(): Promise<MatrixSdk> {
  loaded ??= import('matrix-js-sdk').catch((error: unknown) => {
    loaded = null;
    throw error;
  });
  return loaded;
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
