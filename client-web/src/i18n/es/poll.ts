/** Polls. */
import type { poll as en } from '../en/poll';
import type { Translation } from '../translation';

export const poll: Translation<typeof en> = {
  'poll.open': 'Encuesta',
  'poll.several': 'Encuesta, varias respuestas',
  'poll.undisclosed': 'Encuesta, resultados al final',
  'poll.closed': 'Resultados finales',
  'poll.votes': '{count, plural, =0 {Sin votos} one {# voto} other {# votos}}',
  'poll.option': '{text}, {percent}',
  'poll.vote': 'Votar',
  'poll.retract': 'Retirar voto',
  'poll.close': 'Cerrar encuesta',
  'poll.endedWords': 'La encuesta ha terminado.',
};
