'use client';

import { type RefObject, useMemo, useState } from 'react';
import { readDraft, type Written, writeDraft } from '@/lib/draft';
import type { ComposerContext } from '@/store/ui';
import { editableDraft } from './editable';
import { useDraftText } from './use-draft-text';

/**
 * What stands in the field: the draft of the conversation, or, while an earlier message is being edited, that message. The draft
 * waits meanwhile.
 */
export function useField(
  timelineId: string,
  context: ComposerContext | null,
  field: RefObject<HTMLElement | null>,
): readonly [Written, (written: Written) => void] {
  const [draft, setDraft] = useDraftText(timelineId, field);
  const [edited, setEdited] = useState<{ eventId: string; draft: string } | null>(null);
  const editing = context?.kind === 'edit' ? context.message : null;

  const eventId = editing?.eventId ?? null;
  const isBegun = edited !== null && edited.eventId === eventId;
  const stored = editing === null ? draft : isBegun ? edited.draft : editableDraft(editing.content);
  const written = useMemo(() => readDraft(stored), [stored]);

  const write = (next: Written) => {
    const text = writeDraft(next);
    if (eventId === null) setDraft(text);
    else setEdited({ eventId, draft: text });
  };
  return [written, write];
}
