/** Saves files of messages on the reader's device. */

/** Told with how much of the file is there, from 0 to 1; null where the length is not known. */
export type OnProgress = (share: number | null) => void;

/** Fetches the whole file; rejects when it is given up or not to be had. */
export async function fetchFile(
  url: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Blob> {
  const response = await fetch(url, { signal });
  if (!response.ok || response.body === null) throw new Error(`Status ${response.status}`);
  const total = Number(response.headers.get('content-length'));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    received += part.value.length;
    onProgress(total > 0 ? received / total : null);
  }
  return new Blob(parts, { type: response.headers.get('content-type') ?? '' });
}

/** Hands a file to the browser to be saved under a name. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of it by the next turn; a minute is for slow ones.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Fetches and saves. */
export async function downloadFile(
  url: string,
  name: string,
  onProgress: OnProgress = () => undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  saveFile(await fetchFile(url, onProgress, signal), name);
}
