import type { timeline as en } from '../en/timeline';
import type { Translation } from '../translation';

export const timeline: Translation<typeof en> = {
  'timeline.label': 'Nachrichten',
  'timeline.loading': 'Nachrichten werden geladen',
  'timeline.loadingOlder': 'Ältere Nachrichten werden geladen',
  'timeline.olderFailed': 'Ältere Nachrichten konnten nicht geladen werden',
  'timeline.unread': 'Ungelesene Nachrichten',
  'timeline.toBottom': 'Zur neuesten Nachricht',
  'timeline.newBelow':
    '{count, plural, one {# neue Nachricht weiter unten} other {# neue Nachrichten weiter unten}}',
  'timeline.empty': 'Noch keine Nachrichten…',
  'timeline.emptyHint': 'Schreib die erste.',
  'timeline.announce': '{name}: {text}',
};
