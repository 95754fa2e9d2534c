'use client';

import { MapPin } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { mapLink } from '@/lib/places';
import type { LocationContent } from '@/matrix/types';
import styles from './LocationBody.module.css';

const SHOWN_DIGITS = 5;

/** A place by its coordinates. No map is fetched: whoever serves it would learn who looks where. */
export function LocationBody({ content }: { readonly content: LocationContent }) {
  const { t, locale } = useI18n();
  const { latitude, longitude, body } = content;
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: SHOWN_DIGITS });
  const isWords = body !== '' && !body.includes('geo:');
  return (
    <a
      className={styles.place}
      href={mapLink(content)}
      target="_blank"
      rel="noopener noreferrer"
      data-testid="message-location"
    >
      <span className={styles.pin}>
        <MapPin aria-hidden="true" size={28} />
      </span>
      <span className={styles.lines}>
        <b className={styles.title} dir="auto">
          {isWords ? body : t('message.location')}
        </b>
        <span>
          {t('media.coordinates', {
            latitude: format.format(latitude),
            longitude: format.format(longitude),
          })}
        </span>
        <span className={styles.open}>{t('media.openMap')}</span>
      </span>
    </a>
  );
}
