'use client';

import {
  createContext,
  Fragment,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { type Catalogue, en, type MessageKey } from './en';
import { chooseLanguage, directionOf, type Language, loadCatalogue } from './languages';
import { formatMessage, formatParts, type Values } from './message-format';

/** Puts a text of the catalogue into words. */
export type Translate = (key: MessageKey, values?: Values<never>) => string;

interface I18n {
  /** For Intl: the reader's own variety of the language (`en-GB`), where they have said so. */
  readonly locale: string;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly t: Translate;
  /** The same with elements among the values: `rich('service.joined', { people: <b>Anna</b> })`. */
  readonly rich: (key: MessageKey, values: Values<ReactNode>) => ReactNode;
}

const STORAGE_KEY = 'heliograph.language';

const Context = createContext<I18n | null>(null);

function localeFor(language: Language): string {
  if (typeof navigator === 'undefined') return language;
  return navigator.languages.find((tag) => tag.split('-', 1)[0] === language) ?? language;
}

/** Gives everything below it words. The static pages are in English; another language follows once it is loaded. */
export function I18nProvider({ children }: { readonly children: ReactNode }) {
  const [spoken, setSpoken] = useState<{ language: Language; catalogue: Catalogue }>({
    language: 'en',
    catalogue: en,
  });

  const speak = useCallback((language: Language) => {
    void loadCatalogue(language).then((catalogue) => {
      document.documentElement.lang = language;
      document.documentElement.dir = directionOf(language);
      setSpoken({ language, catalogue });
    });
  }, []);

  useEffect(() => {
    const stored = localStorage.getItem(STORAGE_KEY);
    const language = chooseLanguage(stored === null ? navigator.languages : [stored]);
    if (language !== 'en') speak(language);
  }, [speak]);

  const i18n = useMemo((): I18n => {
    const { language, catalogue } = spoken;
    const locale = localeFor(language);
    return {
      locale,
      language,
      setLanguage: (next) => {
        localStorage.setItem(STORAGE_KEY, next);
        speak(next);
      },
      t: (key, values = {}) => formatMessage(catalogue[key], values, locale),
      rich: (key, values) =>
        formatParts<ReactNode>(catalogue[key], values, locale).map((part, index) => (
          <Fragment key={index}>{part}</Fragment>
        )),
    };
  }, [spoken, speak]);

  return <Context value={i18n}>{children}</Context>;
}

/** Words, for components. */
export function useI18n(): I18n {
  const i18n = useContext(Context);
  if (i18n === null) throw new Error('useI18n needs an I18nProvider above it');
  return i18n;
}
