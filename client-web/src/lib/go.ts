/**
 * Goes to a fragment of the page. Whoever follows the address is told in the same task: the browser tells of it in a task of
 * its own, which on a busy machine comes some frames later.
 */
export function go(fragment: string): void {
  location.hash = fragment;
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
