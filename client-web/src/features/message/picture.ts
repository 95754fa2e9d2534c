/** Which picture stands for a message. Pure. */
import { mediaUrl, thumbnailUrl } from '@/lib/media-url';
import type { ImageContent, VideoContent } from '@/matrix/types';

const WIDTH = 464;
const HEIGHT = 432;

/** What is shown in the bubble: the sender's thumbnail, else one that our server makes, else the picture. */
export function pictureOf(content: ImageContent | VideoContent): string | null {
  const { file, thumbnail } = content;
  if (content.kind === 'image' && content.isAnimated) return mediaUrl(file);
  if (thumbnail) return mediaUrl(thumbnail);
  if (content.kind === 'video') return null;
  const isAsItIs = file.isEncrypted || file.mimeType === 'image/svg+xml';
  return isAsItIs ? mediaUrl(file) : thumbnailUrl(file.url, WIDTH, HEIGHT, 'scale');
}
