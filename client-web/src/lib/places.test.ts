import { describe, expect, it } from 'vitest';
import { distanceBetween, distanceText, mapLink } from './places';

const hamburg = { latitude: 53.5511, longitude: 9.9937 };
const bremen = { latitude: 53.0793, longitude: 8.8017 };

describe('a distance', () => {
  it('is that of the shortest way over the earth', () => {
    expect(distanceBetween(hamburg, bremen) / 1_000).toBeCloseTo(94.9, 0);
    expect(distanceBetween(hamburg, hamburg)).toBe(0);
    const [west, east] = [
      { latitude: 0, longitude: -179.99 },
      { latitude: 0, longitude: 179.99 },
    ];
    expect(distanceBetween(west, east)).toBeLessThan(2_300);
  });

  it('is told as roughly as people tell it', () => {
    expect(distanceText(4, 'en')).toBe('0 m');
    expect(distanceText(347, 'en')).toBe('350 m');
    expect(distanceText(2_349, 'en')).toBe('2.3 km');
    expect(distanceText(94_900, 'de')).toBe('95 km');
  });
});

it('leads to a map only as a link', () => {
  expect(mapLink(hamburg)).toContain('mlat=53.5511&mlon=9.9937');
});
