import next from 'eslint-config-next/core-web-vitals';
import nextTypescript from 'eslint-config-next/typescript';

/**
 * The layers of the client, as import zones: app → shell → features → {matrix, store, ui} → lib.
 * `engine` is the wall around matrix-js-sdk; only its worker entry is ever loaded, by URL.
 * Both `engine` and `store` may read the plain types that cross the wall, and nothing else there.
 */
const layer = (target, mayImport) => ({
  target: `./src/${target}`,
  from: './src',
  except: [`./${target}`, ...mayImport.map((path) => `./${path}`)],
  message: `src/${target} may import only ${mayImport.join(', ') || 'itself'}.`,
});

const features = [
  'accounts',
  'auth',
  'calls',
  'chat-list',
  'composer',
  'devices',
  'export',
  'folders',
  'invites',
  'live',
  'lock',
  'media-viewer',
  'members',
  'message',
  'new-chat',
  'notifications',
  'reactions',
  'room-info',
  'search',
  'settings',
  'spaces',
  'stickers',
  'timeline',
];
/** The one feature that others may use: a message looks the same wherever it is shown. */
const mayShowMessages = new Set(['timeline', 'search', 'media-viewer']);

const zones = [
  layer('lib', []),
  layer('i18n', ['lib', 'matrix/types.ts']),
  layer('ui', ['lib']),
  layer('service-worker', ['lib']),
  layer('store', ['lib', 'matrix/types.ts']),
  layer('engine', ['lib', 'matrix/types.ts', 'matrix/protocol.ts', 'matrix/protocol']),
  layer('matrix', ['lib', 'store']),
  ...features.map((feature) =>
    layer(`features/${feature}`, [
      'matrix',
      'store',
      'ui',
      'i18n',
      'lib',
      ...(mayShowMessages.has(feature) ? ['features/message'] : []),
    ]),
  ),
  layer('shell', ['features', 'matrix', 'store', 'ui', 'i18n', 'lib']),
  layer('app', ['shell', 'features', 'matrix', 'store', 'ui', 'i18n', 'lib']),
];

const config = [
  { ignores: ['.next/', 'out/', 'public/sw.js', 'next-env.d.ts', 'screenshots/', 'test-results/'] },
  ...next,
  ...nextTypescript,
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'import/no-restricted-paths': ['error', { zones }],
      'import/no-cycle': ['error', { ignoreExternal: true }],
      'import/no-default-export': 'error',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^matrix-js-sdk', message: 'matrix-js-sdk lives behind src/engine.' },
            { regex: '^fake-indexeddb', message: 'Only tests may fake the database.' },
          ],
        },
      ],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
    settings: { 'import/resolver': { typescript: { project: './tsconfig.json' } } },
  },
  { files: ['src/engine/**'], rules: { 'no-restricted-imports': 'off' } },
  // A test may look at both sides of a wall at once.
  { files: ['src/**/*.test.{ts,tsx}'], rules: { 'import/no-restricted-paths': 'off' } },
  { files: ['src/app/**'], rules: { 'import/no-default-export': 'off' } },
];

export default config;
