/** Links to Matrix rooms and people on other pages, which the browser can bring here. */

/** The one that everybody uses, and the one that browsers allow any page to ask for. */
const schemes = ['matrix', 'web+matrix'] as const;
/** Behind the `#`, so that no server learns which room is looked at. */
const address = '/#/?panel=join&link=%s';

export const canHandleLinks = (): boolean =>
  typeof navigator !== 'undefined' && 'registerProtocolHandler' in navigator;

/** The browser asks the person, and keeps what they say: there is no answer to wait for. */
export function handleLinks(): void {
  for (const scheme of schemes) {
    navigator.registerProtocolHandler(scheme, new URL(address, location.origin).href);
  }
}
