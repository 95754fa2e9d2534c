'use client';

import { Contact, FileText, Image as ImageIcon, MapPin, Navigation, Paperclip } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useI18n } from '@/i18n/I18nProvider';
import { IconButton } from '@/ui/IconButton';
import type { OutgoingRelation } from '@/matrix/types';
import { Menu, MenuItem } from '@/ui/Menu';

const ContactDialog = lazy(async () => ({
  default: (await import('./ContactDialog')).ContactDialog,
}));
const LiveDialog = lazy(async () => ({ default: (await import('./LiveDialog')).LiveDialog }));
const PlaceDialog = lazy(async () => ({ default: (await import('./PlaceDialog')).PlaceDialog }));

interface AttachButtonProps {
  readonly roomId: string;
  readonly relation: OutgoingRelation | null;
  readonly onSent: () => void;
  readonly onFiles: (files: readonly File[], asFile: boolean) => void;
}

/** Chooses what is sent besides words: files from the disk, a person, a place. */
export function AttachButton({ roomId, relation, onSent, onFiles }: AttachButtonProps) {
  const { t } = useI18n();
  const [dialog, setDialog] = useState<'contact' | 'place' | 'live' | null>(null);
  const close = () => setDialog(null);
  const media = useRef<HTMLInputElement>(null);
  const any = useRef<HTMLInputElement>(null);

  const picker = (ref: typeof media, accept: string | undefined, asFile: boolean) => (
    <input
      ref={ref}
      type="file"
      hidden
      multiple
      accept={accept}
      data-testid={asFile ? 'attach-input-file' : 'attach-input-media'}
      onChange={({ target }) => {
        const files = [...(target.files ?? [])];
        // The same file may be chosen again.
        target.value = '';
        if (files.length > 0) onFiles(files, asFile);
      }}
    />
  );

  return (
    <>
      {picker(media, 'image/*,video/*', false)}
      {picker(any, undefined, true)}
      <Menu
        side="top"
        trigger={
          <IconButton icon={Paperclip} label={t('composer.attach')} data-testid="attach-button" />
        }
      >
        <MenuItem
          icon={ImageIcon}
          onSelect={() => media.current?.click()}
          data-testid="attach-media"
        >
          {t('composer.attachMedia')}
        </MenuItem>
        <MenuItem icon={FileText} onSelect={() => any.current?.click()} data-testid="attach-file">
          {t('composer.attachFile')}
        </MenuItem>
        <MenuItem icon={Contact} onSelect={() => setDialog('contact')} data-testid="attach-contact">
          {t('composer.attachContact')}
        </MenuItem>
        <MenuItem icon={MapPin} onSelect={() => setDialog('place')} data-testid="attach-place">
          {t('composer.attachPlace')}
        </MenuItem>
        <MenuItem icon={Navigation} onSelect={() => setDialog('live')} data-testid="attach-live">
          {t('live.title')}
        </MenuItem>
      </Menu>
      {dialog !== null &&
        // The composer is a form, in which there can be no other.
        createPortal(
          <Suspense>
            {dialog === 'contact' && (
              <ContactDialog roomId={roomId} relation={relation} onSent={onSent} onClose={close} />
            )}
            {dialog === 'place' && (
              <PlaceDialog roomId={roomId} relation={relation} onSent={onSent} onClose={close} />
            )}
            {dialog === 'live' && <LiveDialog roomId={roomId} onClose={close} />}
          </Suspense>,
          document.body,
        )}
    </>
  );
}
