'use client';

import { type MouseEvent as ReactMouseEvent, type ReactNode, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { linkify } from '@/lib/linkify';
import { parseMatrixTarget } from '@/lib/matrix-link';
import { messageFragment, roomFragment } from '@/lib/route';
import { selectDirectRoomId } from '@/store/rooms';
import { useAppState, useOwnUserId } from '@/store/hooks';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import styles from './MessageText.module.css';

interface MessageLinkProps {
  readonly href: string;
  /** What the reader sees; where it looks like another address they are asked first. */
  readonly text: string;
  readonly children: ReactNode;
}

function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).host.replace(/^www\./u, '') : null;
}

/** The address that the text looks like, when it is not the one it leads to. */
function pretendedAddress(text: string, href: string): string | null {
  const [first] = linkify(text.trim());
  if (first?.href == null) return null;
  return hostOf(first.href) === hostOf(href) ? null : first.text;
}

/** A link in a message: people and rooms are opened here, all else in a window of its own. */
export function MessageLink({ href, text, children }: MessageLinkProps) {
  const { t } = useI18n();
  const [isAsking, setIsAsking] = useState(false);
  const target = /^(?:https?:\/\/matrix\.to\/|matrix:)/iu.test(href)
    ? parseMatrixTarget(href)
    : null;
  if (target !== null) {
    return target.kind === 'user' ? (
      <Mention userId={target.id}>{children}</Mention>
    ) : (
      <a className={styles.link} href={fragmentOf(href, target.id)}>
        {children}
      </a>
    );
  }
  const pretended = pretendedAddress(text, href);
  const ask = (event: ReactMouseEvent) => {
    if (pretended === null) return;
    event.preventDefault();
    setIsAsking(true);
  };
  return (
    <>
      <a
        className={styles.link}
        href={href}
        title={href}
        target="_blank"
        rel="noopener noreferrer"
        onClick={ask}
      >
        {children}
      </a>
      {isAsking && (
        <Modal
          kind="confirm"
          title={t('media.linkWarning')}
          closeLabel={t('common.close')}
          onClose={() => setIsAsking(false)}
        >
          <p className={styles.warning}>
            {t('media.linkWarningHint', { shown: pretended ?? '', real: href })}
          </p>
          <ModalActions>
            <Button look="text" onClick={() => setIsAsking(false)}>
              {t('common.cancel')}
            </Button>
            <Button
              onClick={() => {
                setIsAsking(false);
                window.open(href, '_blank', 'noopener,noreferrer');
              }}
            >
              {t('media.linkOpen')}
            </Button>
          </ModalActions>
        </Modal>
      )}
    </>
  );
}

/** A link to a message leads to it; one to a room that is known by its name only leads to the search for it. */
function fragmentOf(href: string, roomId: string): string {
  const eventId = /\/(\$[^/?]+)/u.exec(href.replace(/\/e\//u, '/$').replaceAll('%24', '$'))?.[1];
  return eventId === undefined ? roomFragment(roomId) : messageFragment(roomId, eventId);
}

/** Somebody's name; it leads to the chat with them where there is one. */
function Mention({ userId, children }: { readonly userId: string; readonly children: ReactNode }) {
  const isUs = useOwnUserId() === userId;
  const roomId = useAppState((state) => selectDirectRoomId(state, userId));
  return (
    <a
      className={styles.mention}
      data-own={isUs}
      href={roomId === null ? `https://matrix.to/#/${userId}` : roomFragment(roomId)}
      {...(roomId === null && { target: '_blank', rel: 'noopener noreferrer' })}
      title={userId}
      data-testid="mention"
    >
      {children}
    </a>
  );
}
