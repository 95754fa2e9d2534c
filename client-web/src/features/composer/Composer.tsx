'use client';

import { SendHorizontal } from 'lucide-react';
import {
  type KeyboardEvent as ReactKeyboardEvent,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { IconButton } from '@/ui/IconButton';
import { showToast } from '@/ui/toast';
import styles from './Composer.module.css';
import { isSendKey, isTypingText, textToSend, toMessage } from './model';
import { useDraftText } from './use-draft-text';

interface ComposerProps {
  readonly roomId: string;
  /**
   * A real keyboard: the field takes the focus when a room is opened, and Enter sends. On a screen keyboard, which would jump
   * up and has no Shift+Enter, Enter breaks the line.
   */
  readonly hasKeyboard: boolean;
  readonly onSent: () => void;
}

/** Where messages are written. Mount it anew for each room. */
export function Composer({ roomId, hasKeyboard, onSent }: ComposerProps) {
  const { t } = useI18n();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useDraftText(roomId, field);
  const sendable = textToSend(text);

  useEffect(() => {
    if (hasKeyboard) field.current?.focus({ preventScroll: true });
  }, [hasKeyboard]);

  // Grows with its text up to the height that the stylesheet allows.
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  const tellTyping = (isTyping: boolean) => {
    // Nobody misses a typing notice that did not get through.
    matrix.setTyping(roomId, isTyping).catch(() => undefined);
  };

  const send = async () => {
    if (sendable === null) return;
    setText('');
    tellTyping(false);
    onSent();
    try {
      await matrix.sendMessage(roomId, toMessage(sendable));
    } catch (error) {
      // It did not even reach the outbox: give the words back, before whatever was typed meanwhile.
      setText([sendable, field.current?.value].filter(Boolean).join('\n'));
      showToast(errorText(error, t));
    }
  };

  const onKeyDown = (event: ReactKeyboardEvent<HTMLTextAreaElement>) => {
    const { key, shiftKey, altKey, nativeEvent } = event;
    const { isComposing } = nativeEvent;
    if (!hasKeyboard || !isSendKey({ key, shiftKey, altKey, isComposing })) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className={styles.pill}>
        <textarea
          ref={field}
          id="composer"
          className={styles.field}
          rows={1}
          dir="auto"
          aria-label={t('composer.label')}
          placeholder={t('composer.label')}
          enterKeyHint={hasKeyboard ? 'send' : 'enter'}
          value={text}
          data-testid="composer"
          onChange={(event) => {
            setText(event.target.value);
            tellTyping(isTypingText(event.target.value));
          }}
          onBlur={() => tellTyping(false)}
          onKeyDown={onKeyDown}
        />
        <IconButton
          className={styles.send}
          type="submit"
          icon={SendHorizontal}
          isDirectional
          label={t('composer.send')}
          disabled={sendable === null}
          data-testid="send-button"
          // Keeps the focus, and with it an on-screen keyboard, in the field.
          onMouseDown={(event) => event.preventDefault()}
        />
      </div>
    </form>
  );
}
