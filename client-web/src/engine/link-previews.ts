/** What pages on the web say of themselves, as our server saw them: the web never learns who reads. */
import type { LinkPreview } from '@/matrix/types';
import { type Claims, number, text } from './project/claims';

const mostKept = 300;

export class LinkPreviews {
  readonly #known = new Map<string, Promise<LinkPreview | null>>();

  /** `ask` resolves to what the server answers. */
  constructor(private readonly ask: (url: string) => Promise<Claims>) {}

  /** Asked twice, the server is asked once. A failure is no preview, and may be another time. */
  get(url: string): Promise<LinkPreview | null> {
    const known = this.#known.get(url) ?? this.#fetch(url);
    this.#known.delete(url);
    this.#known.set(url, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKept && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }

  async #fetch(url: string): Promise<LinkPreview | null> {
    try {
      return project(url, await this.ask(url));
    } catch {
      this.#known.delete(url);
      return null;
    }
  }
}

/** Null where there are no words to show. https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediapreview_url */
function project(url: string, answer: Claims): LinkPreview | null {
  const title = text(answer['og:title']);
  const description = text(answer['og:description']);
  if (title === null && description === null) return null;
  const image = text(answer['og:image']);
  return {
    url,
    siteName: text(answer['og:site_name']) ?? new URL(url).hostname.replace(/^www\./, ''),
    title,
    description,
    imageUrl: image?.startsWith('mxc://') ? image : null,
    imageWidth: number(Number(answer['og:image:width']), 1, 16_384),
    imageHeight: number(Number(answer['og:image:height']), 1, 16_384),
  };
}
