'use client';

import type { ReactNode } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { RegionBoundary } from '@/ui/RegionBoundary';

interface RegionProps {
  readonly resetKey?: string | undefined;
  readonly children: ReactNode;
}

/** A part of the window that may fail without taking the others along. */
export function Region({ resetKey, children }: RegionProps) {
  const { t } = useI18n();
  const words = {
    title: t('failure.region'),
    reload: t('failure.reload'),
    copyDetails: t('failure.copy'),
  };
  return (
    <RegionBoundary words={words} resetKey={resetKey}>
      {children}
    </RegionBoundary>
  );
}
