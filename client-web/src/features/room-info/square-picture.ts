/** The middle of a picture as a square, small enough for an avatar and drawn anew. */

const EDGE = 640;

/** Null for what the browser cannot draw. */
export async function squarePicture(file: Blob): Promise<Blob | null> {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const side = Math.min(bitmap.width, bitmap.height);
    const edge = Math.min(EDGE, side);
    const canvas = new OffscreenCanvas(edge, edge);
    const x = (bitmap.width - side) / 2;
    const y = (bitmap.height - side) / 2;
    canvas.getContext('2d')?.drawImage(bitmap, x, y, side, side, 0, 0, edge, edge);
    bitmap.close();
    const type = file.type === 'image/png' ? 'image/png' : 'image/jpeg';
    return await canvas.convertToBlob({ type, quality: 0.9 });
  } catch {
    return null;
  }
}
