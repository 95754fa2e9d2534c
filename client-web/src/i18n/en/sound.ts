/** The sounds of messages. */
export const sound = {
  'sound.title': 'Sound',
  'sound.usual': 'As on this device',
  'sound.none': 'No sound',
  'sound.chime': 'Chime',
  'sound.bell': 'Bell',
  'sound.drop': 'Drop',
  'sound.knock': 'Knock',
  'sound.harp': 'Harp',
  'sound.beacon': 'Beacon',
} as const;
