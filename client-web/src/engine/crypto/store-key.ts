/**
 * The key that the store of encryption keys is locked with on this device. It lies wrapped by a second one that the
 * browser uses for us but never shows, so that a copy of the database's files alone opens nothing.
 */

/** What is kept in the database: of no use without the browser's own key beside it. */
export interface WrappedKey {
  wrapping: CryptoKey;
  iv: Uint8Array<ArrayBuffer>;
  wrapped: ArrayBuffer;
}

/** The same, with the device whose keys it locks: another device of the account cannot use them. */
export interface StoreKey extends WrappedKey {
  deviceId: string;
}

const algorithm = { name: 'AES-GCM', length: 256 };

/** A fresh key, with the form in which it may be kept. */
export async function makeStoreKey(): Promise<{ key: Uint8Array<ArrayBuffer>; kept: WrappedKey }> {
  const key = crypto.getRandomValues(new Uint8Array(32));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapping = await crypto.subtle.generateKey(algorithm, false, ['encrypt', 'decrypt']);
  const wrapped = await crypto.subtle.encrypt({ name: algorithm.name, iv }, wrapping, key);
  return { key, kept: { wrapping, iv, wrapped } };
}

export async function openStoreKey({
  wrapping,
  iv,
  wrapped,
}: WrappedKey): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: algorithm.name, iv }, wrapping, wrapped),
  );
}
