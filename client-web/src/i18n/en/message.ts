/** One message. */
export const message = {
  'message.edited': 'edited',
  'message.deleted': 'Deleted message',
  'message.undecryptable': 'Waiting for this message',
  'message.unsupported': 'This message is not supported here yet.',
  'message.queued': 'Waiting to be sent',
  'message.sending': 'Sending',
  'message.sent': 'Sent',
  'message.read': 'Read',
  'message.failed': 'Not sent',
  'message.failedActions': 'Message not sent. Choose what to do',
  'message.showMore': 'Show more',
  'message.copy': 'Copy text',
  'message.sentAt': 'Sent {date}',
} as const;
