'use client';

import { ArrowDownToLine, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { fileSize } from '@/lib/file-size';
import { mediaUrl } from '@/lib/media-url';
import type { MessageContent, MessageItem } from '@/matrix/types';
import { downloadFile } from '@/ui/download';
import { showToast } from '@/ui/toast';
import styles from './FileBody.module.css';

type FileContent = Extract<MessageContent, { kind: 'file' }>;

interface FileBodyProps {
  readonly item: MessageItem;
  readonly content: FileContent;
}

const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  document: ['pdf'],
  archive: ['zip', 'rar', '7z', 'gz', 'xz', 'zst', 'tar', 'tgz', 'bz2'],
  sheet: ['xls', 'xlsx', 'ods', 'csv', 'tsv'],
};

const LONGEST_EXTENSION = 5;

function extensionOf(name: string): string {
  const at = name.lastIndexOf('.');
  const extension = at <= 0 ? '' : name.slice(at + 1).toLowerCase();
  return extension.length <= LONGEST_EXTENSION ? extension : '';
}

function familyOf(extension: string): string {
  const found = Object.entries(FAMILIES).find(([, known]) => known.includes(extension));
  return found?.[0] ?? 'other';
}

/** A file to be saved; it is never opened here. */
export function FileBody({ item, content }: FileBodyProps) {
  const { t, locale } = useI18n();
  const [progress, setProgress] = useState<number | 'unknown' | null>(null);
  const running = useRef<AbortController>(null);
  const extension = extensionOf(content.name);
  const { size } = content.file;
  const url = mediaUrl(content.file);
  const name = content.name === '' ? t('message.file') : content.name;

  const download = async () => {
    if (running.current) return running.current.abort();
    if (url === null) return;
    running.current = new AbortController();
    setProgress('unknown');
    const onProgress = (share: number | null) => setProgress(share ?? 'unknown');
    try {
      await downloadFile(url, name, onProgress, running.current.signal);
    } catch {
      if (!running.current.signal.aborted) showToast(t('media.downloadFailed'));
    }
    running.current = null;
    setProgress(null);
  };

  const upload = item.upload;
  const share = upload ? upload.sent / Math.max(1, upload.total) : progress;
  const shown =
    typeof share === 'number' && size !== null ? `${fileSize(share * size, locale)} / ` : '';
  return (
    <button
      type="button"
      className={styles.file}
      onClick={() => void download()}
      data-testid="message-file"
    >
      <span className="visually-hidden">
        {t(progress === null ? 'actions.download' : 'media.cancel')}
      </span>
      <span className={styles.icon} data-family={familyOf(extension)} aria-hidden="true">
        {progress === null ? (
          <>
            <span className={styles.extension}>{extension}</span>
            <ArrowDownToLine className={styles.arrow} aria-hidden="true" size={24} />
          </>
        ) : (
          <X aria-hidden="true" size={24} />
        )}
      </span>
      <span className={styles.lines}>
        <span className={styles.name} dir="auto">
          <span className={styles.start}>{name.slice(0, -8)}</span>
          <span>{name.slice(-8)}</span>
        </span>
        <span className={styles.size}>
          {size === null ? t('message.file') : `${shown}${fileSize(size, locale)}`}
        </span>
      </span>
    </button>
  );
}
