'use client';

import { File as FileIcon, Music, X } from 'lucide-react';
import { type FormEvent, useCallback, useEffect, useId, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { Modal, ModalActions } from '@/ui/Modal';
import { SwitchRow } from '@/ui/SwitchRow';
import { lookOf } from './prepare-file';
import styles from './SendFilesDialog.module.css';
import { fileSize } from './sizes';

export interface SendFilesChoice {
  readonly files: readonly File[];
  readonly caption: string;
  readonly asFile: boolean;
  readonly isCompressed: boolean;
}

interface SendFilesDialogProps {
  readonly files: readonly File[];
  readonly startsAsFile: boolean;
  /** What stood in the field is the caption to begin with. */
  readonly startCaption: string;
  readonly onSend: (choice: SendFilesChoice) => Promise<void>;
  readonly onClose: () => void;
}

/** What is about to be sent: each file to look at and to take out, words below, and how it goes. */
export function SendFilesDialog({
  files: chosen,
  startsAsFile,
  startCaption,
  onSend,
  onClose,
}: SendFilesDialogProps) {
  const { t, locale } = useI18n();
  const captionId = useId();
  const [files, setFiles] = useState(chosen);
  const [caption, setCaption] = useState(startCaption);
  const [asFile, setAsFile] = useState(startsAsFile);
  const [isCompressed, setIsCompressed] = useState(true);
  const { isBusy, failure, run } = useAction();
  const limit = useUploadLimit();
  const tooLarge = limit === null ? [] : files.filter(({ size }) => size > limit);
  const hasPictures = files.some((file) => lookOf(file) === 'image');
  const hasLooks = files.some((file) => lookOf(file) !== 'file');

  const remove = (file: File) => {
    const others = files.filter((other) => other !== file);
    if (others.length === 0) onClose();
    else setFiles(others);
  };

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (tooLarge.length > 0) return;
    const choice = { files, caption: caption.trim(), asFile, isCompressed };
    if (await run(() => onSend(choice))) onClose();
  };

  return (
    <Modal
      title={t('files.title', { count: files.length })}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="send-files"
    >
      <form className={styles.form} onSubmit={(event) => void send(event)}>
        <ul className={styles.files} data-count={Math.min(files.length, 3)}>
          {files.map((file) => (
            <li key={`${file.name} ${file.lastModified} ${file.size}`} className={styles.file}>
              <Preview file={file} asFile={asFile} />
              <IconButton
                className={styles.remove}
                icon={X}
                iconSize={18}
                label={t('files.remove', { name: file.name })}
                onClick={() => remove(file)}
                data-testid="send-files-remove"
              />
            </li>
          ))}
        </ul>
        {limit !== null && tooLarge.length > 0 && (
          <p className={styles.failure} role="alert">
            {t('files.tooLarge', { name: tooLarge[0]?.name ?? '', limit: fileSize(limit, locale) })}
          </p>
        )}
        {hasLooks && (
          <SwitchRow
            label={t('files.asFile')}
            isOn={asFile}
            onChange={setAsFile}
            data-testid="send-as-file"
          />
        )}
        {hasPictures && !asFile && (
          <SwitchRow label={t('files.compress')} isOn={isCompressed} onChange={setIsCompressed} />
        )}
        <label className="visually-hidden" htmlFor={captionId}>
          {t('files.caption')}
        </label>
        <textarea
          id={captionId}
          className={styles.caption}
          rows={2}
          dir="auto"
          data-autofocus
          placeholder={t('files.caption')}
          value={caption}
          onChange={(event) => setCaption(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
          data-testid="send-files-caption"
        />
        {failure !== undefined && (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        )}
        <ModalActions>
          <Button look="text" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            isBusy={isBusy}
            disabled={tooLarge.length > 0}
            data-testid="send-files-send"
          >
            {t('composer.send')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}

function useUploadLimit(): number | null {
  const [limit, setLimit] = useState<number | null>(null);
  useEffect(() => {
    // A server that does not say refuses by itself what is too large.
    matrix.uploadLimit().then(setLimit, () => undefined);
  }, []);
  return limit;
}

function Preview({ file, asFile }: { readonly file: File; readonly asFile: boolean }) {
  const { locale } = useI18n();
  const look = asFile ? 'file' : lookOf(file);
  const show = useCallback(
    (element: HTMLImageElement | HTMLVideoElement | null) => {
      const address = URL.createObjectURL(file);
      if (element !== null) element.src = address;
      return () => URL.revokeObjectURL(address);
    },
    [file],
  );
  if (look === 'image') {
    // eslint-disable-next-line @next/next/no-img-element -- a picture of the reader's own disk
    return <img ref={show} className={styles.picture} alt={file.name} />;
  }
  if (look === 'video') {
    return <video ref={show} className={styles.picture} muted playsInline preload="metadata" />;
  }
  const Icon = look === 'audio' ? Music : FileIcon;
  return (
    <span className={styles.row}>
      <span className={styles.icon} aria-hidden="true">
        <Icon size={24} />
      </span>
      <span className={styles.words}>
        <span className={styles.name} dir="auto">
          {file.name}
        </span>
        <span className={styles.size}>{fileSize(file.size, locale)}</span>
      </span>
    </span>
  );
}
