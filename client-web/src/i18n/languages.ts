import { type Catalogue, en } from './en';

/** The languages there is a catalogue for, each under its own name. */
export const LANGUAGES = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  ru: 'Русский',
  ar: 'العربية',
} as const;

/** A language of the interface. */
export type Language = keyof typeof LANGUAGES;

const loaders: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => en,
  de: async () => (await import('./de')).de,
  es: async () => (await import('./es')).es,
  ru: async () => (await import('./ru')).ru,
  ar: async () => (await import('./ar')).ar,
};

/** Which way the language is written. */
export const directionOf = (language: Language): 'ltr' | 'rtl' =>
  language === 'ar' ? 'rtl' : 'ltr';

/** Fetches a catalogue; English is always there. */
export function loadCatalogue(language: Language): Promise<Catalogue> {
  return loaders[language]();
}

const isLanguage = (text: string): text is Language => text in LANGUAGES;

/** The first language that both the reader and we speak. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [language = ''] = tag.split('-', 1);
    if (isLanguage(language)) return language;
  }
  return 'en';
}
