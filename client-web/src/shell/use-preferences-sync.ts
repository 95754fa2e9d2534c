'use client';

import { useEffect } from 'react';
import { parsePreferences, type Preferences } from '@/store/preferences';
import { appStore, setPreferences } from '@/store/store';

/** Also read by public/theme.js, before anything is painted. */
const STORAGE_KEY = 'heliograph.preferences';

const read = () => parsePreferences(localStorage.getItem(STORAGE_KEY));

/** Everything follows from attributes of the root element, by the tokens. */
function apply({ textSize, density, wallpaper, accent, contrast, motion }: Preferences): void {
  const { dataset } = document.documentElement;
  Object.assign(dataset, { textSize, density, wallpaper, accent, contrast, motion });
}

/** Keeps the preferences of the store, of the document, of the storage and of the other tabs the same. */
export function usePreferencesSync(): void {
  useEffect(() => {
    setPreferences(read());
    apply(read());
    const unsubscribe = appStore.subscribe(({ preferences }, before) => {
      if (preferences === before.preferences) return;
      localStorage.setItem(STORAGE_KEY, JSON.stringify(preferences));
      apply(preferences);
    });
    const followOtherTabs = ({ key }: StorageEvent) => {
      if (key === STORAGE_KEY) setPreferences(read());
    };
    window.addEventListener('storage', followOtherTabs);
    return () => {
      unsubscribe();
      window.removeEventListener('storage', followOtherTabs);
    };
  }, []);
}
