'use client';

import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { matrix } from '@/matrix/commands';
import { selectDraft } from '@/store/drafts';
import { useDraft } from '@/store/hooks';
import { appStore } from '@/store/store';

const SAVE_AFTER_MS = 300;

/**
 * The text of the composer, kept as the room's draft. A draft that changes elsewhere (another tab) is taken over only while
 * nobody types here.
 */
export function useDraftText(
  roomId: string,
  field: RefObject<HTMLElement | null>,
): readonly [string, (text: string) => void] {
  const draft = useDraft(roomId);
  const [text, setText] = useState(draft);
  const unsaved = useRef<string | null>(null);
  /** How many of our own words the engine has yet to repeat: what it says until then is older than the field. */
  const saving = useRef(0);
  const [repeated, setRepeated] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    if (unsaved.current === null) return;
    const answered = () => {
      saving.current -= 1;
    };
    saving.current += 1;
    // A draft that cannot be stored is still in the field.
    matrix.setDraft(roomId, unsaved.current).then(() => {
      answered();
      setRepeated((times) => times + 1);
    }, answered);
    unsaved.current = null;
  }, [roomId]);

  useEffect(() => save, [save]);

  useEffect(() => {
    if (unsaved.current !== null || saving.current > 0) return;
    const kept = selectDraft(appStore.getState(), roomId);
    const isIdle = field.current !== document.activeElement;
    // Into an empty field it may come even while somebody is about to write.
    setText((before) => (isIdle || before === '' ? kept : before));
  }, [draft, repeated, field, roomId]);

  const change = useCallback(
    (next: string) => {
      setText(next);
      unsaved.current = next;
      clearTimeout(timer.current);
      // An emptied field was sent or given up: its draft must not come back with a reload.
      if (next === '') save();
      else timer.current = setTimeout(save, SAVE_AFTER_MS);
    },
    [save],
  );

  return [text, change];
}
