'use client';

import { useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { linkify } from '@/lib/linkify';
import { withoutTowers } from '@/lib/zalgo';
import { FormattedText } from './FormattedText';
import { MessageLink } from './MessageLink';
import styles from './MessageText.module.css';

/** Longer messages are folded, so that one paste cannot flood the view. */
const LINES_SHOWN = 30;
const CHARACTERS_SHOWN = 2_500;

interface MessageTextProps {
  readonly body: string;
  /** Untrusted HTML. */
  readonly formattedBody: string | null;
  /** The name before what somebody "does"; null for what they say. */
  readonly emoteOf: string | null;
}

/** The words of a message, with what they lead to. */
export function MessageText({ body, formattedBody, emoteOf }: MessageTextProps) {
  const { t } = useI18n();
  const isLong = body.length > CHARACTERS_SHOWN || body.split('\n').length > LINES_SHOWN;
  const [isFolded, setIsFolded] = useState(true);

  return (
    <>
      <span className={styles.text} data-folded={isLong && isFolded} data-testid="message-body">
        {emoteOf !== null && <i>{emoteOf} </i>}
        {formattedBody === null ? (
          <PlainText text={body} />
        ) : (
          <FormattedText html={formattedBody} />
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

function PlainText({ text }: { readonly text: string }) {
  return linkify(withoutTowers(text)).map((piece, index) =>
    piece.href === null ? (
      piece.text
    ) : (
      <MessageLink key={index} href={piece.href} text={piece.text}>
        {piece.text}
      </MessageLink>
    ),
  );
}
