/** What pages and the service worker say to each other about the application's own files. */

/** The name of the cache they are kept in. */
export const SHELL_CACHE = 'heliograph-shell';

/** A page asks the service worker to keep everything that is needed without a network. */
export const KEEP_SHELL = 'keep-shell';

/** A press on a notification: the page goes where it leads. */
export interface OpenMessage {
  /** The fragment of the address. */
  readonly open: string;
  /** The account that it is for. */
  readonly accountId: string;
}
