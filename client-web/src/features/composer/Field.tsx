'use client';

import {
  type ClipboardEvent as ReactClipboardEvent,
  type KeyboardEvent as ReactKeyboardEvent,
  type Ref,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
} from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { parseTimelineId } from '@/lib/timeline-id';
import { appStore, setComposerContext } from '@/store/store';
import styles from './Composer.module.css';
import { lastEditable } from './editable';
import { applyFormat, type Format, formatOfKey } from './format';
import { isSendKey } from './model';
import type { Completion } from './use-completion';

/** What others do to the field. */
export interface FieldHandle {
  readonly insert: (text: string) => void;
  readonly format: (format: Format) => void;
  readonly moveTo: (caret: number | 'end') => void;
}

interface FieldProps {
  readonly ref: Ref<FieldHandle>;
  readonly element: RefObject<HTMLTextAreaElement | null>;
  readonly timelineId: string;
  readonly text: string;
  readonly hasKeyboard: boolean;
  readonly completion: Completion;
  readonly listId: string;
  readonly chosenId: string;
  readonly onChange: (text: string) => void;
  readonly onCaret: (caret: { start: number; end: number }) => void;
  readonly onSend: () => void;
  readonly onBlur: () => void;
  readonly onFiles: (files: readonly File[]) => void;
  /** What Escape takes back, before it leaves the conversation. */
  readonly onEscape: (() => void) | null;
}

/** Where the stylesheet can say it, nothing has to be measured with each key. */
const growsByItself = () => CSS.supports('field-sizing', 'content');

function grow(field: HTMLTextAreaElement): void {
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}

/** The text itself, with its keys. */
export function Field({ ref, element, timelineId, text, hasKeyboard, ...rest }: FieldProps) {
  const { completion, listId, chosenId, onChange, onCaret, onSend, onFiles, onEscape } = rest;
  const { t } = useI18n();
  const isCompleting = completion.candidates.length > 0;

  useEffect(() => {
    if (hasKeyboard) element.current?.focus({ preventScroll: true });
    // As a room is opened. A keyboard that is put on later takes the focus from nothing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  // Grows with its text up to the height that the stylesheet allows.
  useLayoutEffect(() => {
    if (element.current !== null && !growsByItself()) grow(element.current);
  }, [text, element]);
  useEffect(() => {
    const field = element.current;
    if (field === null || growsByItself()) return;
    // In a window of another width the same text has other lines.
    let { offsetWidth } = field;
    const observer = new ResizeObserver(() => {
      if (field.offsetWidth === offsetWidth) return;
      ({ offsetWidth } = field);
      grow(field);
    });
    observer.observe(field);
    return () => observer.disconnect();
  }, [element]);

  /** By the browser's own editing, so that it can be undone. */
  const replace = (start: number, end: number, insert: string) => {
    const field = element.current;
    if (field === null) return;
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, end);
    if (!document.execCommand('insertText', false, insert)) {
      onChange(`${field.value.slice(0, start)}${insert}${field.value.slice(end)}`);
    }
  };

  const format = (kind: Format) => {
    const field = element.current;
    if (field === null) return;
    const { value, selectionStart, selectionEnd } = field;
    const next = applyFormat({ text: value, start: selectionStart, end: selectionEnd }, kind);
    replace(0, value.length, next.text);
    field.setSelectionRange(next.start, next.end);
  };

  useImperativeHandle(ref, () => ({
    insert: (insert) => {
      const field = element.current;
      if (field !== null) replace(field.selectionStart, field.selectionEnd, insert);
    },
    format,
    moveTo: (caret) => {
      // After the text that comes with it is there.
      requestAnimationFrame(() => {
        const field = element.current;
        const at = caret === 'end' ? (field?.value.length ?? 0) : caret;
        field?.focus({ preventScroll: true });
        field?.setSelectionRange(at, at);
      });
    },
  }));

  const editLast = (): boolean => {
    const timeline = appStore.getState().timelines[timelineId];
    const message = timeline && lastEditable(timelineId, timeline.order, timeline.items);
    if (!message) return false;
    setComposerContext(timelineId, { kind: 'edit', message });
    return true;
  };

  /** True when the key meant something. */
  const act = (event: ReactKeyboardEvent<HTMLTextAreaElement>): boolean => {
    const { key, shiftKey, altKey, ctrlKey, metaKey, nativeEvent } = event;
    const { isComposing } = nativeEvent;
    if (isComposing) return false;
    if (isCompleting && completion.onKey(key)) return true;
    if (key === 'Escape' && onEscape !== null) {
      onEscape();
      return true;
    }
    if (key === 'ArrowUp' && text === '' && !altKey && !ctrlKey && !metaKey) return editLast();
    if ((ctrlKey || metaKey) && !altKey) {
      const kind = formatOfKey(key.toLowerCase(), shiftKey);
      const { selectionStart, selectionEnd } = event.currentTarget;
      // Without a selection Mod+K belongs to the search.
      if (kind === null || (kind === 'link' && selectionStart === selectionEnd)) return false;
      format(kind);
      return true;
    }
    if (!hasKeyboard || !isSendKey({ key, shiftKey, altKey, isComposing })) return false;
    onSend();
    return true;
  };

  const paste = (event: ReactClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };

  return (
    <textarea
      ref={element}
      // The one beside it, of a thread, is not what the keys for the composer lead to.
      id={parseTimelineId(timelineId).kind === 'thread' ? undefined : 'composer'}
      className={styles.field}
      rows={1}
      dir="auto"
      aria-label={t('composer.label')}
      aria-autocomplete="list"
      aria-controls={isCompleting ? listId : undefined}
      aria-activedescendant={isCompleting ? chosenId : undefined}
      placeholder={t('composer.label')}
      enterKeyHint={hasKeyboard ? 'send' : 'enter'}
      value={text}
      data-testid="composer"
      onChange={(event) => onChange(event.target.value)}
      onSelect={({ currentTarget }) =>
        onCaret({ start: currentTarget.selectionStart, end: currentTarget.selectionEnd })
      }
      onBlur={() => {
        onCaret({ start: 0, end: 0 });
        rest.onBlur();
      }}
      onPaste={paste}
      onKeyDown={(event) => {
        if (act(event)) event.preventDefault();
      }}
    />
  );
}
