/** Fetched files, kept up to a bound in bytes: what was used longest ago goes first. */

/** The part of the browser's `Cache` that is used here. */
export interface FileStore {
  match(url: string): Promise<Response | undefined>;
  put(url: string, response: Response): Promise<void>;
  delete(url: string): Promise<boolean>;
  keys(): Promise<readonly { readonly url: string }[]>;
}

const sizeHeader = 'content-length';

export class MediaCache {
  /** Sizes by address, in the order of use. */
  #sizes: Promise<Map<string, number>> | null = null;

  constructor(
    private readonly open: () => Promise<FileStore>,
    private readonly mostBytes: number,
    /** Larger files are not kept: they would push out everything else. */
    private readonly largestBytes: number,
  ) {}

  /** Null for what is not kept. */
  async get(url: string): Promise<{ blob: Blob; type: string } | null> {
    const response = await (await this.open()).match(url);
    if (!response) return null;
    const sizes = await this.#known();
    const size = sizes.get(url);
    if (size !== undefined) {
      sizes.delete(url);
      sizes.set(url, size);
    }
    return { blob: await response.blob(), type: response.headers.get('content-type') ?? '' };
  }

  async put(url: string, blob: Blob, type: string): Promise<void> {
    if (blob.size > this.largestBytes) return;
    const store = await this.open();
    const sizes = await this.#known();
    sizes.delete(url);
    sizes.set(url, blob.size);
    const headers = { 'content-type': type, [sizeHeader]: String(blob.size) };
    await store.put(url, new Response(blob, { headers }));
    await this.#evict(store, sizes);
  }

  async #evict(store: FileStore, sizes: Map<string, number>): Promise<void> {
    let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const [url, size] of sizes) {
      if (total <= this.mostBytes) return;
      sizes.delete(url);
      total -= size;
      await store.delete(url);
    }
  }

  #known(): Promise<Map<string, number>> {
    this.#sizes ??= this.#measure();
    return this.#sizes;
  }

  async #measure(): Promise<Map<string, number>> {
    const store = await this.open();
    const sizes = new Map<string, number>();
    for (const { url } of await store.keys()) {
      const path = new URL(url, 'https://here').pathname + new URL(url, 'https://here').search;
      const response = await store.match(url);
      sizes.set(path, Number(response?.headers.get(sizeHeader) ?? 0));
    }
    return sizes;
  }
}
