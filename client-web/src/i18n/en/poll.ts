/** Polls. */
export const poll = {
  'poll.open': 'Poll',
  'poll.several': 'Poll, several answers',
  'poll.undisclosed': 'Poll, results at the end',
  'poll.closed': 'Final results',
  'poll.votes': '{count, plural, =0 {No votes} one {# vote} other {# votes}}',
  'poll.option': '{text}, {percent}',
  'poll.vote': 'Vote',
  'poll.retract': 'Retract vote',
  'poll.close': 'Stop poll',
  'poll.endedWords': 'The poll has ended.',
} as const;
