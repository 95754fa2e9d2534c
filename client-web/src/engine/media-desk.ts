/** Gives the service worker what it needs to fetch a file: the address of the server, the token, the key. */
import { type FileKey, MEDIA_CACHE, MEDIA_CHANNEL, type MediaMessage } from '@/lib/media-channel';
import { claims, text } from './project/claims';

/** Keys of so many files are kept: those of what was shown last. */
const mostKeys = 5_000;

/** Keys to encrypted files, noted from the messages that show them. */
export class MediaKeys {
  readonly #keys = new Map<string, FileKey>();

  constructor(private readonly noted: (mxc: string) => void) {}

  /** Notes the keys that a message's content holds. */
  note(content: unknown): void {
    const { file, info } = claims(content);
    for (const encrypted of [file, claims(info).thumbnail_file]) {
      const { url, key, iv, hashes } = claims(encrypted);
      const parts = [text(url), text(claims(key).k), text(iv), text(claims(hashes).sha256)];
      const [mxc, k, counter, sha256] = parts;
      if (mxc && k && counter && sha256) this.#keep(mxc, { key: k, iv: counter, sha256 });
    }
  }

  get(mxc: string): FileKey | null {
    return this.#keys.get(mxc) ?? null;
  }

  #keep(mxc: string, key: FileKey): void {
    const isNew = !this.#keys.delete(mxc);
    this.#keys.set(mxc, key);
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > mostKeys && oldest !== undefined) this.#keys.delete(oldest);
    if (isNew) this.noted(mxc);
  }
}

/** Another account is looked at: the service worker is to ask anew. */
export function tellMediaOfChange(): void {
  const channel = new BroadcastChannel(MEDIA_CHANNEL);
  channel.postMessage({ kind: 'forget' } satisfies MediaMessage);
  channel.close();
}

/** Nothing that was fetched stays on this device. */
export async function forgetMedia(): Promise<void> {
  const channel = new BroadcastChannel(MEDIA_CHANNEL);
  channel.postMessage({ kind: 'forget' } satisfies MediaMessage);
  channel.close();
  // There is none on an insecure origin, where nothing is fetched either.
  await globalThis.caches?.delete(MEDIA_CACHE);
}

/** An encrypted file may be asked for before the message that holds its key was read: so many questions wait. */
const mostWaiting = 200;

export class MediaDesk {
  /** Only for the account that is looked at files are fetched. */
  isOpen = true;
  readonly keys = new MediaKeys((mxc) => this.#noted(mxc));
  readonly #channel = new BroadcastChannel(MEDIA_CHANNEL);
  /** Ids of questions for keys that are not known yet, by file. */
  readonly #waiting = new Map<string, string>();

  constructor(private readonly session: { homeserverUrl: string; accessToken: string }) {
    this.#channel.onmessage = ({ data }: MessageEvent<MediaMessage>) => {
      if (data.kind === 'ask' && this.isOpen) this.#asked(data);
    };
  }

  close(): void {
    this.#channel.close();
  }

  #asked({ id, mxc, isEncrypted }: Extract<MediaMessage, { kind: 'ask' }>): void {
    const key = isEncrypted ? this.keys.get(mxc) : null;
    if (isEncrypted && key === null) {
      const [oldest] = this.#waiting.keys();
      if (this.#waiting.size >= mostWaiting && oldest !== undefined) this.#waiting.delete(oldest);
      this.#waiting.set(mxc, id);
      return;
    }
    const { homeserverUrl, accessToken } = this.session;
    const access = { homeserverUrl, accessToken, key };
    this.#channel.postMessage({ kind: 'answer', id, access } satisfies MediaMessage);
  }

  #noted(mxc: string): void {
    const id = this.#waiting.get(mxc);
    if (id === undefined) return;
    this.#waiting.delete(mxc);
    this.#asked({ kind: 'ask', id, mxc, isEncrypted: true });
  }
}
