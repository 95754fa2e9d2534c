import { tokenMs } from './motion';

/**
 * Lets a dialog that is being taken away fade where it stood: a copy, which nothing and nobody reaches, stays for as long as
 * that takes. Call it while the dialog is still in the page; the stylesheet says by `data-left` how it fades.
 */
export function leaveBehind(dialog: HTMLElement): void {
  const duration = tokenMs('--duration-modal');
  if (duration === 0) return;
  const copy = document.createElement('div');
  copy.className = dialog.className;
  copy.dataset.kind = dialog.dataset.kind;
  copy.dataset.left = '';
  // The top layer, in which the dialog was.
  copy.popover = 'manual';
  copy.inert = true;
  copy.ariaHidden = 'true';
  copy.append(...[...dialog.cloneNode(true).childNodes]);
  for (const element of copy.querySelectorAll('[id], [name], [data-testid]')) {
    for (const name of ['id', 'name', 'data-testid']) element.removeAttribute(name);
  }
  document.body.append(copy);
  copy.showPopover();
  keepScrolled(dialog, copy);
  setTimeout(() => copy.remove(), duration);
}

/** A copy begins at its top. */
function keepScrolled(from: Element, to: Element): void {
  const copies = to.querySelectorAll('*');
  from.querySelectorAll('*').forEach(({ scrollTop }, index) => {
    const copy = copies[index];
    if (scrollTop > 0 && copy) copy.scrollTop = scrollTop;
  });
}
