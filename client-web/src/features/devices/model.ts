import type { Translate } from '@/i18n/I18nProvider';
import { rowTime } from '@/lib/dates';
import type { DeviceInfo } from '@/matrix/types';

/** Shorter phrases are guessed by machines in no time. */
export const MIN_PHRASE = 12;

/** The first line of a file that looks like a recovery key, or all of it. */
export function keyFromFile(text: string): string {
  const lines = text.split(/\r?\n/u).map((line) => line.trim());
  return (
    lines.find((line) => /^E[A-Za-z0-9]{3}( ?[A-Za-z0-9]{1,4}){8,}$/u.test(line)) ?? text.trim()
  );
}

/** When and from where a device was last used; empty when the server does not say. */
export function lastSeenText(
  { isCurrent, lastSeenTs, lastSeenIp }: DeviceInfo,
  t: Translate,
  locale: string,
  now: number,
): string {
  if (isCurrent) return t('devices.online');
  if (lastSeenTs === null) return '';
  const time = rowTime(lastSeenTs, now, locale);
  return lastSeenIp === null
    ? t('devices.lastSeen', { time })
    : t('devices.lastSeenFrom', { time, place: lastSeenIp });
}

const codeBeginning = new TextEncoder().encode('MATRIX');

/** What a camera has seen is the code of a verification. https://spec.matrix.org/latest/client-server-api/#qr-code-format */
export function isVerificationCode(code: Uint8Array): boolean {
  return codeBeginning.every((byte, index) => code[index] === byte);
}
