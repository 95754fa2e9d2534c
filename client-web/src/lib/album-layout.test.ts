import { describe, expect, it } from 'vitest';
import { layOutAlbum } from './album-layout';

describe('layOutAlbum', () => {
  it.each([
    [[1, 1]],
    [[1.5, 1.6]],
    [[0.6, 0.7]],
    [[1.5, 1, 1]],
    [[0.7, 1, 1, 1]],
    [[1, 1, 1, 1, 1]],
    [[0.5, 2.5, 1, 0.7, 1.3, 1, 1, 1.8, 0.6, 1]],
    [[100, 0.01, 1]],
  ])('fills the box without gaps or overlaps: %j', (ratios) => {
    const { tiles, height } = layOutAlbum(ratios);
    expect(tiles).toHaveLength(ratios.length);
    const area = tiles.reduce((sum, tile) => sum + tile.width * tile.height, 0);
    expect(area).toBeCloseTo(height, 5);
    for (const { x, y, width, height: own } of tiles) {
      expect(x + width).toBeLessThanOrEqual(1.000_01);
      expect(y + own).toBeLessThanOrEqual(height + 0.000_01);
    }
  });

  it('puts two wide pictures over each other and two high ones side by side', () => {
    expect(layOutAlbum([1.5, 1.6]).tiles[1]?.x).toBe(0);
    expect(layOutAlbum([0.7, 0.7]).tiles[1]?.y).toBe(0);
  });
});
