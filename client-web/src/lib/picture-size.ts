/** How large pictures are shown, before they are there. Pure. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where the sender gives no size. */
const UNKNOWN: Size = { width: 320, height: 240 };
const LEAST = 100;

/** The size on the screen: within the box, at least 100 px on each side, never larger than it is unless it is tiny. */
export function fitPicture(own: Size | null, box: Size): Size {
  const { width, height } = own ?? UNKNOWN;
  const scale = Math.min(1, box.width / width, box.height / height);
  const fit = (length: number, most: number) =>
    Math.round(Math.min(most, Math.max(LEAST, length * scale)));
  return { width: fit(width, box.width), height: fit(height, box.height) };
}
