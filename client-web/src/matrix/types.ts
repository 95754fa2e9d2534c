/**
 * The plain types that cross the wall between the engine (worker) and the page.
 *
 * The contract, in five rules:
 * 1. Everything here survives `structuredClone`: no class, no function, no `undefined` where `null` is meant.
 * 2. The engine sends patches (`Patch`), at most one batch per frame; the page never polls.
 * 3. A patch carries whole objects, never half of one: a component may keep what it got.
 * 4. Words are made on the page. The engine sends codes and names, `src/i18n` makes sentences of them.
 * 5. Access tokens and keys never cross.
 *
 * A file per subject in `types/`; the page, the store and the engine all import from here.
 */
export type * from './types/accounts';
export type * from './types/calls';
export type * from './types/content';
export type * from './types/encryption';
export type * from './types/details';
export type * from './types/discovery';
export type * from './types/errors';
export type * from './types/export';
export type * from './types/events';
export type * from './types/live';
export type * from './types/own';
export type * from './types/patch';
export type * from './types/presence';
export type * from './types/room';
export type * from './types/scheduled';
export type * from './types/settings';
export type * from './types/sending';
export type * from './types/session';
export type * from './types/timeline';
