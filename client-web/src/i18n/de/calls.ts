/** Calls between two people. */
import type { calls as en } from '../en/calls';
import type { Translation } from '../translation';

export const calls: Translation<typeof en> = {
  'calls.voice': 'Anrufen',
  'calls.video': 'Videoanruf',
  'calls.screen': 'Anruf mit {name}',
  'calls.incoming': 'Anruf…',
  'calls.incomingVideo': 'Videoanruf…',
  'calls.asking': 'Warten auf das Mikrofon…',
  'calls.ringing': 'Es klingelt…',
  'calls.connecting': 'Verbinden…',
  'calls.interrupted': 'Neu verbinden…',
  'calls.weak': 'Schwache Verbindung',
  'calls.otherMuted': '{name} ist stumm',
  'calls.accept': 'Annehmen',
  'calls.acceptVideo': 'Mit Video annehmen',
  'calls.decline': 'Ablehnen',
  'calls.hangUp': 'Auflegen',
  'calls.mute': 'Stummschalten',
  'calls.unmute': 'Stummschaltung aufheben',
  'calls.cameraOn': 'Kamera einschalten',
  'calls.cameraOff': 'Kamera ausschalten',
  'calls.share': 'Bildschirm teilen',
  'calls.shareEnd': 'Teilen beenden',
  'calls.minimise': 'Zurück zu den Chats',
  'calls.maximise': 'Anruf zeigen',
  'calls.self': 'Deine Kamera',
  'calls.end.hungUp': 'Anruf beendet',
  'calls.end.declined': '{name} hat abgelehnt',
  'calls.end.noAnswer': 'Keine Antwort',
  'calls.end.elsewhere': 'Auf einem anderen Gerät angenommen',
  'calls.end.failed': 'Anruf fehlgeschlagen. Ruf noch einmal an.',
  'calls.end.noMicrophone':
    'Es wurde kein Mikrofon gefunden. Schließe eines an und ruf noch einmal an.',
  'calls.end.refused':
    'Der Browser darf das Mikrofon nicht benutzen. Erlaube es neben der Adresse und ruf noch einmal an.',
  'calls.noCamera': 'Die Kamera ließ sich nicht benutzen. Vielleicht wird sie anderswo gebraucht.',
};
