'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { thumbnailUrl } from '@/lib/media-url';
import type { ImagePack, PackImage } from '@/matrix/types';
import { useMediaReady } from '@/ui/media-ready';
import styles from './StickerGrid.module.css';

const EDGE = 128;

interface StickerGridProps {
  readonly packs: readonly ImagePack[];
  readonly onPick: (image: PackImage) => void;
}

/** The stickers of all packs, pack by pack. */
export function StickerGrid({ packs, onPick }: StickerGridProps) {
  const { t } = useI18n();
  const isReady = useMediaReady();
  if (packs.length === 0) {
    return (
      <div className={styles.empty} data-testid="stickers-empty">
        <p className={styles.title}>{t('stickers.none')}</p>
        <p>{t('stickers.noneHint')}</p>
      </div>
    );
  }
  return (
    <div className={styles.packs} data-testid="sticker-grid">
      {packs.map((pack) => (
        <section key={pack.id} aria-label={pack.name ?? t('stickers.own')}>
          <h3 className={styles.heading} dir="auto">
            {pack.name ?? t('stickers.own')}
          </h3>
          <div className={styles.grid}>
            {pack.images.map((image) => (
              <button
                key={image.shortcode}
                type="button"
                className={styles.cell}
                aria-label={image.body}
                title={image.body}
                onClick={() => onPick(image)}
                data-testid="sticker"
              >
                {isReady && (
                  // eslint-disable-next-line @next/next/no-img-element -- the service worker gives it
                  <img src={thumbnailUrl(image.url, EDGE, EDGE) ?? undefined} alt="" />
                )}
              </button>
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
