'use client';

import { useState } from 'react';
import { useEmojiWords } from '@/i18n/emoji-words';
import { useI18n } from '@/i18n/I18nProvider';
import { errorText } from '@/i18n/plain-words';
import { matrix } from '@/matrix/commands';
import type { OutgoingRelation, PackImage } from '@/matrix/types';
import { useOwn } from '@/store/hooks';
import { EmojiPicker } from '@/ui/EmojiPicker';
import { Spinner } from '@/ui/Spinner';
import { Tabs } from '@/ui/Tabs';
import { showToast } from '@/ui/toast';
import { useEmoji } from '@/ui/use-emoji';
import { StickerGrid } from './StickerGrid';

interface EmojiPanelProps {
  readonly roomId: string;
  readonly relation: OutgoingRelation | null;
  readonly onEmoji: (emoji: string) => void;
  readonly onDone: () => void;
}

/** Emoji and stickers. */
export function EmojiPanel({ roomId, relation, onEmoji, onDone }: EmojiPanelProps) {
  const { t, language } = useI18n();
  const { recentEmoji, packs } = useOwn();
  const [tab, setTab] = useState<'emoji' | 'stickers'>('emoji');
  const emoji = useEmoji(language);
  const words = useEmojiWords();
  // What is picked here must not move under the pointer.
  const [recent] = useState(recentEmoji);

  const send = ({ body, url, info }: PackImage) => {
    onDone();
    matrix
      .sendSticker(roomId, { body, url, info }, relation)
      .catch((error: unknown) => showToast(errorText(error, t)));
  };

  return (
    <>
      {emoji === null ? (
        <Spinner />
      ) : tab === 'emoji' ? (
        <EmojiPicker emoji={emoji} recent={recent} words={words} onPick={onEmoji} />
      ) : (
        <StickerGrid packs={packs} onPick={send} />
      )}
      <Tabs
        label={t('emoji.open')}
        tabs={[
          { id: 'emoji', title: t('emoji.title') },
          { id: 'stickers', title: t('stickers.title') },
        ]}
        chosen={tab}
        onChoose={setTab}
      />
    </>
  );
}
