/** A chat as a file. */
export const chatExport = {
  'export.menu': 'Export chat',
  'export.title': 'Export this chat',
  'export.hint':
    'The whole history is fetched and saved as a file, readable for anybody who has it.',
  'export.html': 'Web page, for reading',
  'export.json': 'JSON, for programs',
  'export.progress': '{count, plural, one {# event so far} other {# events so far}}',
  'export.start': 'Export',
  'export.done': 'The chat was exported',
} as const;
