'use client';

import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { LIST_WIDTHS, selectPreferences } from '@/store/preferences';
import { useAppState } from '@/store/hooks';
import { setPreferences } from '@/store/store';
import styles from './ColumnHandle.module.css';

const STEP_PX = 16;
const { least, most } = LIST_WIDTHS;
const bounded = (width: number) => Math.round(Math.min(most, Math.max(least, width)));

interface ColumnHandleProps {
  readonly column: RefObject<HTMLElement | null>;
}

/** Between the list and the chat: dragged, or moved by arrow keys, it makes the list wider or narrower; twice pressed, as usual. */
export function ColumnHandle({ column }: ColumnHandleProps) {
  const { t } = useI18n();
  const preferences = useAppState(selectPreferences);
  const [dragged, setDragged] = useState<number | null>(null);
  /** How far from the column's edge it was taken hold of. */
  const grip = useRef(0);
  const keep = (listWidth: number | null) => setPreferences({ ...preferences, listWidth });
  const measured = () => column.current?.getBoundingClientRect().width ?? least;
  const isMirrored = () => document.dir === 'rtl';
  /** From where the column begins to the pointer. */
  const reach = ({ clientX }: PointerEvent) => {
    const box = column.current?.getBoundingClientRect();
    if (!box) return least;
    return isMirrored() ? box.right - clientX : clientX - box.left;
  };

  const begin = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    // Nothing is selected on the way; the focus is for keys.
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = reach(event) - measured();
  };
  const move = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const width = bounded(reach(event) - grip.current);
    column.current?.style.setProperty('--list-width', `${width}px`);
    setDragged(width);
  };
  const end = () => {
    if (dragged !== null) keep(dragged);
    setDragged(null);
  };
  const press = (event: KeyboardEvent) => {
    const wider = isMirrored() ? 'ArrowLeft' : 'ArrowRight';
    const narrower = isMirrored() ? 'ArrowRight' : 'ArrowLeft';
    const widths: Record<string, () => number> = {
      [wider]: () => measured() + STEP_PX,
      [narrower]: () => measured() - STEP_PX,
      Home: () => least,
      End: () => most,
    };
    const width = widths[event.key];
    if (!width) return;
    event.preventDefault();
    keep(bounded(width()));
  };

  return (
    <div
      className={styles.handle}
      role="separator"
      aria-orientation="vertical"
      aria-label={t('app.listWidth')}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={dragged ?? preferences.listWidth ?? LIST_WIDTHS.usual}
      tabIndex={0}
      data-dragged={dragged !== null || undefined}
      data-testid="list-handle"
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => keep(null)}
      onKeyDown={press}
    />
  );
}
