/**
 * The recovery key while it is needed: matrix-js-sdk asks for it by callback, in the middle of what it does. It is held
 * for that long and no longer.
 */
import type { CryptoCallbacks } from 'matrix-js-sdk/lib/crypto-api';

export class Secrets {
  #held: [keyId: string, key: Uint8Array<ArrayBuffer>] | null = null;

  readonly callbacks: CryptoCallbacks = {
    getSecretStorageKey: async ({ keys }) =>
      this.#held && this.#held[0] in keys ? this.#held : null,
    cacheSecretStorageKey: (keyId, _description, key) => {
      this.#held = [keyId, key];
    },
  };

  /** Runs something that needs the recovery key. */
  async hold<T>(keyId: string, key: Uint8Array<ArrayBuffer>, run: () => Promise<T>): Promise<T> {
    this.#held = [keyId, key];
    return this.release(run);
  }

  /** Runs something that may make a recovery key, and forgets it afterwards. */
  async release<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } finally {
      this.#held = null;
    }
  }
}
