/**
 * Makes pictures ready to be sent, off the page's thread: drawn anew, which leaves behind whatever a camera wrote into the
 * file, smaller where that is wanted, with a thumbnail and a blurred stand-in.
 */
import { encode } from 'blurhash';
import { fit, type Size } from './sizes';

export interface ImageRequest {
  id: number;
  file: Blob;
  /** The longest edge that is sent; null sends the picture in its own size. */
  longestEdge: number | null;
  /** A moving picture is sent as it is, since drawing it would stop it. */
  isKept: boolean;
}

export interface PreparedImage extends Size {
  blob: Blob;
  blurhash: string;
  thumbnail: (Size & { blob: Blob }) | null;
}

export type ImageAnswer =
  | { id: number; ok: true; image: PreparedImage }
  /** Nothing that the browser can draw. */
  | { id: number; ok: false };

const THUMBNAIL: Size = { width: 800, height: 600 };
const BLUR_EDGE = 32;
const QUALITY = 0.87;

self.onmessage = ({ data }: MessageEvent<ImageRequest>) => {
  prepare(data).then(
    (image) => postMessage({ id: data.id, ok: true, image } satisfies ImageAnswer),
    () => postMessage({ id: data.id, ok: false } satisfies ImageAnswer),
  );
};

async function prepare({ file, longestEdge, isKept }: ImageRequest): Promise<PreparedImage> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const size = { width: bitmap.width, height: bitmap.height };
    const edge = longestEdge ?? Math.max(size.width, size.height);
    const wanted = isKept ? size : fit(size, { width: edge, height: edge });
    // What may have holes must keep them.
    const type = file.type === 'image/jpeg' ? 'image/jpeg' : 'image/png';
    const blob = isKept ? file : await draw(bitmap, wanted, type);
    return {
      ...wanted,
      blob,
      blurhash: blur(bitmap, size),
      thumbnail: await thumbnailOf(bitmap, wanted, type),
    };
  } finally {
    bitmap.close();
  }
}

/** A picture that is small already is its own thumbnail. */
async function thumbnailOf(bitmap: ImageBitmap, size: Size, type: string) {
  const small = fit(size, THUMBNAIL);
  if (small.width === size.width) return null;
  return { ...small, blob: await draw(bitmap, small, type) };
}

async function draw(bitmap: ImageBitmap, { width, height }: Size, type: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('No canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return canvas.convertToBlob({ type, quality: QUALITY });
}

function blur(bitmap: ImageBitmap, size: Size): string {
  const { width, height } = fit(size, { width: BLUR_EDGE, height: BLUR_EDGE });
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('No canvas');
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return width >= height ? encode(data, width, height, 4, 3) : encode(data, width, height, 3, 4);
}
