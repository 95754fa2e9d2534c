'use client';

import { FileText, Image as ImageIcon, Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { IconButton } from '@/ui/IconButton';
import { Menu, MenuItem } from '@/ui/Menu';

interface AttachButtonProps {
  readonly onFiles: (files: readonly File[], asFile: boolean) => void;
}

/** Chooses files from the disk. */
export function AttachButton({ onFiles }: AttachButtonProps) {
  const { t } = useI18n();
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
      </Menu>
    </>
  );
}
