'use client';

import {
  Bold,
  Code,
  EyeOff,
  Italic,
  Link,
  type LucideIcon,
  Quote,
  Strikethrough,
} from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { IconButton } from '@/ui/IconButton';
import { type Format, FORMATS } from './format';
import styles from './FormatBar.module.css';

const icons: Readonly<Record<Format, LucideIcon>> = {
  bold: Bold,
  italic: Italic,
  strike: Strikethrough,
  code: Code,
  spoiler: EyeOff,
  quote: Quote,
  link: Link,
};

/** What can be done with the words that are selected. */
export function FormatBar({ onFormat }: { readonly onFormat: (format: Format) => void }) {
  const { t } = useI18n();
  return (
    <div
      className={styles.bar}
      role="toolbar"
      aria-label={t('format.title')}
      data-testid="format-bar"
      // A press must not take away what is selected.
      onMouseDown={(event) => event.preventDefault()}
    >
      {FORMATS.map((format) => (
        <IconButton
          key={format}
          icon={icons[format]}
          iconSize={20}
          label={t(`format.${format}`)}
          onClick={() => onFormat(format)}
          data-testid={`format-${format}`}
        />
      ))}
    </div>
  );
}
