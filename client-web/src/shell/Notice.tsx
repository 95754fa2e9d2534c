'use client';

import { useRouter } from 'next/navigation';
import { useI18n } from '@/i18n/I18nProvider';
import { Button } from '@/ui/Button';
import styles from './Notice.module.css';

/** A page that has nothing but words and a way on. */
export function Notice({ kind }: { readonly kind: 'notFound' | 'failure' }) {
  const { t } = useI18n();
  const router = useRouter();
  const isFailure = kind === 'failure';
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>{t(isFailure ? 'failure.page' : 'app.notFound')}</h1>
      {!isFailure && <p>{t('app.notFoundHint')}</p>}
      <Button onClick={() => (isFailure ? location.reload() : router.push('/'))}>
        {t(isFailure ? 'failure.reloadPage' : 'app.backToChats')}
      </Button>
    </main>
  );
}
