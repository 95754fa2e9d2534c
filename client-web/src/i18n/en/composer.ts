/** Writing a message. */
export const composer = {
  'composer.label': 'Message',
  'composer.send': 'Send',
  'composer.notAllowed': "You can't send messages here",
} as const;
