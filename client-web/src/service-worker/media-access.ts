/** Asks the engine for the token and the key that a file needs. */
import { MEDIA_CHANNEL, type MediaAccess, type MediaMessage } from '@/lib/media-channel';

const patienceMs = 20_000;

/** The part of a `BroadcastChannel` that is used here. */
export interface Channel {
  onmessage: ((event: MessageEvent<MediaMessage>) => void) | null;
  postMessage(message: MediaMessage): void;
}

export class MediaDoor {
  readonly #waiting = new Map<string, (access: MediaAccess) => void>();
  #channel: Channel | null = null;
  #lastId = 0;

  constructor(
    private readonly forget: () => void,
    private readonly open: () => Channel = () => new BroadcastChannel(MEDIA_CHANNEL),
  ) {}

  /** Rejects when no engine answers: nobody is signed in, or the key is not known here. */
  ask(mxc: string, isEncrypted: boolean): Promise<MediaAccess> {
    this.#lastId += 1;
    // Unique also among service workers that follow each other.
    const id = `${Date.now()}.${this.#lastId}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error('No engine answers'));
      }, patienceMs);
      this.#waiting.set(id, (access) => {
        clearTimeout(timer);
        resolve(access);
      });
      this.#connected().postMessage({ kind: 'ask', id, mxc, isEncrypted });
    });
  }

  #connected(): Channel {
    if (this.#channel) return this.#channel;
    this.#channel = this.open();
    this.#channel.onmessage = ({ data }) => {
      if (data.kind === 'forget') this.forget();
      if (data.kind !== 'answer') return;
      this.#waiting.get(data.id)?.(data.access);
      this.#waiting.delete(data.id);
    };
    return this.#channel;
  }
}
