/** Brings the files of a message to the server, before the message itself. */
import type { UploadProgress } from '@/matrix/types';
import { sealFile } from './encrypted-file';
import type { Content } from './outgoing';
import type { OutboxEntry, OutboxUpload } from './outbox';
import type { MatrixClient } from './sdk';

export interface UploadWatch {
  onProgress(progress: UploadProgress): void;
  readonly signal: AbortSignal;
}

/** Resolves to the message's content with the addresses of its files. Encrypts them where the room's messages are. */
export async function uploadAll(
  client: MatrixClient,
  { roomId, content, uploads }: OutboxEntry,
  watch: UploadWatch,
): Promise<Content> {
  const isSealed = client.getRoom(roomId)?.hasEncryptionStateEvent() ?? false;
  const total = uploads.reduce((sum, { blob }) => sum + blob.size, 0);
  let done = 0;
  let filled = content;
  for (const { blob, slot } of uploads) {
    const onProgress = (sent: number) =>
      watch.onProgress({ sent: Math.min(done + sent, total), total });
    const address = await upload(client, blob, isSealed, onProgress, watch.signal);
    filled = fill(filled, slot, address);
    done += blob.size;
  }
  return filled;
}

type Address = { url: string } | { file: Record<string, unknown> };

async function upload(
  client: MatrixClient,
  blob: Blob,
  isSealed: boolean,
  onProgress: (sent: number) => void,
  signal: AbortSignal,
): Promise<Address> {
  const sealed = isSealed ? await sealFile(blob) : null;
  const abortController = new AbortController();
  signal.addEventListener('abort', () => abortController.abort(), { once: true });
  signal.throwIfAborted();
  const { content_uri } = await client.uploadContent(sealed?.data ?? blob, {
    // The name of the file is in the message; the server need not know it.
    includeFilename: false,
    type: sealed ? 'application/octet-stream' : blob.type,
    progressHandler: ({ loaded }) => onProgress(loaded),
    abortController,
  });
  return sealed ? { file: { ...sealed.file, url: content_uri } } : { url: content_uri };
}

function fill(content: Content, slot: OutboxUpload['slot'], address: Address): Content {
  if (slot === 'file') return { ...content, ...address };
  const info = content.info as Content | undefined;
  const thumbnail =
    'url' in address ? { thumbnail_url: address.url } : { thumbnail_file: address.file };
  return { ...content, info: { ...info, ...thumbnail } };
}

/** The same content with addresses that only this browser knows, to be shown until the real ones are there. */
export function withLocalAddresses({ content, uploads }: OutboxEntry): Content {
  return uploads.reduce(
    (filled, { blob, slot }) => fill(filled, slot, { url: URL.createObjectURL(blob) }),
    content,
  );
}
