/**
 * HTML that strangers wrote, made harmless: the elements and attributes that the specification allows and nothing else.
 * https://spec.matrix.org/v1.19/client-server-api/#mroommessage-msgtypes
 */
import DOMPurify, { type Config } from 'dompurify';

const ELEMENTS = [
  'del h1 h2 h3 h4 h5 h6 blockquote p a ul ol sup sub li b i u strong em s code hr br div table thead tbody tr th td',
  'caption pre span img details summary',
]
  .join(' ')
  .split(' ');

/** Attributes by element; everything else is dropped. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  span: ['data-mx-bg-color', 'data-mx-color', 'data-mx-spoiler', 'data-mx-maths'],
  a: ['href'],
  img: ['width', 'height', 'alt', 'title', 'src', 'data-mx-emoticon'],
  ol: ['start'],
  code: ['class'],
  div: ['data-mx-maths'],
};

const ADDRESS = /^(?:https?|ftp|mailto|magnet|matrix):/iu;
const COLOUR = /^#[0-9a-f]{6}$/iu;
const LANGUAGE = /^language-[\w+#.-]{1,40}$/u;
const MXC = /^mxc:\/\//u;

const CONFIG: Config = {
  ALLOWED_TAGS: [...ELEMENTS],
  ALLOWED_ATTR: [...new Set(Object.values(ATTRIBUTES).flat())],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ADD_URI_SAFE_ATTR: Object.values(ATTRIBUTES)
    .flat()
    .filter((name) => name !== 'href' && name !== 'src'),
  ALLOWED_URI_REGEXP: /^(?:https?|ftp|mailto|magnet|matrix|mxc):/iu,
  // What old clients repeat of the message that they answer goes with its words.
  FORBID_CONTENTS: ['mx-reply', 'script', 'style', 'svg', 'math', 'template', 'iframe', 'noscript'],
  RETURN_DOM_FRAGMENT: true,
};

function isAllowed(element: string, name: string, value: string): boolean {
  if (!ATTRIBUTES[element]?.includes(name)) return false;
  switch (name) {
    case 'href':
      return ADDRESS.test(value);
    case 'src':
      return MXC.test(value);
    case 'class':
      return LANGUAGE.test(value);
    case 'data-mx-color':
    case 'data-mx-bg-color':
      return COLOUR.test(value);
    case 'start':
    case 'width':
    case 'height':
      return /^-?\d{1,6}$/u.test(value);
    default:
      return true;
  }
}

/** A tag up to its end, and what is in it after its name. */
const TAG = /(<[a-z][^\s/<>]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)/giu;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]*))?/gu;

/**
 * Without the scripts that are attributes. They would not run and are dropped with all else that is not allowed, but
 * browsers report each as a breach of the page's policy as soon as it is parsed, so that a stranger could fill the console.
 */
function withoutHandlers(html: string): string {
  return html.replace(
    TAG,
    (_, start: string, attributes: string) =>
      start +
      attributes.replace(ATTRIBUTE, (whole: string, name: string) =>
        /^on/iu.test(name) ? '' : whole,
      ),
  );
}

/** The HTML as nodes of a document of their own, in which nothing runs and nothing is fetched. */
export function sanitiseHtml(html: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(withoutHandlers(html), CONFIG) as unknown as DocumentFragment;
  for (const element of fragment.querySelectorAll('*')) {
    const tag = element.tagName.toLowerCase();
    for (const { name, value } of [...element.attributes]) {
      if (!isAllowed(tag, name, value)) element.removeAttribute(name);
    }
    // Pictures are emoji of the sender's pack or nothing: what leads elsewhere would tell who reads.
    if (tag === 'img' && !element.hasAttribute('src')) {
      element.replaceWith(element.getAttribute('alt') ?? '');
    }
  }
  return fragment;
}
