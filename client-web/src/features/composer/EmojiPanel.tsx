'use client';

import { useEffect, useMemo, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { errorText } from '@/i18n/plain-words';
import { type Emoji, EMOJI_GROUPS, type EmojiGroup, loadEmoji } from '@/lib/emoji-data';
import { matrix } from '@/matrix/commands';
import type { OutgoingRelation, PackImage } from '@/matrix/types';
import { useOwn } from '@/store/hooks';
import { EmojiPicker, type EmojiPickerWords } from '@/ui/EmojiPicker';
import { Spinner } from '@/ui/Spinner';
import { Tabs } from '@/ui/Tabs';
import { showToast } from '@/ui/toast';
import { StickerGrid } from './StickerGrid';

interface EmojiPanelProps {
  readonly roomId: string;
  readonly relation: OutgoingRelation | null;
  readonly onEmoji: (emoji: string) => void;
  readonly onDone: () => void;
}

/** Emoji and stickers. */
export function EmojiPanel({ roomId, relation, onEmoji, onDone }: EmojiPanelProps) {
  const { t } = useI18n();
  const { recentEmoji, packs } = useOwn();
  const [tab, setTab] = useState<'emoji' | 'stickers'>('emoji');
  const emoji = useEmojiList();
  const words = useWords();
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

/** Null until it is loaded; empty where it cannot be. */
function useEmojiList(): readonly Emoji[] | null {
  const { language } = useI18n();
  const [emoji, setEmoji] = useState<readonly Emoji[] | null>(null);
  useEffect(() => {
    loadEmoji(language).then(setEmoji, () => setEmoji([]));
  }, [language]);
  return emoji;
}

function useWords(): EmojiPickerWords {
  const { t } = useI18n();
  return useMemo(
    () => ({
      label: t('emoji.title'),
      search: t('emoji.search'),
      clearSearch: t('search.clear'),
      recent: t('emoji.recent'),
      found: t('emoji.found'),
      nothing: t('search.nothing'),
      groups: Object.fromEntries(
        EMOJI_GROUPS.map((group) => [group, t(`emoji.${group}`)]),
      ) as Record<EmojiGroup, string>,
    }),
    [t],
  );
}
