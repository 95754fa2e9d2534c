/** Messages that are sent later. */
export const schedule = {
  'schedule.menu': 'Schedule message',
  'schedule.title': 'Schedule message',
  'schedule.moveTitle': 'Change the time',
  'schedule.time': 'Time',
  'schedule.sendAt': 'Send {when}',
  'schedule.past': 'This time is over. Choose a later one.',
  'schedule.tooFar':
    'The server keeps messages for {days, plural, one {# day} other {# days}} at most. Choose an earlier time.',
  'schedule.done': 'The message will be sent {when}',
  'schedule.listTitle': 'Scheduled messages',
  'schedule.open': '{count, plural, one {# scheduled message} other {# scheduled messages}}',
  'schedule.none': 'Nothing is waiting to be sent here.',
  'schedule.sendNow': 'Send now',
  'schedule.move': 'Change the time',
  'schedule.remove': 'Delete',
  'schedule.removed': 'The message will not be sent',
} as const;
