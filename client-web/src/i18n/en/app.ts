/** What is not part of any feature: the frame, failures, words used everywhere. */
export const app = {
  'app.title':
    '{unread, plural, =0 {} other {(#) }}{place, select, home {} other {{chat} – }}Heliograph',
  'app.loading': 'Opening your chats…',
  'app.skipToChats': 'Skip to the chat list',
  'app.skipToMessages': 'Skip to the messages',
  'app.skipToComposer': 'Skip to writing a message',
  'app.notFound': 'This page does not exist',
  'app.notFoundHint': 'The address may be mistyped or out of date.',
  'app.backToChats': 'Go to your chats',

  'common.back': 'Back',
  'common.cancel': 'Cancel',
  'common.close': 'Close',
  'common.delete': 'Delete',
  'common.retry': 'Try again',
  'common.save': 'Save',
  'common.copied': 'Copied',

  'failure.region': 'Something went wrong here',
  'failure.reload': 'Reload this part',
  'failure.copy': 'Copy details',
  'failure.page': 'Something went wrong. Your messages are safe.',
  'failure.reloadPage': 'Reload the page',

  'day.today': 'Today',
  'day.yesterday': 'Yesterday',

  'common.undo': 'Undo',

  'app.listWidth': 'Width of the chat list',
} as const;
