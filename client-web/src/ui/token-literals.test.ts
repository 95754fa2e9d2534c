import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('..', import.meta.url));

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.(css|tsx)$/u.test(path) && !path.endsWith('tokens.css') && !path.includes('.test.'),
);

const COLOUR = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|color-mix)\(/iu;
const DURATION = /\b(?!0s)\d*\.?\d+m?s\b/u;

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '');

describe('design tokens', () => {
  it.each(files)('%s names no colour of its own', (path) => {
    expect(
      withoutComments(readFileSync(`${source}/${path}`, 'utf8')).match(COLOUR)?.[0],
    ).toBeUndefined();
  });

  it.each(files.filter((path) => path.endsWith('.css')))(
    '%s names no duration of its own',
    (path) => {
      expect(
        withoutComments(readFileSync(`${source}/${path}`, 'utf8')).match(DURATION)?.[0],
      ).toBeUndefined();
    },
  );
});
