'use client';

import dynamic from 'next/dynamic';
import { Smile } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import type { OutgoingRelation } from '@/matrix/types';
import { IconButton } from '@/ui/IconButton';
import { Spinner } from '@/ui/Spinner';
import styles from './EmojiButton.module.css';

/** Only whoever opens it waits for its script. */
const EmojiPanel = dynamic(() => import('./EmojiPanel').then((module) => module.EmojiPanel), {
  loading: () => <Spinner />,
});

interface EmojiButtonProps {
  readonly roomId: string;
  readonly relation: OutgoingRelation | null;
  readonly onEmoji: (emoji: string) => void;
}

/** Opens emoji and stickers over the end of the composer. */
export function EmojiButton({ roomId, relation, onEmoji }: EmojiButtonProps) {
  const { t } = useI18n();
  const [isOpen, setIsOpen] = useState(false);

  const pick = (emoji: string) => {
    onEmoji(emoji);
    // Nobody misses an emoji that is not among the recent ones.
    matrix.noteEmoji(emoji).catch(() => undefined);
  };

  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger asChild>
        <IconButton icon={Smile} label={t('emoji.open')} data-testid="emoji-button" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.panel}
          side="top"
          align="end"
          sideOffset={8}
          collisionPadding={8}
          aria-label={t('emoji.open')}
          data-testid="emoji-panel"
        >
          <EmojiPanel
            roomId={roomId}
            relation={relation}
            onEmoji={pick}
            onDone={() => setIsOpen(false)}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
