'use client';

import { Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { type CodePiece, highlight } from '@/lib/highlight';
import { IconButton } from '@/ui/IconButton';
import { showToast } from '@/ui/toast';
import styles from './CodeBlock.module.css';

const LINES_SHOWN = 20;

interface CodeBlockProps {
  readonly code: string;
  readonly language: string | null;
}

/** Lines of code in their colours, to be copied. */
export function CodeBlock({ code, language }: CodeBlockProps) {
  const { t } = useI18n();
  const [pieces, setPieces] = useState<readonly CodePiece[] | null>(null);
  const isLong = code.split('\n').length > LINES_SHOWN;
  const [isFolded, setIsFolded] = useState(isLong);

  useEffect(() => {
    if (language === null) return;
    let isCurrent = true;
    highlight(code, language).then(
      (found) => isCurrent && setPieces(found),
      // Without the network the code is there, without its colours.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [code, language]);

  const copy = async () => {
    await navigator.clipboard.writeText(code);
    showToast(t('common.copied'));
  };

  return (
    <div className={styles.block} dir="ltr">
      <div className={styles.head}>
        <span className={styles.language}>{language}</span>
        <IconButton
          icon={Copy}
          iconSize={16}
          label={t('media.copyCode')}
          onClick={() => void copy()}
        />
      </div>
      <pre className={styles.code} data-folded={isFolded} tabIndex={0}>
        <code>
          {pieces === null
            ? code
            : pieces.map(({ text, kind }, index) => (
                <span key={index} data-kind={kind ?? undefined}>
                  {text}
                </span>
              ))}
        </code>
      </pre>
      {isFolded && (
        <button type="button" className={styles.unfold} onClick={() => setIsFolded(false)}>
          {t('media.foldCode')}
        </button>
      )}
    </div>
  );
}
