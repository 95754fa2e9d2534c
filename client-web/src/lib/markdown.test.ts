import { describe, expect, it } from 'vitest';
import { markdownToHtml } from './markdown';

describe('markdownToHtml', () => {
  it.each([
    'plain words',
    'two\nlines',
    'snake_case_names and 2 * 3 * 4',
    '<b>not ours</b> & "quotes"',
    'a lone ** or `',
    'https://example.org/a_b_c?x=*y*',
    '** spaced **',
  ])('adds nothing to %j', (text) => {
    expect(markdownToHtml(text)).toBeNull();
  });

  it.each([
    ['**bold**', '<strong>bold</strong>'],
    ['*it* and _it_', '<em>it</em> and <em>it</em>'],
    ['***both***', '<strong><em>both</em></strong>'],
    ['*a **b***', '<em>a <strong>b</strong></em>'],
    ['~~gone~~', '<del>gone</del>'],
    ['||secret||', '<span data-mx-spoiler>secret</span>'],
    ['`a*b*`', '<code>a*b*</code>'],
    ['``a`b``', '<code>a`b</code>'],
    ['\\*as typed\\*', '*as typed*'],
    ['[words](https://example.org)', '<a href="https://example.org">words</a>'],
    ['> said\n> twice', '<blockquote>said<br>twice</blockquote>'],
    ['# Title\ntext', '<h1>Title</h1><p>text</p>'],
    ['- a\n- b\n  - c', '<ul><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul>'],
    ['3. c\n4. d', '<ol start="3"><li>c</li><li>d</li></ol>'],
    [
      '```rust\nlet a = "<b>";\n```',
      '<pre><code class="language-rust">let a = &quot;&lt;b&gt;&quot;;\n</code></pre>',
    ],
    ['**a**\n\nb', '<p><strong>a</strong></p><p>b</p>'],
  ])('turns %j into %j', (text, html) => {
    expect(markdownToHtml(text)).toBe(html);
  });

  it('lets no markup and no dangerous link through', () => {
    expect(markdownToHtml('**<img onerror=x>**')).toBe('<strong>&lt;img onerror=x&gt;</strong>');
    expect(markdownToHtml('[x](javascript:alert(1))')).toBeNull();
    expect(markdownToHtml('[**x**](https://a"b)')).toBe(
      '<a href="https://a&quot;b"><strong>x</strong></a>',
    );
  });

  it('links the mentions it is told of, and only whole ones', () => {
    const mentions = new Map([
      ['@Anna', 'https://matrix.to/#/@anna:hs'],
      ['@Anna Bell', 'https://matrix.to/#/@bell:hs'],
    ]);
    expect(markdownToHtml('@Anna Bell, @Anna and @Annabel', mentions)).toBe(
      '<a href="https://matrix.to/#/@bell:hs">@Anna Bell</a>, <a href="https://matrix.to/#/@anna:hs">@Anna</a> and @Annabel',
    );
  });

  it('takes time in proportion to the text, whatever it is', () => {
    const started = performance.now();
    for (const text of [
      '*'.repeat(20_000),
      '[a'.repeat(10_000),
      '**a '.repeat(2_000),
      '>'.repeat(5_000),
    ]) {
      markdownToHtml(text);
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
