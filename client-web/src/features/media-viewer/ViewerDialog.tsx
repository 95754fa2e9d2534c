'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import {
  type KeyboardEvent as ReactKeyboardEvent,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import type { MessageItem } from '@/matrix/types';
import { IconButton } from '@/ui/IconButton';
import { AlbumStrip } from './AlbumStrip';
import type { ViewerQuestion } from './MediaViewer';
import { albumOf, type VisualItem } from './model';
import { useZoom } from './use-zoom';
import { ViewerBar } from './ViewerBar';
import styles from './ViewerDialog.module.css';
import { ViewerStage } from './ViewerStage';

interface ViewerDialogProps {
  readonly timelineId: string;
  readonly visuals: readonly VisualItem[];
  readonly item: VisualItem;
  readonly onPrevious: () => void;
  readonly onNext: () => void;
  readonly onClose: () => void;
  readonly onShowInChat: (item: MessageItem) => void;
  readonly renderQuestion: (
    kind: ViewerQuestion,
    item: MessageItem,
    close: () => void,
  ) => ReactNode;
}

/** Looks at one picture or film; arrows lead to the others. */
export function ViewerDialog({
  timelineId,
  visuals,
  item,
  onPrevious,
  onNext,
  onClose,
  onShowInChat,
  renderQuestion,
}: ViewerDialogProps) {
  const { t } = useI18n();
  const dialog = useRef<HTMLDialogElement>(null);
  const [turns, setTurns] = useState(0);
  const [question, setQuestion] = useState<ViewerQuestion | null>(null);
  const { zoom, zoomIn, zoomOut, reset, handlers } = useZoom(item.key, {
    onPrevious,
    onNext,
    onClose,
  });
  const album = albumOf(visuals, item);
  const caption = item.content.caption?.body ?? null;

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Not on a button, whose tooltip would take the first Escape.
    element?.focus();
    return () => element?.close();
  }, []);

  const onKeyDown = (event: ReactKeyboardEvent) => {
    if (event.target instanceof HTMLVideoElement || question !== null) return;
    const isRightToLeft = document.documentElement.dir === 'rtl';
    const run = {
      ArrowLeft: isRightToLeft ? onNext : onPrevious,
      ArrowRight: isRightToLeft ? onPrevious : onNext,
      '+': zoomIn,
      '=': zoomIn,
      '-': zoomOut,
      '0': reset,
    }[event.key];
    if (run === undefined) return;
    event.preventDefault();
    run();
  };

  return (
    <dialog
      ref={dialog}
      className={styles.viewer}
      tabIndex={-1}
      aria-label={t('viewer.title')}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      data-testid="media-viewer"
    >
      <ViewerBar
        timelineId={timelineId}
        item={item}
        onZoomIn={zoomIn}
        onZoomOut={zoomOut}
        onRotate={() => setTurns(turns + 1)}
        onShowInChat={() => {
          onClose();
          onShowInChat(item);
        }}
        onQuestion={setQuestion}
        onClose={onClose}
      />
      <div
        className={styles.stage}
        {...handlers}
        onClick={(event) => {
          if (event.target === event.currentTarget) onClose();
        }}
      >
        <ViewerStage key={item.key} item={item} zoom={zoom} turns={turns} />
      </div>
      {visuals[0]?.key !== item.key && (
        <span className={styles.previous}>
          <IconButton
            icon={ChevronLeft}
            iconSize={32}
            isDirectional
            label={t('viewer.previous')}
            onClick={onPrevious}
            data-testid="viewer-previous"
          />
        </span>
      )}
      {visuals[visuals.length - 1]?.key !== item.key && (
        <span className={styles.next}>
          <IconButton
            icon={ChevronRight}
            iconSize={32}
            isDirectional
            label={t('viewer.next')}
            onClick={onNext}
            data-testid="viewer-next"
          />
        </span>
      )}
      {caption !== null && (
        <p className={styles.caption} dir="auto">
          {caption}
        </p>
      )}
      {album.length > 1 && <AlbumStrip timelineId={timelineId} album={album} current={item} />}
      {question !== null && renderQuestion(question, item, () => setQuestion(null))}
    </dialog>
  );
}
