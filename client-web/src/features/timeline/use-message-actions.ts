'use client';

import { useCallback } from 'react';
import { quoted } from '@/features/message/quoted';
import { messageText, errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { mediaUrl } from '@/lib/media-url';
import { matrix } from '@/matrix/commands';
import type { MessageItem } from '@/matrix/types';
import { useMembers } from '@/store/hooks';
import { setComposerContext, setSelection } from '@/store/store';
import { downloadFile, fetchFile } from '@/ui/download';
import { showToast } from '@/ui/toast';
import type { MessageAction } from './menu-model';

/** Actions that ask something first. */
export type DialogKind =
  | 'delete'
  | 'forward'
  | 'report'
  | 'source'
  | 'seen'
  | 'reactions'
  | 'versions';

const DIALOGS: readonly string[] = [
  'delete',
  'forward',
  'report',
  'source',
  'seen',
  'reactions',
  'versions',
] satisfies DialogKind[];

const isDialog = (action: MessageAction): action is DialogKind => DIALOGS.includes(action);

interface Options {
  readonly roomId: string;
  readonly timelineId: string;
  readonly openDialog: (kind: DialogKind, items: readonly MessageItem[]) => void;
  readonly openThread: (rootId: string) => void;
}

/** Carries out what was chosen for a message. */
export function useMessageAction({ roomId, timelineId, openDialog, openThread }: Options) {
  const { t } = useI18n();
  const members = useMembers(roomId);

  return useCallback(
    (action: MessageAction, item: MessageItem, selectedText = '') => {
      if (isDialog(action)) return openDialog(action, [item]);
      const run = (work: Promise<unknown>, done?: string) => {
        work.then(
          () => done !== undefined && showToast(done),
          (error: unknown) => showToast(errorText(error, t)),
        );
      };
      const { eventId } = item;
      const message = quoted(item, roomId, members[item.senderId]?.name ?? item.senderId);
      switch (action) {
        case 'reply':
        case 'edit':
          if (message) setComposerContext(timelineId, { kind: action, message });
          document.getElementById('composer')?.focus();
          return;
        case 'thread':
          return eventId === null ? undefined : openThread(eventId);
        case 'copy':
          return run(
            navigator.clipboard.writeText(messageText(item.content, t)),
            t('common.copied'),
          );
        case 'copySelected':
          return run(navigator.clipboard.writeText(selectedText), t('common.copied'));
        case 'copyLink':
          return run(
            navigator.clipboard.writeText(linkTo(roomId, eventId ?? '')),
            t('actions.linkCopied'),
          );
        case 'copyImage':
          return run(copyImage(item), t('common.copied'));
        case 'pin':
        case 'unpin':
          return run(matrix.setPinned(roomId, eventId ?? '', action === 'pin'));
        case 'download':
          return run(download(item));
        case 'select':
          return setSelection({ timelineId, keys: [item.key] });
      }
    },
    [roomId, timelineId, openDialog, openThread, members, t],
  );
}

/** An address of a message that any client understands. */
export function linkTo(roomId: string, eventId: string): string {
  const server = roomId.includes(':') ? roomId.slice(roomId.indexOf(':') + 1) : null;
  const via = server === null ? '' : `?via=${encodeURIComponent(server)}`;
  return `https://matrix.to/#/${encodeURIComponent(roomId)}/${encodeURIComponent(eventId)}${via}`;
}

export async function download({ content }: MessageItem): Promise<void> {
  if (!('file' in content) || content.kind === 'sticker') return;
  const url = mediaUrl(content.file);
  if (url !== null) await downloadFile(url, content.name === '' ? 'file' : content.name);
}

/** Clipboards take PNG: other pictures are drawn anew. */
async function copyImage({ content }: MessageItem): Promise<void> {
  const url = content.kind === 'image' ? mediaUrl(content.file) : null;
  if (url === null) return;
  const png = async () => {
    const file = await fetchFile(url, () => undefined, AbortSignal.timeout(60_000));
    const bitmap = await createImageBitmap(file);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    return canvas.convertToBlob({ type: 'image/png' });
  };
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png() })]);
}
