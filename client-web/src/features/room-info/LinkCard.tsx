'use client';

import { Copy, QrCode, Share2 } from 'lucide-react';
import { useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { roomLink } from '@/lib/matrix-link';
import type { RoomAccess, RoomDetails } from '@/matrix/types';
import { useOwnUserId } from '@/store/hooks';
import { ActionRow } from '@/ui/ActionRow';
import { Card } from '@/ui/Page';
import { QrDialog } from '@/ui/QrDialog';
import { showToast } from '@/ui/toast';

/** What the link does for somebody who follows it. */
const notes = {
  public: 'link.opens',
  knock: 'link.asks',
  knock_restricted: 'link.asks',
  invite: 'link.shows',
  restricted: 'link.shows',
} as const satisfies Readonly<Record<RoomAccess['rule'], string>>;

/** The link that brings others here. */
export function LinkCard({ details }: { readonly details: RoomDetails }) {
  const { t } = useI18n();
  const [isShowing, setIsShowing] = useState(false);
  const link = roomLink(details.roomId, details.alias, useOwnUserId());
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    showToast(t('room.linkCopied'));
  };
  // Whoever closes the system's own dialog has changed their mind.
  const share = () => navigator.share({ url: link }).catch(() => undefined);
  return (
    <Card title={t('info.link')} note={t(notes[details.access.rule])}>
      <ActionRow
        icon={Copy}
        label={link}
        detail={t('info.copyLink')}
        onClick={() => void copy()}
        data-testid="link-copy"
      />
      {'share' in navigator && (
        <ActionRow icon={Share2} label={t('link.share')} onClick={() => void share()} />
      )}
      <ActionRow
        icon={QrCode}
        label={t('link.code')}
        onClick={() => setIsShowing(true)}
        data-testid="link-code"
      />
      {isShowing && (
        <QrDialog
          title={t('info.link')}
          text={link}
          closeLabel={t('common.close')}
          onClose={() => setIsShowing(false)}
        />
      )}
    </Card>
  );
}
