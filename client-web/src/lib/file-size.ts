/** Sizes of files. */

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** As people say it: `1.4 MB`. */
export function fileSize(bytes: number, locale: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    maximumFractionDigits: unit > 1 && value < 100 ? 1 : 0,
  }).format(value);
}
