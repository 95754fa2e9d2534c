'use client';

import { Phone, PhoneOff, Video } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { announce } from '@/ui/announce';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import type { CallView } from './call';
import screenStyles from './CallScreen.module.css';
import { acceptCall, declineCall } from './desk';
import styles from './IncomingCall.module.css';
import { type Other, stateText } from './words';

interface IncomingCallProps {
  readonly call: CallView;
  readonly other: Other;
}

/** Somebody calls. It takes no focus, so that nobody who is typing answers by accident. */
export function IncomingCall({ call, other }: IncomingCallProps) {
  const { t } = useI18n();
  const card = useRef<HTMLElement>(null);
  const { name, peerId, avatarUrl } = other;
  const words = stateText(call, 0, t);

  useLayoutEffect(() => {
    card.current?.showPopover();
    announce(`${name}. ${words}`);
  }, [name, words]);

  return (
    <section
      ref={card}
      popover="manual"
      className={styles.card}
      role="alertdialog"
      aria-label={`${name}. ${words}`}
      data-testid="call-incoming"
    >
      <span className={styles.avatar}>
        <Avatar id={peerId} name={name} size={120} mxc={avatarUrl} />
      </span>
      <h2 className={styles.name} dir="auto">
        {name}
      </h2>
      <p className={styles.state}>{words}</p>
      <div className={screenStyles.controls}>
        <IconButton
          className={screenStyles.end}
          icon={PhoneOff}
          label={t('calls.decline')}
          onClick={declineCall}
          data-testid="call-decline"
        />
        <IconButton
          className={screenStyles.accept}
          icon={Phone}
          label={t('calls.accept')}
          onClick={() => acceptCall(false)}
          data-testid="call-accept"
        />
        {call.isVideo && (
          <IconButton
            className={screenStyles.accept}
            icon={Video}
            label={t('calls.acceptVideo')}
            onClick={() => acceptCall(true)}
            data-testid="call-accept-video"
          />
        )}
      </div>
    </section>
  );
}
