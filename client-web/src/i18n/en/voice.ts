/** voice */
export const voice = {
  'voice.record': 'Record a voice message',
  'voice.recording': 'Recording',
  'voice.pause': 'Pause',
  'voice.resume': 'Go on recording',
  'voice.cancel': 'Discard the recording',
  'voice.name': 'Voice message',
  'voice.refused':
    'The microphone is blocked. Allow it for this page in the browser’s settings, then try again.',
  'voice.noMicrophone': 'No microphone was found. Connect one, then try again.',
} as const;
