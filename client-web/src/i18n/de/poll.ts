/** Polls. */
import type { poll as en } from '../en/poll';
import type { Translation } from '../translation';

export const poll: Translation<typeof en> = {
  'poll.open': 'Umfrage',
  'poll.several': 'Umfrage, mehrere Antworten',
  'poll.undisclosed': 'Umfrage, Ergebnisse am Ende',
  'poll.closed': 'Endergebnis',
  'poll.votes': '{count, plural, =0 {Keine Stimmen} one {# Stimme} other {# Stimmen}}',
  'poll.option': '{text}, {percent}',
  'poll.vote': 'Abstimmen',
  'poll.retract': 'Stimme zurückziehen',
  'poll.close': 'Umfrage beenden',
  'poll.endedWords': 'Die Umfrage ist beendet.',
};
