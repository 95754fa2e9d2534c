/** Encrypted attachments. https://spec.matrix.org/v1.19/client-server-api/#sending-encrypted-attachments */
import type { FileKey } from '@/lib/media-channel';

/** Rejects when the file is not the one that the message speaks of, or the key is none. */
export async function decryptFile(sealed: ArrayBuffer, file: FileKey): Promise<ArrayBuffer> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', sealed));
  const expected = decodeBase64(file.sha256);
  const isSame =
    digest.length === expected.length && digest.every((byte, i) => byte === expected[i]);
  if (!isSame) throw new Error('The file is not what was sent');
  const key = await crypto.subtle.importKey(
    'raw',
    decodeBase64(file.key),
    { name: 'AES-CTR' },
    false,
    ['decrypt'],
  );
  const counter = decodeBase64(file.iv);
  return crypto.subtle.decrypt({ name: 'AES-CTR', counter, length: 64 }, key, sealed);
}

/** Both alphabets, with or without padding. */
function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/u, '');
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}
