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
  // In a document that nobody sees nothing is loaded yet.
  const unseen = document.implementation.createHTMLDocument().importNode(dialog, true);
  keepPictures(dialog, unseen);
  copy.append(...unseen.childNodes);
  for (const element of copy.querySelectorAll('[id], [name], [data-testid]')) {
    for (const name of ['id', 'name', 'data-testid']) element.removeAttribute(name);
  }
  document.body.append(copy);
  copy.showPopover();
  keepScrolled(dialog, copy);
  setTimeout(() => copy.remove(), duration);
}

/** What only this page has the address of may be gone before a copy has loaded it. */
function keepPictures(from: Element, to: Element): void {
  const copies = to.querySelectorAll('img');
  from.querySelectorAll('img').forEach((picture, index) => {
    if (!picture.src.startsWith('blob:')) return;
    const canvas = document.createElement('canvas');
    canvas.className = picture.className;
    canvas.width = picture.naturalWidth;
    canvas.height = picture.naturalHeight;
    if (picture.complete && picture.naturalWidth > 0) {
      canvas.getContext('2d')?.drawImage(picture, 0, 0);
    }
    copies[index]?.replaceWith(canvas);
  });
  for (const film of to.querySelectorAll('video')) film.removeAttribute('src');
}

/** A copy begins at its top. */
function keepScrolled(from: Element, to: Element): void {
  const copies = to.querySelectorAll('*');
  from.querySelectorAll('*').forEach(({ scrollTop }, index) => {
    const copy = copies[index];
    if (scrollTop > 0 && copy) copy.scrollTop = scrollTop;
  });
}
