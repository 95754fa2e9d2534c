'use client';

import { createElement, Fragment, type ReactNode, useMemo, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { linkify } from '@/lib/linkify';
import { thumbnailUrl } from '@/lib/media-url';
import { sanitiseHtml } from '@/lib/sanitise-html';
import { withoutTowers } from '@/lib/zalgo';
import { CodeBlock } from './CodeBlock';
import styles from './FormattedText.module.css';
import { MessageLink } from './MessageLink';

interface FormattedTextProps {
  /** As a stranger wrote it. */
  readonly html: string;
}

/** Elements without a part of their own, as they are. */
const PLAIN = new Set(
  'del blockquote p ul sup sub li b i u strong em s div thead tbody tr th td caption details summary'.split(
    ' ',
  ),
);
const DEEPEST = 100;

interface Showing {
  readonly revealed: boolean;
  readonly reveal: () => void;
  readonly spoilerLabel: string;
}

/** A message with the formatting that its sender gave it. */
export function FormattedText({ html }: FormattedTextProps) {
  const { t } = useI18n();
  const [revealed, setRevealed] = useState(false);
  const nodes = useMemo(() => [...sanitiseHtml(html).childNodes], [html]);
  const showing: Showing = {
    revealed,
    reveal: () => setRevealed(true),
    spoilerLabel: t('message.spoiler'),
  };
  return <div className={styles.html}>{renderAll(nodes, showing, 0, true)}</div>;
}

function renderAll(
  nodes: Iterable<Node>,
  showing: Showing,
  depth: number,
  mayLink: boolean,
): ReactNode {
  return [...nodes].map((node, index) => (
    <Fragment key={index}>{renderNode(node, showing, depth, mayLink)}</Fragment>
  ));
}

function renderNode(node: Node, showing: Showing, depth: number, mayLink: boolean): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return renderText(node.textContent ?? '', mayLink);
  if (!(node instanceof Element)) return null;
  if (depth > DEEPEST) return node.textContent;
  const tag = node.tagName.toLowerCase();
  const inside = (links = mayLink) => renderAll(node.childNodes, showing, depth + 1, links);
  switch (tag) {
    case 'a':
      return renderLink(node, inside(false));
    case 'pre':
      return renderCode(node);
    case 'code':
      return <code className={styles.code}>{inside(false)}</code>;
    case 'span':
      return renderSpan(node, inside(), showing);
    case 'img':
      return renderEmoji(node);
    case 'br':
    case 'hr':
      return createElement(tag);
    case 'ol':
      return <ol start={Number(node.getAttribute('start') ?? 1)}>{inside()}</ol>;
    case 'table':
      return (
        <div className={styles.tableFrame} tabIndex={0} role="group">
          <table>{inside()}</table>
        </div>
      );
    default:
      if (/^h[1-6]$/u.test(tag)) return <p className={styles.heading}>{inside()}</p>;
      return PLAIN.has(tag) ? createElement(tag, null, inside()) : inside();
  }
}

function renderText(text: string, mayLink: boolean): ReactNode {
  const shown = withoutTowers(text);
  if (!mayLink) return shown;
  return linkify(shown).map((piece, index) =>
    piece.href === null ? (
      piece.text
    ) : (
      <MessageLink key={index} href={piece.href} text={piece.text}>
        {piece.text}
      </MessageLink>
    ),
  );
}

function renderLink(node: Element, inside: ReactNode): ReactNode {
  const href = node.getAttribute('href');
  if (href === null) return inside;
  return (
    <MessageLink href={href} text={node.textContent ?? ''}>
      {inside}
    </MessageLink>
  );
}

function renderCode(node: Element): ReactNode {
  const code = node.querySelector('code');
  const language = /language-(\S+)/u.exec(code?.className ?? '')?.[1] ?? null;
  return <CodeBlock code={(node.textContent ?? '').replace(/\n$/u, '')} language={language} />;
}

function renderSpan(node: Element, inside: ReactNode, showing: Showing): ReactNode {
  const reason = node.getAttribute('data-mx-spoiler');
  if (reason !== null) {
    return (
      <Spoiler reason={reason} showing={showing}>
        {inside}
      </Spoiler>
    );
  }
  const color = node.getAttribute('data-mx-color') ?? undefined;
  const backgroundColor = node.getAttribute('data-mx-bg-color') ?? undefined;
  return color || backgroundColor ? (
    <span style={{ color, backgroundColor }}>{inside}</span>
  ) : (
    inside
  );
}

function Spoiler({
  reason,
  showing,
  children,
}: {
  readonly reason: string;
  readonly showing: Showing;
  readonly children: ReactNode;
}) {
  if (showing.revealed) return <span className={styles.revealed}>{children}</span>;
  return (
    <button
      type="button"
      className={styles.spoiler}
      aria-label={reason === '' ? showing.spoilerLabel : `${reason}. ${showing.spoilerLabel}`}
      onClick={showing.reveal}
      data-testid="spoiler"
    >
      <span aria-hidden="true">{children}</span>
    </button>
  );
}

/** Pictures in text are emoji of a pack, whatever size their sender would like. */
function renderEmoji(node: Element): ReactNode {
  const alt = node.getAttribute('alt') ?? '';
  const src = thumbnailUrl(node.getAttribute('src') ?? '', 32, 32, 'scale');
  if (src === null) return alt;
  // eslint-disable-next-line @next/next/no-img-element -- the service worker gives it, in the size that is wanted
  return <img className={styles.emoji} src={src} alt={alt} title={alt} draggable={false} />;
}
