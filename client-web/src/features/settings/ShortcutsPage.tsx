'use client';

import { useI18n } from '@/i18n/I18nProvider';
import type { MessageKey } from '@/i18n/en';
import { Card, Page } from '@/ui/Page';
import styles from './ShortcutsPage.module.css';

type Shortcut = readonly [keys: readonly string[], does: MessageKey];

/** `Mod` is Control, or Command on Apple's machines. Only what works is listed. */
const GROUPS: readonly { readonly title: MessageKey; readonly shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'shortcuts.everywhere',
    shortcuts: [
      [['Mod', 'K'], 'shortcuts.search'],
      [['Alt', '↑'], 'shortcuts.previousChat'],
      [['Alt', '↓'], 'shortcuts.nextChat'],
      [['Esc'], 'shortcuts.up'],
      [['Mod', '/'], 'shortcuts.list'],
      [['Mod', 'Shift', 'L'], 'shortcuts.lock'],
    ],
  },
  {
    title: 'shortcuts.writing',
    shortcuts: [
      [['Enter'], 'shortcuts.send'],
      [['Shift', 'Enter'], 'shortcuts.newLine'],
    ],
  },
];

const isApple = () => /Mac|iPhone|iPad/u.test(navigator.platform);

/** What the keyboard does. */
export function ShortcutsPage({ onBack }: { readonly onBack: () => void }) {
  const { t } = useI18n();
  const mod = isApple() ? '⌘' : 'Ctrl';
  return (
    <Page
      title={t('settings.page.shortcuts')}
      backLabel={t('common.back')}
      onBack={onBack}
      data-testid="shortcuts-page"
    >
      {GROUPS.map(({ title, shortcuts }) => (
        <Card key={title} title={t(title)}>
          <dl className={styles.list}>
            {shortcuts.map(([keys, does]) => (
              <div key={does} className={styles.row}>
                <dt>{t(does)}</dt>
                <dd dir="ltr">
                  {keys.map((key) => (
                    <kbd key={key} className={styles.key}>
                      {key === 'Mod' ? mod : key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </Card>
      ))}
    </Page>
  );
}
