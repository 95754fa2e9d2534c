import { describe, expect, it } from 'vitest';
import type { ExportedEvent } from '@/matrix/types';
import { writeHtml, writeJson } from './write';

const event = (text: string | null, change: Partial<ExportedEvent> = {}): ExportedEvent => ({
  eventId: '$1',
  type: 'm.room.message',
  senderId: '@ben:x',
  senderName: 'Ben',
  ts: Date.UTC(2026, 0, 2, 3, 4),
  content: { body: text ?? '' },
  text,
  ...change,
});

const words = { title: 'A & B', language: 'en', direction: 'ltr', time: () => '3:04' } as const;

describe('a chat as a page', () => {
  it('shows messages, and nothing that was not said', () => {
    const page = writeHtml([event('Hello'), event(null)], words);
    expect(page).toContain('<p>Hello</p>');
    expect(page.match(/<article>/gu)).toHaveLength(1);
    expect(page).toContain('<title>A &amp; B</title>');
  });

  it('lets nothing of a message become part of the page', () => {
    const hostile = '</p><script>alert(1)</script><img src=x onerror=alert(1)>';
    const page = writeHtml([event(hostile, { senderName: '<b>Ben' })], words);
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;b&gt;Ben');
  });
});

describe('a chat as data', () => {
  it('has the events as they were', () => {
    const data = JSON.parse(writeJson('Sailing', '!r', [event('Hello')])) as {
      events: { content: unknown }[];
    };
    expect(data.events[0]).toMatchObject({ event_id: '$1', content: { body: 'Hello' } });
  });
});
