'use client';

import { FileText, Image as ImageIcon, type LucideIcon } from 'lucide-react';
import { type DragEvent as ReactDragEvent, useEffect, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import styles from './DropZone.module.css';

interface DropZoneProps {
  readonly onFiles: (files: readonly File[], asFile: boolean) => void;
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Over the conversation while files are dragged over the window: one place to send them as they are, one as pictures. */
export function DropZone({ onFiles }: DropZoneProps) {
  const { t } = useI18n();
  const isDragging = useFileDrag();
  if (!isDragging) return null;

  const place = (icon: LucideIcon, words: string, asFile: boolean) => (
    <Place
      icon={icon}
      words={words}
      testId={asFile ? 'drop-as-file' : 'drop-as-media'}
      onDrop={(files) => onFiles(files, asFile)}
    />
  );
  return (
    <div className={styles.zones} data-testid="drop-zone">
      {place(FileText, t('files.dropAsFile'), true)}
      {place(ImageIcon, t('files.dropAsMedia'), false)}
    </div>
  );
}

/** True while files from outside are over the window, which must not open what is dropped beside the places. */
function useFileDrag(): boolean {
  const [isDragging, setIsDragging] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsDragging(true);
    };
    const left = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsDragging(false);
    };
    const dropped = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
      setIsDragging(false);
    };
    window.addEventListener('dragover', over, { signal });
    window.addEventListener('dragleave', left, { signal });
    window.addEventListener('drop', dropped, { signal });
    return () => controller.abort();
  }, []);
  return isDragging;
}

interface PlaceProps {
  readonly icon: LucideIcon;
  readonly words: string;
  readonly testId: string;
  readonly onDrop: (files: readonly File[]) => void;
}

function Place({ icon: Icon, words, testId, onDrop }: PlaceProps) {
  const [isOver, setIsOver] = useState(false);
  const drop = (event: ReactDragEvent) => {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (files.length > 0) onDrop(files);
  };
  return (
    <div
      className={styles.zone}
      data-over={isOver}
      data-testid={testId}
      onDragEnter={() => setIsOver(true)}
      onDragLeave={() => setIsOver(false)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <Icon size={48} aria-hidden="true" />
      <span>{words}</span>
    </div>
  );
}
