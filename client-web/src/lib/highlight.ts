/** Colours for code. The highlighter and each language are loaded when somebody first shows code in it. */
import type { HLJSApi, LanguageFn } from 'highlight.js';

/** A piece of code; `kind` is what it is in its language, for the colour. */
export interface CodePiece {
  readonly text: string;
  readonly kind: string | null;
}

type Loader = () => Promise<{ readonly default: LanguageFn }>;

const languages: Readonly<Record<string, Loader>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  go: () => import('highlight.js/lib/languages/go'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  php: () => import('highlight.js/lib/languages/php'),
  python: () => import('highlight.js/lib/languages/python'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

const aliases: Readonly<Record<string, string>> = {
  'c++': 'cpp',
  cs: 'csharp',
  html: 'xml',
  js: 'javascript',
  jsx: 'javascript',
  kt: 'kotlin',
  md: 'markdown',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  toml: 'yaml',
  ts: 'typescript',
  tsx: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
};

/** Longer code is shown without colours rather than late. */
const LONGEST = 20_000;

let highlighter: Promise<HLJSApi> | null = null;

async function load(name: string, loader: Loader): Promise<HLJSApi> {
  highlighter ??= import('highlight.js/lib/core').then((module) => module.default);
  const api = await highlighter;
  if (!api.getLanguage(name)) api.registerLanguage(name, (await loader()).default);
  return api;
}

/** Null for a language we have no colours for. */
export async function highlight(
  code: string,
  language: string,
): Promise<readonly CodePiece[] | null> {
  const asked = language.toLowerCase();
  const name = aliases[asked] ?? asked;
  const loader = Object.hasOwn(languages, name) ? languages[name] : undefined;
  if (loader === undefined || code.length > LONGEST) return null;
  const api = await load(name, loader);
  const { value } = api.highlight(code, { language: name, ignoreIllegals: true });
  return flatten(new DOMParser().parseFromString(value, 'text/html').body, null);
}

/** Nested pieces as a row of them: the innermost kind counts. */
function flatten(node: Node, kind: string | null): CodePiece[] {
  return [...node.childNodes].flatMap((child) => {
    if (child.nodeType === Node.TEXT_NODE) return { text: child.textContent ?? '', kind };
    const name = /hljs-([a-z_]+)/u.exec((child as Element).className)?.[1];
    return flatten(child, name ?? kind);
  });
}
