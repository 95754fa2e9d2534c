/** files */
export const files = {
  'files.title': '{count, plural, one {Send # file} other {Send # files}}',
  'files.remove': 'Take out {name}',
  'files.tooLarge':
    '“{name}” is too large: this server takes files up to {limit}. Take it out to go on.',
  'files.asFile': 'Send as file, unchanged',
  'files.compress': 'Make pictures smaller',
  'files.caption': 'Caption',
  'files.dropAsFile': 'Drop here to send without compression',
  'files.dropAsMedia': 'Drop here to send as photo or video',
} as const;
