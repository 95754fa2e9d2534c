/** Pure parts of answering with a file. */

const safeTypes =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|apng|bmp|svg\+xml)|(?:video|audio)\/[\w.+-]+|text\/plain|application\/pdf)$/u;

/** The type under which a stranger's file is handed out: never one that can run. Pictures do not run in an `img`. */
export function safeType(claimed: string): string {
  const [type = ''] = claimed.toLowerCase().split(';', 1);
  return safeTypes.test(type.trim()) ? type.trim() : 'application/octet-stream';
}

export interface ByteRange {
  readonly start: number;
  /** Not included. */
  readonly end: number;
}

/** What a `Range` header asks for; null for all of it. https://www.rfc-editor.org/rfc/rfc9110#section-14 */
export function parseRange(header: string | null, size: number): ByteRange | 'beyond' | null {
  const match = /^bytes=(\d*)-(\d*)$/u.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (match === null || (first === '' && last === '')) return null;
  if (first === '') return { start: Math.max(0, size - Number(last)), end: size };
  const start = Number(first);
  const end = last === '' ? size : Math.min(size, Number(last) + 1);
  return start >= size || end <= start ? 'beyond' : { start, end };
}
