/** Telling others where one is, for a while. */
export const live = {
  'live.title': 'Live location',
  'live.explain':
    'People in this chat see where you are, until the time is over or you stop it. This page has to stay open.',
  'live.notAllowed':
    'Members may not share a live location in this chat. An administrator can allow it in the permissions.',
  'live.howLong': 'For how long',
  'live.minutes': '{count, plural, one {For # minute} other {For # minutes}}',
  'live.hours': '{count, plural, one {For # hour} other {For # hours}}',
  'live.start': 'Share',
  'live.stop': 'Stop sharing',
  'live.sharing':
    '{minutes, plural, one {Sharing your location for # more minute} other {Sharing your location for # more minutes}}',
  'live.ends': '{minutes, plural, one {Live for # more minute} other {Live for # more minutes}}',
  'live.ended': 'Ended',
  'live.waiting': 'Waiting for the first place…',
  'live.updated':
    '{minutes, plural, =0 {Updated just now} one {Updated # minute ago} other {Updated # minutes ago}}',
  'live.lastSeen': 'Last place: {time}',
  'live.away': '{distance} from you',
  'live.refused': 'This device no longer says where it is, so nobody is told any more.',
} as const;
