'use client';

import { ArrowLeft, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { IconButton } from '@/ui/IconButton';
import styles from './SidePage.module.css';

interface SidePageProps {
  readonly title: string;
  /** The first page closes, those behind it go back. */
  readonly isFirst?: boolean;
  readonly onBack: () => void;
  /** At the end of the head. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
  readonly 'data-testid'?: string;
}

/** A page of the right column. */
export function SidePage({
  title,
  isFirst = false,
  onBack,
  end,
  children,
  ...rest
}: SidePageProps) {
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section
      className={styles.page}
      aria-label={title}
      data-pushed={!isFirst}
      data-testid={rest['data-testid']}
    >
      <header className={styles.header}>
        <IconButton
          icon={isFirst ? X : ArrowLeft}
          isDirectional
          label={t(isFirst ? 'common.close' : 'common.back')}
          onClick={onBack}
          data-testid="side-back"
        />
        <h2 ref={heading} className={styles.title} tabIndex={-1}>
          {title}
        </h2>
        {end}
      </header>
      {children}
    </section>
  );
}

/** The part of a page that scrolls; with the keyboard, too, where nothing in it can have the focus. */
export function SideScroll({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles.scroll} role="group" tabIndex={0}>
      {children}
    </div>
  );
}
