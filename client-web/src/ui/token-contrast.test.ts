import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';

const source = readFileSync(fileURLToPath(new URL('./tokens.css', import.meta.url)), 'utf8');
/** The first block that declares values; those that follow shorten motion, raise contrast or choose other colours. */
const [declarations = ''] = source.split(/@media|:root\[data-accent/u, 1);

const read = (block: string) =>
  new Map(
    [...block.matchAll(/--([\w-]+):\s*([^;]+);/gu)].map(([, name = '', value = '']) => [
      name,
      value.trim(),
    ]),
  );

/** The classic colours, and each that may be chosen in their place. */
const palettes = new Map([
  ['classic', read(declarations)],
  ...[...source.matchAll(/:root\[data-accent="(\w+)"\] \{([^}]+)\}/gu)].map(
    ([, name = '', block = '']): [string, Map<string, string>] => [
      name,
      new Map([...read(declarations), ...read(block)]),
    ],
  ),
]);
let tokens = read(declarations);

type Theme = 'light' | 'dark';
type Colour = readonly [red: number, green: number, blue: number, alpha: number];

function hex(name: string, theme: Theme): string {
  const value = tokens.get(name) ?? '';
  const pair = /^light-dark\((\S+), (\S+)\)$/u.exec(value);
  const chosen = pair === null ? value : (pair[theme === 'light' ? 1 : 2] ?? '');
  const reference = /^var\(--([\w-]+)\)$/u.exec(chosen);
  return reference === null ? chosen : hex(reference[1] ?? '', theme);
}

function colour(name: string, theme: Theme): Colour {
  const digits = /^#([0-9a-f]{6})([0-9a-f]{2})?$/u.exec(hex(name, theme));
  if (digits === null) throw new Error(`--${name} is no colour in the ${theme} theme`);
  const value = Number.parseInt(digits[1] ?? '', 16);
  const alpha = Number.parseInt(digits[2] ?? 'ff', 16) / 255;
  return [value >> 16, (value >> 8) & 255, value & 255, alpha];
}

function over([red, green, blue, alpha]: Colour, below: Colour): Colour {
  const mix = (a: number, b: number) => a * alpha + b * (1 - alpha);
  return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1];
}

function luminance([red, green, blue]: Colour): number {
  const linear = [red, green, blue].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

/** WCAG 2 contrast of a token on a stack of tokens, the topmost first; the last one must be opaque. */
function contrast(theme: Theme, front: string, ...stack: readonly string[]): number {
  const back = stack
    .map((name) => colour(name, theme))
    .reduceRight((below, layer) => over(layer, below));
  const [bright = 0, dark = 0] = [
    luminance(over(colour(front, theme), back)),
    luminance(back),
  ].sort((a, b) => b - a);
  return (bright + 0.05) / (dark + 0.05);
}

const peerNames = Array.from({ length: 7 }, (_, index) => [
  [`peer-${index}-name`, 'bg'],
  [`peer-${index}-quote`, `peer-${index}-tint`, 'bg'],
]).flat();

const texts: readonly (readonly string[])[] = [
  ['text', 'bg'],
  ['text', 'row-hover'],
  ['text', 'primary-tint', 'bg'],
  ['text-secondary', 'bg'],
  ['text-secondary', 'bg-secondary'],
  ['text-secondary', 'row-hover'],
  ['text-meta', 'bg'],
  ['text-accent', 'bg'],
  ['text-accent', 'bg-secondary'],
  ['text-accent', 'row-hover'],
  ['text-accent', 'unread-bar-bg', 'wallpaper-2'],
  ['placeholder', 'bg-input'],
  ['placeholder', 'bg'],
  ['error', 'bg'],
  ['error', 'row-hover'],
  ['error', 'error-tint', 'bg'],
  ['text-own', 'bubble-own'],
  ['meta-own', 'bubble-own'],
  ['link-own', 'bubble-own'],
  ['accent-own', 'bubble-own'],
  ['code', 'code-bg', 'bg'],
  ['code-own', 'code-bg', 'bubble-own'],
  ['text', 'code-block-bg'],
  ['text-secondary', 'code-block-bg'],
  ['code-keyword', 'code-block-bg'],
  ['code-string', 'code-block-bg'],
  ['code-number', 'code-block-bg'],
  ['code-title', 'code-block-bg'],
  ['code-type', 'code-block-bg'],
  ['reaction-text', 'reaction'],
  ['reaction-text', 'reaction-hover'],
  ['reaction-own-text', 'reaction-own'],
  ['reaction-own-text', 'reaction-own-hover'],
  ['on-media', 'file-document'],
  ['on-media', 'file-archive'],
  ['on-media', 'file-sheet'],
  ['on-media', 'file-other'],
  ['on-fill', 'fill-text'],
  ['on-fill', 'fill-text-hover'],
  ['on-fill', 'row-active'],
  ['row-active', 'on-fill'],
  ['on-fill', 'error-fill'],
  ['on-fill', 'toast-bg', 'bg'],
  ['on-fill', 'tooltip-bg', 'bg'],
  ['on-service', 'service-bg', 'wallpaper-1'],
  ['on-service', 'service-bg-over'],
  ['on-service', 'service-bg-over-hover'],
  ['on-service', 'service-bg', 'wallpaper-3'],
  ...peerNames,
];

const shapes: readonly (readonly string[])[] = [
  ['primary', 'bg'],
  ['icon', 'bg'],
  ['icon', 'bg-input'],
  ['border-input', 'bg'],
  ['border-input', 'bg-secondary'],
  ['focus', 'bg'],
  ['focus-on-fill', 'fill-text'],
  ['focus-on-fill', 'row-active'],
  ['on-fill', 'primary'],
  ['bubble-own', 'accent-own'],
];

const looks = [...palettes.keys()].flatMap((accent) =>
  (['light', 'dark'] as const).map((theme) => [accent, theme] as const),
);

it('there are colours to choose from', () => expect(palettes.size).toBe(5));

describe.each(looks)('in %s colours and the %s theme', (accent, theme) => {
  beforeEach(() => {
    tokens = palettes.get(accent) ?? new Map();
  });

  it.each(texts)('--%s can be read on --%s', (front, ...stack) => {
    expect(contrast(theme, front, ...stack)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(shapes)('--%s can be told from --%s', (front, ...stack) => {
    expect(contrast(theme, front, ...stack)).toBeGreaterThanOrEqual(3);
  });
});
