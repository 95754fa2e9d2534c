import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { parseFragment } from '@/lib/route';
import { handleLinks } from './link-handler';

afterEach(() => vi.unstubAllGlobals());

it('asks for both kinds of links, as the manifest does, and finds what it is given', () => {
  const register = vi.fn<(scheme: string, address: string) => void>();
  vi.stubGlobal('navigator', { registerProtocolHandler: register });
  vi.stubGlobal('location', { origin: 'https://chat.example.org' });
  handleLinks();
  const manifest = JSON.parse(readFileSync('public/manifest.webmanifest', 'utf8')) as {
    protocol_handlers: { protocol: string; url: string }[];
  };
  expect(register.mock.calls).toEqual(
    manifest.protocol_handlers.map(({ protocol, url }) => [
      protocol,
      `https://chat.example.org${url}`,
    ]),
  );
  const link = 'web+matrix:r/books:a.org?via=b.org';
  for (const [, address] of register.mock.calls) {
    const filled = new URL(address.replace('%s', encodeURIComponent(link)));
    expect(parseFragment(filled.hash)).toMatchObject({ panel: 'join', link });
  }
});
