/**
 * Encrypts a file for a room where messages are encrypted.
 * https://spec.matrix.org/latest/client-server-api/#sending-encrypted-attachments
 */

export interface EncryptedFile {
  v: 'v2';
  url: string;
  key: { kty: 'oct'; alg: 'A256CTR'; ext: true; key_ops: string[]; k: string };
  iv: string;
  hashes: { sha256: string };
}

export interface SealedFile {
  data: Blob;
  /** What recipients need; the address is known after the upload. */
  file: Omit<EncryptedFile, 'url'>;
}

export async function sealFile(blob: Blob): Promise<SealedFile> {
  const key = await crypto.subtle.generateKey({ name: 'AES-CTR', length: 256 }, true, [
    'encrypt',
    'decrypt',
  ]);
  const { k = '' } = await crypto.subtle.exportKey('jwk', key);
  // The lower half counts the blocks, so it begins at zero and cannot run over.
  const counter = new Uint8Array(16);
  crypto.getRandomValues(counter.subarray(0, 8));
  const plain = await blob.arrayBuffer();
  const sealed = await crypto.subtle.encrypt({ name: 'AES-CTR', counter, length: 64 }, key, plain);
  const digest = await crypto.subtle.digest('SHA-256', sealed);
  return {
    data: new Blob([sealed], { type: 'application/octet-stream' }),
    file: {
      v: 'v2',
      key: { kty: 'oct', alg: 'A256CTR', ext: true, key_ops: ['encrypt', 'decrypt'], k },
      iv: unpadded(counter),
      hashes: { sha256: unpadded(new Uint8Array(digest)) },
    },
  };
}

function unpadded(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('=', '');
}
