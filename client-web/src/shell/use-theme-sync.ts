'use client';

import { useEffect } from 'react';
import { appStore, setTheme } from '@/store/store';
import type { Theme } from '@/store/ui';

/** Also read by public/theme.js, before anything is painted. */
const STORAGE_KEY = 'heliograph.theme';

function readTheme(): Theme {
  const stored = localStorage.getItem(STORAGE_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** The colour of the browser's own bars follows the background. */
function paintBrowser(): void {
  let meta = document.querySelector<HTMLMetaElement>('meta[name="theme-color"]');
  if (meta === null) {
    meta = document.createElement('meta');
    meta.name = 'theme-color';
    document.head.append(meta);
  }
  meta.content = getComputedStyle(document.documentElement).backgroundColor;
}

function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  paintBrowser();
}

/** Keeps the theme of the store, of the document, of the storage and of the other tabs the same. */
export function useThemeSync(): void {
  useEffect(() => {
    setTheme(readTheme());
    paintBrowser();
    const unsubscribe = appStore.subscribe(({ theme }, before) => {
      if (theme === before.theme) return;
      localStorage.setItem(STORAGE_KEY, theme);
      applyTheme(theme);
    });
    const followOtherTabs = ({ key }: StorageEvent) => {
      if (key === STORAGE_KEY) setTheme(readTheme());
    };
    const system = matchMedia('(prefers-color-scheme: dark)');
    window.addEventListener('storage', followOtherTabs);
    system.addEventListener('change', paintBrowser);
    return () => {
      unsubscribe();
      window.removeEventListener('storage', followOtherTabs);
      system.removeEventListener('change', paintBrowser);
    };
  }, []);
}
