/** Places on the earth. Pure. */

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

const earthRadius = 6_371_000;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** In metres, as the crow flies. */
export function distanceBetween(one: Place, other: Place): number {
  const [lat1, lat2] = [radians(one.latitude), radians(other.latitude)];
  const across = radians(other.longitude - one.longitude);
  const haversine =
    Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin(across / 2) ** 2;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

/** In metres, from a kilometre on in kilometres. */
export function distanceText(metres: number, locale: string): string {
  const isFar = metres >= 1_000;
  const value = isFar ? metres / 1_000 : Math.round(metres / 10) * 10;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: isFar ? 'kilometer' : 'meter',
    maximumFractionDigits: isFar && value < 10 ? 1 : 0,
  }).format(value);
}

/** Where a map of the place is shown, once somebody asks for it. */
export function mapLink({ latitude, longitude }: Place): string {
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
}
