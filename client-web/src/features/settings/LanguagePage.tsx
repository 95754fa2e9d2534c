'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { type Language, LANGUAGES } from '@/i18n/languages';
import { Card, Page } from '@/ui/Page';
import { RadioRow } from '@/ui/RadioRow';

/** The languages, each under its own name. */
export function LanguagePage({ onBack }: { readonly onBack: () => void }) {
  const { t, language, setLanguage } = useI18n();
  return (
    <Page
      title={t('settings.page.language')}
      backLabel={t('common.back')}
      onBack={onBack}
      data-testid="language-page"
    >
      <Card title={t('settings.language')} hidesTitle>
        {(Object.entries(LANGUAGES) as [Language, string][]).map(([option, name]) => (
          <RadioRow
            key={option}
            name="language"
            label={name}
            isChecked={language === option}
            onCheck={() => setLanguage(option)}
            data-testid={`language-${option}`}
          />
        ))}
      </Card>
    </Page>
  );
}
