/** Polls. */
import type { poll as en } from '../en/poll';
import type { Translation } from '../translation';

export const poll: Translation<typeof en> = {
  'poll.open': 'Опрос',
  'poll.several': 'Опрос, несколько ответов',
  'poll.undisclosed': 'Опрос, результаты в конце',
  'poll.closed': 'Итоги опроса',
  'poll.votes':
    '{count, plural, =0 {Нет голосов} one {# голос} few {# голоса} many {# голосов} other {# голоса}}',
  'poll.option': '{text}, {percent}',
  'poll.vote': 'Голосовать',
  'poll.retract': 'Отозвать голос',
  'poll.close': 'Остановить опрос',
  'poll.endedWords': 'Опрос завершён.',
};
