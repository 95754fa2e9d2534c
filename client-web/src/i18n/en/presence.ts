/** Who is there, and who was. */
export const presence = {
  'presence.online': 'online',
  'presence.justNow': 'last seen just now',
  'presence.minutes':
    '{count, plural, one {last seen # minute ago} other {last seen # minutes ago}}',
  'presence.hours': '{count, plural, one {last seen # hour ago} other {last seen # hours ago}}',
  'presence.today': 'last seen today at {time}',
  'presence.yesterday': 'last seen yesterday at {time}',
  'presence.date': 'last seen {date}',
} as const;
