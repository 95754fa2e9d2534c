'use client';

import { useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { linkify } from '@/lib/linkify';
import styles from './MessageText.module.css';

/** Longer messages are folded, so that one paste cannot flood the view. */
const LINES_SHOWN = 30;
const CHARACTERS_SHOWN = 2_500;

interface MessageTextProps {
  readonly body: string;
  /** The name before what somebody "does"; null for what they say. */
  readonly emoteOf: string | null;
}

/** The words of a message, with web addresses as links. */
export function MessageText({ body, emoteOf }: MessageTextProps) {
  const { t } = useI18n();
  const isLong = body.length > CHARACTERS_SHOWN || body.split('\n').length > LINES_SHOWN;
  const [isFolded, setIsFolded] = useState(true);

  return (
    <>
      <span className={styles.text} data-folded={isLong && isFolded} data-testid="message-body">
        {emoteOf !== null && <i>{emoteOf} </i>}
        {linkify(body).map(({ text, href }, index) =>
          href === null ? (
            text
          ) : (
            <a
              key={index}
              className={styles.link}
              href={href}
              target="_blank"
              rel="noopener noreferrer"
            >
              {text}
            </a>
          ),
        )}
      </span>
      {isLong && isFolded && (
        <button type="button" className={styles.unfold} onClick={() => setIsFolded(false)}>
          {t('message.showMore')}
        </button>
      )}
    </>
  );
}
