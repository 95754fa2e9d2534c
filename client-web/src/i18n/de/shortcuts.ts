import type { shortcuts as en } from '../en/shortcuts';
import type { Translation } from '../translation';

export const shortcuts: Translation<typeof en> = {
  'shortcuts.everywhere': 'Überall',
  'shortcuts.writing': 'Beim Schreiben',
  'shortcuts.search': 'Suchen',
  'shortcuts.previousChat': 'Voriger Chat',
  'shortcuts.nextChat': 'Nächster Chat',
  'shortcuts.up': 'Eine Ebene zurück',
  'shortcuts.list': 'Diese Liste',
  'shortcuts.lock': 'Sperren',
  'shortcuts.send': 'Senden',
  'shortcuts.newLine': 'Neue Zeile',
};
