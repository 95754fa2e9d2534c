'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { peerColour } from '@/lib/peer';
import type { NamedUser } from '@/matrix/types';
import { MemberAvatar } from './MemberAvatar';
import bubble from './MessageBubble.module.css';
import styles from './ForwardLine.module.css';

/** Who wrote a message before it was passed on. */
export function ForwardLine({ from }: { readonly from: NamedUser }) {
  const { t } = useI18n();
  return (
    <div
      className={`${bubble.head} ${styles.line}`}
      data-peer={peerColour(from.userId)}
      data-testid="message-forwarded"
    >
      <span>{t('message.forwardedFrom')}</span>
      <MemberAvatar user={from} size={20} />
      <b className={styles.name} dir="auto">
        {from.name}
      </b>
    </div>
  );
}
