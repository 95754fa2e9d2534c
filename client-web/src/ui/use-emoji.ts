'use client';

import { useEffect, useState } from 'react';
import { type Emoji, loadEmoji } from '@/lib/emoji-data';

/** All emoji with their names in a language; null until they are loaded, empty where they cannot be. */
export function useEmoji(language: string): readonly Emoji[] | null {
  const [emoji, setEmoji] = useState<readonly Emoji[] | null>(null);
  useEffect(() => {
    loadEmoji(language).then(setEmoji, () => setEmoji([]));
  }, [language]);
  return emoji;
}
