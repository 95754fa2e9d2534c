import type { errors as en } from '../en/errors';
import type { Translation } from '../translation';

export const errors: Translation<typeof en> = {
  'error.unreachable':
    'Der Server antwortet nicht. Prüfe deine Verbindung und versuche es noch einmal.',
  'error.notAHomeserver':
    'Unter dieser Adresse gibt es keinen Chat-Server. Prüfe die Schreibweise.',
  'error.badAnswer':
    'Der Server hat gerade ein Problem. Nichts ging verloren; versuche es in einer Minute wieder.',
  'error.wrongCredentials': 'Benutzername oder Passwort ist falsch.',
  'error.accountDeactivated': 'Dieses Konto wurde geschlossen und kann nicht mehr benutzt werden.',
  'error.usernameTaken': 'Dieser Benutzername ist vergeben. Wähle einen anderen.',
  'error.usernameInvalid': 'Erlaubt sind nur Kleinbuchstaben, Ziffern und . _ - = /',
  'error.passwordTooWeak': 'Dieses Passwort ist zu leicht zu erraten. Nimm ein längeres.',
  'error.registrationClosed':
    'Dieser Server nimmt keine neuen Konten an. Bitte den Betreiber um eines.',
  'error.registrationTokenRequired':
    'Dieser Server verlangt einen Registrierungscode. Bitte den Betreiber um einen.',
  'error.registrationTokenWrong':
    'Dieser Registrierungscode ist ungültig. Prüfe ihn oder bitte um einen neuen.',
  'error.unsupportedRegistration':
    'Dieser Server verlangt einen Anmeldeschritt, den es hier noch nicht gibt.',
  'error.signedOut': 'Du wurdest abgemeldet. Melde dich neu an, um weiterzumachen.',
  'error.rateLimited':
    'Zu viele Versuche. {seconds, plural, =0 {Versuche es gleich noch einmal.} other {Versuche es in # s wieder.}}',
  'error.forbidden': 'Das darfst du hier nicht tun.',
  'error.notFound': 'Das wurde nicht gefunden. Vielleicht wurde es entfernt.',
  'error.tooLarge': 'Diese Nachricht ist zu lang. Kürze sie und versuche es noch einmal.',
  'error.unknown': 'Das hat nicht geklappt: {detail}',
  'error.passwordRequired': 'Gib dein Kontopasswort ein, um weiterzumachen.',
  'error.wrongRecoveryKey':
    'Dieser Wiederherstellungsschlüssel oder Satz gehört nicht zu deinem Konto. Prüfe, ob Zeichen fehlen.',
  'error.wrongPassphrase': 'Diese Passphrase öffnet die Datei nicht.',
  'error.notAKeyFile':
    'In dieser Datei sind keine Nachrichtenschlüssel. Wähle eine, die aus einer Chat-App exportiert wurde.',
  'error.identityChanged':
    'Jemand in diesem Chat, den du bestätigt hattest, benutzt jetzt neue Schlüssel. Bestätige die Person erneut oder nimm die neuen Schlüssel in ihrem Profil an; es wurde nichts gesendet.',
  'error.encryptionUnavailable':
    'Dieser Browser kann hier nicht verschlüsseln. Öffne die Seite über https und erlaube ihr, Daten zu speichern.',
  'error.wrongCode':
    'Das ist nicht der Code dieser Bestätigung. Scanne den, den die andere Seite jetzt zeigt.',
};
