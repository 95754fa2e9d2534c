/** Polls. */
import type { poll as en } from '../en/poll';
import type { Translation } from '../translation';

export const poll: Translation<typeof en> = {
  'poll.open': 'استطلاع',
  'poll.several': 'استطلاع بإجابات متعددة',
  'poll.undisclosed': 'استطلاع تظهر نتائجه في النهاية',
  'poll.closed': 'النتائج النهائية',
  'poll.votes':
    '{count, plural, =0 {لا أصوات} one {صوت واحد} two {صوتان} few {# أصوات} many {# صوتًا} other {# صوت}}',
  'poll.option': '{text}، {percent}',
  'poll.vote': 'تصويت',
  'poll.retract': 'سحب الصوت',
  'poll.close': 'إيقاف الاستطلاع',
  'poll.endedWords': 'انتهى الاستطلاع.',
};
