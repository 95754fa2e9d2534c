import type { voice as en } from '../en/voice';
import type { Translation } from '../translation';

export const voice: Translation<typeof en> = {
  'voice.record': 'Sprachnachricht aufnehmen',
  'voice.recording': 'Aufnahme',
  'voice.pause': 'Pause',
  'voice.resume': 'Weiter aufnehmen',
  'voice.cancel': 'Aufnahme verwerfen',
  'voice.name': 'Sprachnachricht',
  'voice.refused':
    'Das Mikrofon ist gesperrt. Erlaube es dieser Seite in den Einstellungen des Browsers und versuche es noch einmal.',
  'voice.noMicrophone':
    'Es wurde kein Mikrofon gefunden. Schließe eines an und versuche es noch einmal.',
};
