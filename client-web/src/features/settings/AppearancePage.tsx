'use client';

import { useId } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAppState, useTheme } from '@/store/hooks';
import { ACCENTS, selectPreferences, TEXT_SIZES, WALLPAPERS } from '@/store/preferences';
import { changePreferences, setTheme } from '@/store/store';
import type { Theme } from '@/store/ui';
import { Card, Page } from '@/ui/Page';
import { RadioRow } from '@/ui/RadioRow';
import { sliderShare } from '@/ui/slider-share';
import { SwitchRow } from '@/ui/SwitchRow';
import styles from './AppearancePage.module.css';

const THEMES: readonly Theme[] = ['light', 'dark', 'system'];

/** How the client looks on this device. Each change is seen at once. */
export function AppearancePage({ onBack }: { readonly onBack: () => void }) {
  const { t } = useI18n();
  const theme = useTheme();
  const { density, contrast, motion } = useAppState(selectPreferences);
  return (
    <Page
      title={t('settings.page.appearance')}
      backLabel={t('common.back')}
      onBack={onBack}
      data-testid="appearance-page"
    >
      <Card title={t('appearance.theme')}>
        {THEMES.map((option) => (
          <RadioRow
            key={option}
            name="theme"
            label={t(`settings.theme.${option}`)}
            isChecked={theme === option}
            onCheck={() => setTheme(option)}
            data-testid={`theme-${option}`}
          />
        ))}
      </Card>
      <TextSizeCard />
      <SwatchesCard kind="accent" options={ACCENTS} />
      <SwatchesCard kind="wallpaper" options={WALLPAPERS} />
      <Card title={t('appearance.comfort')} note={t('appearance.device')}>
        <SwitchRow
          label={t('appearance.compact')}
          detail={t('appearance.compactHint')}
          isOn={density === 'compact'}
          onChange={(isOn) => changePreferences({ density: isOn ? 'compact' : 'roomy' })}
          data-testid="density-compact"
        />
        <SwitchRow
          label={t('appearance.contrast')}
          detail={t('appearance.contrastHint')}
          isOn={contrast === 'more'}
          onChange={(isOn) => changePreferences({ contrast: isOn ? 'more' : 'system' })}
          data-testid="contrast-more"
        />
        <SwitchRow
          label={t('appearance.motion')}
          detail={t('appearance.motionHint')}
          isOn={motion === 'less'}
          onChange={(isOn) => changePreferences({ motion: isOn ? 'less' : 'system' })}
          data-testid="motion-less"
        />
      </Card>
    </Page>
  );
}

function TextSizeCard() {
  const { t } = useI18n();
  const id = useId();
  const { textSize } = useAppState(selectPreferences);
  return (
    <Card title={t('appearance.textSize')}>
      <div className={styles.slider}>
        <input
          id={id}
          style={sliderShare(textSize - TEXT_SIZES.least, TEXT_SIZES.most - TEXT_SIZES.least)}
          type="range"
          min={TEXT_SIZES.least}
          max={TEXT_SIZES.most}
          step={1}
          value={textSize}
          aria-label={t('appearance.textSize')}
          aria-valuetext={t('appearance.pixels', { count: textSize })}
          onChange={(event) => changePreferences({ textSize: Number(event.target.value) })}
          data-testid="text-size"
        />
        <output htmlFor={id}>{textSize}</output>
      </div>
      <p className={styles.sample}>{t('appearance.sample')}</p>
    </Card>
  );
}

type SwatchesCardProps =
  | { readonly kind: 'accent'; readonly options: typeof ACCENTS }
  | { readonly kind: 'wallpaper'; readonly options: typeof WALLPAPERS };

/** Colours to choose from, each shown as what it is. */
function SwatchesCard({ kind, options }: SwatchesCardProps) {
  const { t } = useI18n();
  const preferences = useAppState(selectPreferences);
  return (
    <Card title={t(`appearance.${kind}`)}>
      <div className={styles.swatches} role="radiogroup" aria-label={t(`appearance.${kind}`)}>
        {options.map((option) => (
          <label key={option} className={styles.swatch}>
            <input
              type="radio"
              name={kind}
              checked={preferences[kind] === option}
              onChange={() => changePreferences({ [kind]: option })}
              data-testid={`${kind}-${option}`}
            />
            <span className={styles.colour} data-kind={kind} data-option={option} />
            <span className={styles.name}>
              {t(`appearance.${kind}.${option}` as 'appearance.accent.classic')}
            </span>
          </label>
        ))}
      </div>
    </Card>
  );
}
